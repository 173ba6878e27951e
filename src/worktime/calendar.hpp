// Calendars: dates on which a schedule's week does not hold. Holidays are civil dates; no zone is involved.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "worktime/hours.hpp"

namespace offhours::worktime {

// In rising order of precedence on one date.
enum class DayKind {
  short_day,  // the windows that start on the date are cut to its hours
  closed,     // they are taken away
  workday,    // they are replaced by its hours, if it has any, else by those of a working weekday
};

struct Holiday {
  DayKind kind = DayKind::closed;
  std::vector<Window> hours;  // not for `closed`
  std::string name;
};

class Calendar {
 public:
  // How an entry names its dates, in rising order of precedence.
  enum class Rank { none, yearly, range, single };

  explicit Calendar(std::string name) : name_(std::move(name)) {}

  void add(std::chrono::local_days date, Holiday holiday);
  // Both ends inclusive.
  void add_range(std::chrono::local_days first, std::chrono::local_days last, Holiday holiday);
  // 29 February counts in leap years only.
  void add_yearly(std::chrono::month_day date, Holiday holiday);
  // All entries are in: dates can be looked up from now on.
  void sort_dates();

  const std::string& name() const { return name_; }
  // The best rank of all entries for the date; those of that rank are appended, in the order they were added.
  Rank find(std::chrono::local_days date, std::vector<const Holiday*>& found) const;
  // Whether a single date or a range lies in the year. True for a calendar that has neither: it is good for any year.
  bool covers(std::chrono::year year) const;

 private:
  struct DatedEntry {
    std::chrono::local_days first;
    std::chrono::local_days last;
    Holiday holiday;
  };
  struct YearlyEntry {
    std::chrono::month_day date;
    Holiday holiday;
  };

  std::string name_;
  std::vector<DatedEntry> singles_;  // sorted by date once settled
  std::vector<DatedEntry> ranges_;
  std::vector<YearlyEntry> yearly_;
};

}  // namespace offhours::worktime
