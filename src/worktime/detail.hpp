// Verdicts in words.
#pragma once

#include <chrono>
#include <string>

#include "worktime/judge.hpp"

namespace offhours::worktime {

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
