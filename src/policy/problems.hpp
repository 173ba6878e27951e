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
std::vector<Problem> find_problems(const Policy& policy, std::chrono::local_days today);

}  // namespace offhours::policy
