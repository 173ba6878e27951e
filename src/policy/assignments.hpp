// `<policy>_assignments.csv`: who follows which schedule. The first row that matches wins.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/csv_file.hpp"
#include "policy/patterns.hpp"
#include "policy/schedules.hpp"
#include "policy/warnings.hpp"

namespace offhours::policy {

class Assignments {
 public:
  struct Entry {
    std::size_t row = 0;  // of the file
    const worktime::Schedule* schedule = nullptr;
  };

  Assignments(const std::string& folder, std::string_view policy, const Schedules& schedules);

  const CsvFile& file() const { return file_; }
  std::span<const std::string_view> names() const { return patterns_.names(); }
  std::span<const Entry> entries() const { return entries_; }
  // The schedule of the first row that matches; null: none does.
  const worktime::Schedule* find(std::span<const Texts> values) const;

  // Whether a row matches whoever it is.
  bool match_everybody() const { return patterns_.match_all(); }

  void sort_faults() { file_.sort_faults(); }
  void warn(Warnings& warnings) const;
  void add_search_warnings(Warnings& warnings) const { patterns_.add_search_warnings(warnings, file_); }

 private:
  void read(const Schedules& schedules);

  CsvFile file_;
  Patterns patterns_;
  std::vector<Entry> entries_;
};

}  // namespace offhours::policy
