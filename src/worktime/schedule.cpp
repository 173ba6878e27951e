#include "worktime/schedule.hpp"

#include <algorithm>
#include <cstdio>

namespace offhours::worktime {
namespace {

std::string time_text(std::chrono::milliseconds of_day) {
  const long minutes = static_cast<long>(std::chrono::floor<std::chrono::minutes>(of_day).count());
  char text[32];
  std::snprintf(text, sizeof text, "%02ld:%02ld", minutes / 60, minutes % 60);
  return text;
}

// `mon-wed,fri`; a run may pass the end of the week.
std::string days_text(const DaySet& days) {
  const std::size_t count = days.size();
  if (std::ranges::all_of(days, [](bool day) { return day; })) return "mon-sun";
  std::string text;
  for (std::size_t first = 0; first < count; ++first) {
    if (!days[first] || days[(first + count - 1) % count]) continue;
    std::size_t length = 1;
    while (days[(first + length) % count]) ++length;
    if (!text.empty()) text += ',';
    text += day_names[first];
    if (length > 1) {
      text += length > 2 ? '-' : ',';
      text += day_names[(first + length - 1) % count];
    }
  }
  return text;
}

Schedule utc_schedule(std::string_view name) { return {std::string(name), Zone::utc()}; }

// Both sorted or not; what lies in a window of each.
std::vector<Window> intersection(std::span<const Window> a, std::span<const Window> b) {
  std::vector<Window> both;
  for (const Window& one : a) {
    for (const Window& other : b) {
      const Window common{std::max(one.start, other.start), std::min(one.end, other.end)};
      if (common.start < common.end) both.push_back(common);
    }
  }
  return both;
}

void sort_windows(std::vector<Window>& windows) {
  std::ranges::sort(
      windows, [](const Window& a, const Window& b) { return a.start != b.start ? a.start < b.start : a.end < b.end; });
  windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
}

}  // namespace

void append_windows(std::string& out, std::span<const Window> windows) {
  constexpr std::chrono::milliseconds day_length = std::chrono::hours(24);
  std::string_view separator;
  for (const Window& window : windows) {
    out += separator;
    separator = " ";
    out += time_text(window.start);
    out += '-';
    out += time_text(window.end > day_length ? window.end - day_length : window.end);
  }
}

std::string windows_text(std::span<const Window> windows) {
  std::string text;
  append_windows(text, windows);
  return text;
}

void Week::add(const DaySet& days, std::span<const Window> windows) {
  for (std::size_t day = 0; day < days.size(); ++day) {
    if (!days[day]) continue;
    days_[day].insert(days_[day].end(), windows.begin(), windows.end());
    sort_windows(days_[day]);
  }
}

std::span<const Window> Week::first_windows() const {
  const auto* const found = std::ranges::find_if(days_, [](const auto& windows) { return !windows.empty(); });
  if (found == days_.end()) return {};
  return *found;
}

std::string Week::text() const {
  std::string text;
  DaySet told{};
  for (std::size_t day = 0; day < days_.size(); ++day) {
    if (told[day] || days_[day].empty()) continue;
    DaySet alike{};
    for (std::size_t other = day; other < days_.size(); ++other) alike[other] = days_[other] == days_[day];
    for (std::size_t other = day; other < days_.size(); ++other) told[other] = told[other] || alike[other];
    if (!text.empty()) text += "; ";
    text += days_text(alike) + ' ' + windows_text(days_[day]);
  }
  return text.empty() ? "never" : text;
}

void Day::append_names(std::string& out) const {
  std::string_view separator;
  for (const Holiday* holiday : holidays) {
    if (holiday->name.empty()) continue;
    out += separator;
    out += holiday->name;
    separator = ", ";
  }
}

void DayCache::add_page(std::size_t page) {
  if (pages_.empty()) pages_.resize(page_count);
  pages_[page] = std::make_unique<Day[]>(page_days);
}

void Schedule::add(Hours hours) {
  rows_.push_back(std::move(hours));
  eras_.clear();
  days_.clear();
}

void Schedule::use(std::shared_ptr<const Calendar> calendar) {
  if (std::ranges::find(calendars_, calendar) == calendars_.end()) calendars_.push_back(std::move(calendar));
  days_.clear();
}

std::vector<std::size_t> Schedule::rows_on(std::chrono::local_days date) const {
  constexpr std::chrono::local_days earliest = std::chrono::local_days::min();
  std::vector<std::size_t> counting;
  bool by_validity = false;
  std::chrono::local_days latest = earliest;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Hours& row = rows_[i];
    if (!row.valid_on(date)) continue;
    const std::chrono::local_days from = row.valid_from.value_or(earliest);
    if (row.has_validity() ? !by_validity || from > latest : false) {
      counting.clear();
      by_validity = true;
      latest = from;
    } else if (row.has_validity() ? from < latest : by_validity) {
      continue;
    }
    counting.push_back(i);
  }
  return counting;
}

