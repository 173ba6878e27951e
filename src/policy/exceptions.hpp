// `<policy>_exceptions.csv`: announced changes, which are on-hours whatever the schedule says.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/csv_file.hpp"
#include "policy/patterns.hpp"
#include "policy/warnings.hpp"
#include "worktime/zone.hpp"

namespace offhours::policy {

// Events that match are on-hours from `from` to before `to`.
struct Exception {
  worktime::Instant from;
  worktime::Instant to;
  std::string_view reason;
};

class Exceptions {
 public:
  Exceptions(const std::string& folder, std::string_view policy);

  const CsvFile& file() const { return file_; }
  std::span<const std::string_view> names() const { return patterns_.names(); }
  bool empty() const { return entries_.empty(); }
  // The first that matches and holds at the instant; null: none does.
  const Exception* find(std::span<const Texts> values, worktime::Instant instant) const;

  void sort_faults() { file_.sort_faults(); }
  void add_search_warnings(Warnings& warnings) const { patterns_.add_search_warnings(warnings, file_); }
  void warn(Warnings& warnings) const { patterns_.warn(warnings, file_); }

 private:
  void read();

  CsvFile file_;
  Patterns patterns_;
  std::vector<Exception> entries_;
};

}  // namespace offhours::policy
