#include "policy/problems.hpp"

#include "policy/suggestions.hpp"

namespace offhours::policy {

std::vector<Problem> find_problems(const Policy& policy, std::chrono::local_days today) {
  std::vector<Problem> problems;
  for (fault::Fault& fault : policy.faults()) problems.push_back({true, std::move(fault)});
  Suggestions suggestions(policy);
  const Warnings warnings = policy.warnings(today);
  for (const auto& [file, finding] : warnings.entries()) {
    problems.push_back({false, suggestions.describe(*file, finding)});
  }
  return problems;
}

}  // namespace offhours::policy
