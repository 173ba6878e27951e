#include "policy/problems.hpp"

#include "policy/suggestions.hpp"

namespace offhours::policy {

std::string search_warning(const Policy& policy, std::chrono::local_days today) {
  const Warnings warnings = policy.search_warnings(today);
  std::size_t count = 0;
  const Warnings::Entry* first = nullptr;
  for (const Warnings::Entry& entry : warnings.entries()) {
    if (entry.finding.kind != FindingKind::warning_in_searches) continue;
    if (count++ == 0) first = &entry;
  }
  if (first == nullptr) return {};
  std::string text = "The policy is hardly meant as it stands: " +
                     fault::to_line(Suggestions(policy).describe(*first->file, first->finding));
  if (count > 1) text += " (and " + std::to_string(count - 1) + " more)";
  if (!text.ends_with('?')) text += '.';
  return text + " See | offhourspolicy view=problems policy=" + policy.name() + ".";
}

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
