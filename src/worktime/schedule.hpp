// Who works when: a zone, rows of windows with their validity, and calendars.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "worktime/calendar.hpp"
#include "worktime/hours.hpp"
#include "worktime/reason.hpp"
#include "worktime/zone.hpp"

namespace offhours::worktime {

// The windows that start on each day of the week, from Monday; the working time is their union.
class Week {
 public:
  void add(const DaySet& days, std::span<const Window> windows);
  // Sorted by start.
  std::span<const Window> windows(std::size_t day) const { return days_[day]; }
  // Those of the first day from Monday that has any.
  std::span<const Window> first_windows() const;
  // `mon-thu 10:00-17:00; fri 10:00-15:00`, the shortest way to say it; `never` if there is no window.
  std::string text() const;

 private:
  std::array<std::vector<Window>, 7> days_;
};

// `08:00-12:00 13:00-17:30`; an end on the next date is written as the clock shows it.
void append_windows(std::string& out, std::span<const Window> windows);
std::string windows_text(std::span<const Window> windows);

// One row of a schedule. Local dates, both inclusive.
struct Hours {
  DaySet days{};
  std::vector<Window> windows;
  std::optional<std::chrono::local_days> valid_from;
  std::optional<std::chrono::local_days> valid_to;

  bool has_validity() const { return valid_from || valid_to; }
  bool valid_on(std::chrono::local_days date) const {
    return (!valid_from || *valid_from <= date) && (!valid_to || date <= *valid_to);
  }
};

// The week that holds on the dates from `first` to `last`.
struct Era {
  std::chrono::local_days first;
  std::chrono::local_days last;
  Week week;
  std::string text;  // of the week
};

// What holds for a part of a date.
struct Stretch {
  Reason reason{};
  bool by_yesterday = false;  // the hours that decide are those of the date before, or what a calendar took of them
  bool operator==(const Stretch&) const = default;
};

// A whole date in stretches, each from a time of the clock on, in milliseconds since midnight.
struct Stretches {
  static constexpr std::size_t most = 5;
  static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();
  enum class State : std::uint8_t { unknown, known, too_many };
  std::array<std::uint32_t, most - 1> from = {never, never, never, never};  // of all but the first
  std::array<Stretch, most> list;
  State state = State::unknown;

  const Stretch& at(std::uint32_t of_day) const {
    const auto begun = [&](std::size_t i) { return of_day >= from[i] ? std::size_t{1} : std::size_t{0}; };
    return list[begun(0) + begun(1) + begun(2) + begun(3)];
  }
};

// One date of a schedule, worked out.
struct Day {
  std::chrono::local_days date = std::chrono::local_days::max();
  const Era* era = nullptr;
  mutable Stretches stretches;             // judge() keeps here what it has found
  std::vector<Window> windows;             // that start on the date; sorted by start
  std::vector<Window> taken;               // those of the week, where a calendar took away or cut them
  std::optional<DayKind> kind;             // what the calendars make of the date
  std::vector<const Holiday*> holidays;    // the entries that make it so
  std::vector<const Calendar*> uncovered;  // calendars without an entry in the date's year

  void append_names(std::string& out) const;
};

// A place for each date, shared by dates that are 1,024 days apart, in pages that are made when they are first needed:
// a schedule that few events ask for costs little. A copy starts empty.
class DayCache {
 public:
  DayCache() = default;
  DayCache(const DayCache&) {}
  DayCache(DayCache&&) noexcept = default;
  DayCache& operator=(DayCache other) noexcept {
    pages_.swap(other.pages_);
    return *this;
  }
  ~DayCache() = default;

  Day& operator[](std::chrono::local_days date) {
    const auto place = static_cast<std::size_t>(date.time_since_epoch().count());
    const std::size_t page = place / page_days % page_count;
    if (pages_.empty() || pages_[page] == nullptr) add_page(page);
    return pages_[page][place % page_days];
  }
  void clear() { pages_.clear(); }

 private:
  static constexpr std::size_t page_days = 16;
  static constexpr std::size_t page_count = 64;
  void add_page(std::size_t page);

  std::vector<std::unique_ptr<Day[]>> pages_;
};

class Schedule {
 public:
  Schedule(std::string name, Zone zone) : name_(std::move(name)), zone_(std::move(zone)) {}

  void add(Hours hours);
  // One calendar counts once, however often it is named.
  void use(std::shared_ptr<const Calendar> calendar);

  const std::string& name() const { return name_; }
  const Zone& zone() const { return zone_; }
  std::span<const Hours> rows() const { return rows_; }
  std::span<const std::shared_ptr<const Calendar>> calendars() const { return calendars_; }

  // The places in rows() of those that count on a date: rows whose validity covers it, the latest valid_from of them
  // only, else rows without validity.
  std::vector<std::size_t> rows_on(std::chrono::local_days date) const;
  const Era& era(std::chrono::local_days date) const;
  // Remembers the dates that it worked out last: not for two threads at once. Two days in a row can be held together;
  // a day lives until others are asked for.
  const Day& day(std::chrono::local_days date) const {
    Day& day = days_[date];
    if (day.date != date) work_out(date, day);
    return day;
  }

 private:
  void work_out(std::chrono::local_days date, Day& day) const;

  std::string name_;
  Zone zone_;
  std::vector<Hours> rows_;
  std::vector<std::shared_ptr<const Calendar>> calendars_;
  mutable std::vector<std::shared_ptr<const Era>> eras_;  // those asked for so far
  mutable DayCache days_;
};

constexpr DaySet every_day = {true, true, true, true, true, true, true};
constexpr DaySet monday_to_friday = {true, true, true, true, true, false, false};

// Monday to Friday 08:00-20:00 UTC, by the name of `default`.
Schedule built_in_default();
// All week round, UTC.
Schedule built_in_always();
// No window at all, UTC.
Schedule built_in_never();

}  // namespace offhours::worktime
