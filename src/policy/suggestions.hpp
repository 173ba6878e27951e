// Turns findings into faults with a place and a suggestion. To look a suggestion up costs far more than all else, so
// the lists to look in are made once.
#pragma once

#include <array>
#include <optional>
#include <string_view>
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

  const Policy& policy_;
  std::array<std::optional<std::vector<std::string_view>>, candidates_count> lists_;
};

}  // namespace offhours::policy
