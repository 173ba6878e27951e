// The verdict: is an instant inside a schedule's working time, and why.
#pragma once

#include <string>
#include <string_view>

#include "worktime/schedule.hpp"

namespace offhours::worktime {

// Lives until the schedule judges again.
struct Verdict {
  Reason reason = Reason::no_time;
  LocalTime local{};             // not for no_time
  const Day* today = nullptr;    // not for no_time
  const Day* cause = nullptr;    // holiday, short_day: the date whose calendar entry is the reason
  std::string_view exception{};  // its reason

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

// RFC 3339 with offset; milliseconds only if they are not 0.
void append_local_time(std::string& out, const LocalTime& local);
// One sentence for an analyst.
void append_detail(std::string& out, const Verdict& verdict, const Schedule& schedule);

// The same texts in two parts with the clock's reading between them. The parts are the same for all verdicts of a
// schedule with the same date, offset, reason, cause and exception.
struct AroundClock {
  std::string before;
  std::string behind;
};
void local_time_around(const LocalTime& local, AroundClock& text);
void detail_around(const Verdict& verdict, const Schedule& schedule, AroundClock& text);  // not for no_time

constexpr std::size_t most_clock_bytes = 12;
// `12:00:05.250`; seconds of 0 are left out if `seconds` is false, milliseconds of 0 always. Returns the end.
char* write_clock(char* to, std::chrono::milliseconds of_day, bool seconds);

}  // namespace offhours::worktime
