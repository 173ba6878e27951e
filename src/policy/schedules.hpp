// `<policy>_schedules.csv`: the zone and the hours of each schedule. Rows of one name add up.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/calendars.hpp"
#include "policy/csv_file.hpp"
#include "policy/warnings.hpp"
#include "worktime/schedule.hpp"

namespace offhours::policy {

class Schedules {
 public:
  struct Entry {
    worktime::Schedule schedule;
    std::vector<std::size_t> rows;  // of the file, for each row of the schedule
    std::size_t first_row = 0;      // of the file, sound or not
    bool zoned = false;             // a zone could be read
  };

  Schedules(const std::string& folder, std::string_view policy, const Calendars& calendars);

  const CsvFile& file() const { return file_; }
  // Whether the file says which schedules there are.
  bool complete() const { return !file_.there() || file_.sound(); }
  // `always`, `never` and `default` are there in any case.
  const worktime::Schedule* find(std::string_view name) const;
  bool defines_default() const { return by_name_.contains("default"); }
  std::vector<std::string_view> names() const;  // sorted
  // Those of the file.
  std::span<const std::unique_ptr<Entry>> entries() const { return entries_; }

  void sort_faults() { file_.sort_faults(); }
  // `used`: by assignments.
  void warn(Warnings& warnings, std::span<const worktime::Schedule* const> used) const;
  // What searches tell too.
  void add_search_warnings(Warnings& warnings) const;

 private:
  struct ColumnPlaces;
  struct ZoneNames;
  void read(const Calendars& calendars);
  void read_row(std::size_t row, const ColumnPlaces& at, ZoneNames& zones, const Calendars& calendars);
  void warn_of_overlaps(Warnings& warnings, const Entry& entry) const;
  void warn_of_seasons(Warnings& warnings, const Entry& entry) const;
  void warn_of_the_end(Warnings& warnings, const Entry& entry) const;
  void warn_of_lost_columns(Warnings& warnings) const;

  CsvFile file_;
  std::vector<std::unique_ptr<Entry>> entries_;
  std::unordered_map<std::string_view, Entry*> by_name_;
  worktime::Schedule always_;
  worktime::Schedule never_;
  worktime::Schedule default_;
};

}  // namespace offhours::policy
