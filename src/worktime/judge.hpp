// The verdict: is an instant inside a schedule's working time, and why.
#pragma once

#include <string_view>

#include "worktime/schedule.hpp"

namespace offhours::worktime {

// Lives until the schedule judges again.
struct Verdict {
  const Schedule* schedule = nullptr;  // that the instant was held against
  Reason reason = Reason::no_time;
  // Not for no_time:
  LocalTime local{};
  const Day* today = nullptr;
  const Day* decider = nullptr;  // today, or yesterday where hours that started then decide
  std::string_view exception{};  // its reason

  bool by_yesterday() const { return decider != today; }
  bool off_hours() const {
    return reason != Reason::working_hours && reason != Reason::exception && reason != Reason::no_time;
  }
};

// Membership is a matter of civil date and wall clock alone: a window belongs to the date it starts on, and on days of
// 23 or 25 hours it ends when the clock says so. Exceptions are the policy's to know.
void judge(const Schedule& schedule, Instant instant, Verdict& made);
inline Verdict judge(const Schedule& schedule, Instant instant) {
  Verdict made;
  judge(schedule, instant, made);
  return made;
}

}  // namespace offhours::worktime
