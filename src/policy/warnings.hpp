// What is no fault in a policy, but hardly meant.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/csv_file.hpp"
#include "policy/finding.hpp"

namespace offhours::policy {

class Warnings {
 public:
  struct Entry {
    const CsvFile* file;
    Finding finding;
  };

  // `today` decides which calendars and schedules run out.
  explicit Warnings(std::chrono::local_days today) : today_(today) {}

  std::chrono::local_days today() const { return today_; }
  void add(const CsvFile& file, std::uint32_t start, std::string_view thing, std::string_view value, fault::What what,
           Candidates candidates = Candidates::none) {
    entries_.push_back({&file, {FindingKind::warning, candidates, start, thing, value, std::move(what)}});
  }
  // One that searches show too. `mend`: the text that was meant, where it is sure.
  void add_for_searches(const CsvFile& file, std::uint32_t start, std::string_view thing, std::string_view value,
                        fault::What what, std::string mend = {}) {
    entries_.push_back(
        {&file,
         {FindingKind::warning_in_searches, Candidates::none, start, thing, value, std::move(what), std::move(mend)}});
  }
  std::span<const Entry> entries() const { return entries_; }

 private:
  std::chrono::local_days today_;
  std::vector<Entry> entries_;
};

// Of the column `hours` of a lookup: hours until 23:59, which leave out a minute.
void warn_of_last_minutes(Warnings& warnings, const CsvFile& file);

}  // namespace offhours::policy
