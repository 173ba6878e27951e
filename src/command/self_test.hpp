// Events of the program's own making, so that a search can be seen to find something before there is any upload: one in
// each form that is read, of an upload to the repository `offhours/selftest`, at the last hour before a date at which
// the policy holds it to be off hours.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "command/options.hpp"

namespace offhours::command {

struct SelfTestEvent {
  std::string_view form;         // "OCSF 1.1.0"
  std::string_view source_type;  // that Splunk would have it under
  std::string raw;               // empty: the policy has no off hours for it in two weeks
  std::int64_t time = 0;         // milliseconds since 1970
};

// `judge`: with the policy read.
std::vector<SelfTestEvent> make_self_test(const JudgeOptions& judge, const std::string& lookups,
                                          std::chrono::local_days before);

}  // namespace offhours::command