const Era& Schedule::era(std::chrono::local_days date) const {
  for (const auto& era : eras_) {
    if (era->first <= date && date <= era->last) return *era;
  }
  const auto era = std::make_shared<Era>();
  era->first = std::chrono::local_days::min();
  era->last = std::chrono::local_days::max();
  const auto starts = [&](std::chrono::local_days border) {
    if (border <= date) {
      era->first = std::max(era->first, border);
    } else {
      era->last = std::min(era->last, border - std::chrono::days(1));
    }
  };
  for (const Hours& row : rows_) {
    if (row.valid_from) starts(*row.valid_from);
    if (row.valid_to) starts(*row.valid_to + std::chrono::days(1));
  }
  for (const std::size_t place : rows_on(date)) era->week.add(rows_[place].days, rows_[place].windows);
  era->text = era->week.text();
  eras_.push_back(era);
  return *era;
}

void Schedule::work_out(std::chrono::local_days date, Day& day) const {
  day.date = date;
  day.era = &era(date);
  day.stretches = {};
  day.taken.clear();
  day.holidays.clear();
  day.uncovered.clear();
  day.kind.reset();
  const std::size_t weekday = std::chrono::weekday(date).iso_encoding() - 1;
  const std::span<const Window> weekly = day.era->week.windows(weekday);
  day.windows.assign(weekly.begin(), weekly.end());
  if (calendars_.empty()) return;

  Calendar::Rank best = Calendar::Rank::none;
  std::vector<const Holiday*> found;
  const std::chrono::year year = std::chrono::year_month_day(date).year();
  for (const auto& calendar : calendars_) {
    if (!calendar->covers(year)) day.uncovered.push_back(calendar.get());
    found.clear();
    const Calendar::Rank rank = calendar->find(date, found);
    if (rank == Calendar::Rank::none || rank < best) continue;
    if (rank > best) day.holidays.clear();
    best = rank;
    day.holidays.insert(day.holidays.end(), found.begin(), found.end());
  }
  if (day.holidays.empty()) return;
  day.kind = (*std::ranges::max_element(day.holidays, {}, &Holiday::kind))->kind;
  std::erase_if(day.holidays, [&](const Holiday* holiday) { return holiday->kind != *day.kind; });
  switch (*day.kind) {
    case DayKind::closed:
      day.taken.swap(day.windows);
      day.windows.clear();
      break;
    case DayKind::short_day:
      day.taken = day.windows;
      for (const Holiday* holiday : day.holidays) day.windows = intersection(day.windows, holiday->hours);
      break;
    case DayKind::workday: {
      const std::span<const Window> own = weekly.empty() ? day.era->week.first_windows() : weekly;
      day.windows.clear();
      for (const Holiday* holiday : day.holidays) {
        if (holiday->hours.empty()) {
          day.windows.insert(day.windows.end(), own.begin(), own.end());
        } else {
          day.windows.insert(day.windows.end(), holiday->hours.begin(), holiday->hours.end());
        }
      }
      break;
    }
  }
  sort_windows(day.windows);
}

Schedule built_in_default() {
  Schedule schedule = utc_schedule("default");
  schedule.add({monday_to_friday, {{std::chrono::hours(8), std::chrono::hours(20)}}, {}, {}});
  return schedule;
}

Schedule built_in_always() {
  Schedule schedule = utc_schedule("always");
  schedule.add({every_day, {{std::chrono::hours(0), std::chrono::hours(24)}}, {}, {}});
  return schedule;
}

Schedule built_in_never() { return utc_schedule("never"); }

}  // namespace offhours::worktime
