// Days and hours as people write them: `mon-fri`, `sat sun`, `08:00-12:00 13:00-17:30`, `22:00-06:00`.
#pragma once

#include <array>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::worktime {

// Days of the week from Monday (0) to Sunday (6).
constexpr std::array<std::string_view, 7> day_names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

using DaySet = std::array<bool, 7>;

// From the local midnight of the date it starts on; start inclusive, end exclusive. The end may lie on the next date
// (up to 48 hours).
struct Window {
  std::chrono::milliseconds start;
  std::chrono::milliseconds end;
  bool operator==(const Window&) const = default;
};

enum class ParseFault { empty, no_day, no_window, no_time_of_day, start_is_end };

struct ParseError {
  ParseFault fault;
  std::string part;  // the word that is wrong
};

// Words separated by blanks or commas; a range may pass the end of the week (`fri-mon`). Upper case is as good as
// lower.
boost::system::result<DaySet, ParseError> parse_days(std::string_view text);
// In the order given. An end before its start lies on the next date; `24:00` is a possible end.
boost::system::result<std::vector<Window>, ParseError> parse_hours(std::string_view text);

}  // namespace offhours::worktime
