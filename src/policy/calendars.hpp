// `<policy>_holidays.csv`: calendars, which are lists of dates that no week holds on.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/csv_file.hpp"
#include "policy/warnings.hpp"
#include "worktime/calendar.hpp"

namespace offhours::policy {

constexpr std::array<std::string_view, 3> day_kinds = {"closed", "short", "workday"};

class Calendars {
 public:
  struct Entry {
    std::shared_ptr<worktime::Calendar> calendar;
    std::size_t first_row = 0;  // of the file
  };

  Calendars(const std::string& folder, std::string_view policy);

  const CsvFile& file() const { return file_; }
  // Whether the file says which calendars there are.
  bool complete() const { return !file_.there() || file_.sound(); }
  std::shared_ptr<const worktime::Calendar> find(std::string_view name) const;
  std::vector<std::string_view> names() const;  // sorted
  std::span<const Entry> entries() const { return entries_; }

  void sort_faults() { file_.sort_faults(); }
  void warn(Warnings& warnings) const;

 private:
  void read();
  void read_row(std::size_t row);

  CsvFile file_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string_view, std::size_t> by_name_;
};

}  // namespace offhours::policy
