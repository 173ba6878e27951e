// What an admin should know about a policy: its faults, and what is no fault but hardly meant.
#pragma once

#include <chrono>
#include <vector>

#include "policy/policy.hpp"

namespace offhours::policy {

struct Problem {
  bool error = false;  // fails every search that uses the policy; else a warning
  fault::Fault fault;  // line and column 0: the file as a whole
};

// Faults first, then warnings. `today` decides which calendars run out.
// What a search tells of a policy that is hardly meant as it stands: one sentence with the first place and how many
// there are. Empty: nothing.
std::string search_warning(const Policy& policy, std::chrono::local_days today);

std::vector<Problem> find_problems(const Policy& policy, std::chrono::local_days today);

}  // namespace offhours::policy
