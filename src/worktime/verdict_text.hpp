// A verdict in words. Each text has the name by which users ask for it, and one row in the table of verdict_text.cpp
// that says how it is made: a new one is an enumerator here, a row there and nothing else.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "worktime/judge.hpp"

namespace offhours::worktime {

enum class VerdictText : std::uint8_t {
  off_hours,   // `1` or `0`; empty without a usable time
  reason,      // `after_hours`
  schedule,    // its name
  time_zone,   // of the schedule: `Europe/Berlin`
  local_time,  // RFC 3339 with offset; milliseconds only if they are not 0; empty without a usable time
  // One sentence for an analyst, always with the hours that decided:
  // `Wed 2026-02-18 04:00 Europe/Berlin is in the working hours of Tue 2026-02-17 in schedule emea (mon-fri
  // 22:00-06:00)`
  detail,
};
constexpr std::size_t verdict_text_count = 6;
// The first of them stand in every annotated row; what follows is there only when it is asked for.
constexpr std::size_t annotated_text_count = 6;

// In the order of the enum: `off_hours`, `off_hours_reason`, …
std::span<const std::string_view> verdict_text_names();
std::optional<VerdictText> find_verdict_text(std::string_view name);

// What the clock shows in a text.
enum class Clock : std::uint8_t {
  none,     // nothing
  minutes,  // `12:00`, and seconds only if they are not 0
  seconds,  // `12:00:00`
};
constexpr std::size_t most_clock_bytes = 12;
// `12:00:05.250`; milliseconds of 0 are left out. Returns the end. Not for Clock::none.
char* write_clock(char* to, std::chrono::milliseconds of_day, Clock clock);

// A text in two parts with the clock's reading between them. The parts are the same for all verdicts with the same
// schedule, date, offset, reason, deciding date and exception.
struct ClockedText {
  std::string before;
  std::string after;
  Clock clock = Clock::none;
};

// Makes the texts of one verdict after the other, each when it is first asked for.
class VerdictTexts {
 public:
  // The next verdict is another one.
  void clear() { made_ = 0; }
  // Lives until clear(), and as long as the verdict's schedule.
  std::string_view text(VerdictText text, const Verdict& verdict);

  // The same text for whoever keeps it to use with other readings of the clock. One of the annotated ones.
  static void split_at_clock(VerdictText text, const Verdict& verdict, ClockedText& out);

 private:
  std::array<std::string, verdict_text_count> texts_;
  std::uint32_t made_ = 0;  // bits by place in texts_
  ClockedText parts_;
  static_assert(verdict_text_count <= 32);
};

}  // namespace offhours::worktime
