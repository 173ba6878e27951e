// Turns findings into faults with a place and a suggestion. To look a suggestion up costs far more than all else, so
// the lists to look in are made once, the same wrong value is looked up once, and after a million comparisons no more
// are made: who has that many faults mends the first ones first.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/csv_file.hpp"
#include "policy/finding.hpp"

namespace offhours::policy {

class Policy;

class Suggestions {
 public:
  explicit Suggestions(const Policy& policy) : policy_(policy) {}

  fault::Fault describe(const CsvFile& file, const Finding& finding);

 private:
  const std::vector<std::string_view>& list(Candidates candidates);
  const std::string& nearest(std::string_view wrong, Candidates candidates);

  const Policy& policy_;
  std::array<std::optional<std::vector<std::string_view>>, candidates_count> lists_;
  std::array<std::unordered_map<std::string_view, std::string>, candidates_count> found_;
  std::size_t comparisons_left_ = 1'000'000;
};

}  // namespace offhours::policy
