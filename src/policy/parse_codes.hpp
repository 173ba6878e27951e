// The faults of days and hours, which worktime finds and does not put into words.
#pragma once

#include "fault/code.hpp"
#include "worktime/hours.hpp"

namespace offhours::policy {

constexpr fault::Code code_of(worktime::ParseFault fault) {
  switch (fault) {
    case worktime::ParseFault::empty: return fault::Code::empty;
    case worktime::ParseFault::no_day: return fault::Code::not_a_day;
    case worktime::ParseFault::no_window: return fault::Code::not_a_window;
    case worktime::ParseFault::no_time_of_day: return fault::Code::not_a_time_of_day;
    case worktime::ParseFault::start_is_end: return fault::Code::start_is_end;
  }
  return fault::Code::empty;
}

}  // namespace offhours::policy
