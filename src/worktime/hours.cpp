#include "worktime/hours.hpp"

#include <algorithm>
#include <optional>

#include "text/ascii.hpp"

namespace offhours::worktime {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds day_length = std::chrono::hours(24);

std::vector<std::string_view> words(std::string_view text) {
  constexpr std::string_view separators = " \t,";
  std::vector<std::string_view> list;
  while (true) {
    const std::size_t start = text.find_first_not_of(separators);
    if (start == std::string_view::npos) return list;
    text.remove_prefix(start);
    const std::size_t end = text.find_first_of(separators);
    list.push_back(text.substr(0, end));
    text.remove_prefix(list.back().size());
  }
}

std::optional<std::size_t> parse_day(std::string_view word) {
  const auto same = [&](std::string_view name) { return text::equal_ignoring_case(word, name); };
  const auto* const found = std::ranges::find_if(day_names, same);
  if (found == day_names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - day_names.begin());
}

// `8:05`, `08:05`, `24:00`.
std::optional<milliseconds> parse_time_of_day(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 1 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  int hour = 0;
  int minute = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == colon) continue;
    if (!text::is_digit(text[i])) return std::nullopt;
    int& part = i < colon ? hour : minute;
    part = part * 10 + (text[i] - '0');
  }
  if (minute > 59 || hour > 24 || (hour == 24 && minute != 0)) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(minute);
}

}  // namespace

boost::system::result<DaySet, ParseError> parse_days(std::string_view text) {
  DaySet days{};
  const auto list = words(text);
  if (list.empty()) return ParseError{ParseFault::empty, {}};
  for (const std::string_view word : list) {
    const std::size_t dash = word.find('-');
    const auto first = parse_day(word.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_day(word.substr(dash + 1));
    if (!first || !last) {
      std::string_view wrong = !first ? word.substr(0, dash) : word.substr(dash + 1);
      if (wrong.empty()) wrong = word;  // `-fri`
      return ParseError{ParseFault::no_day, std::string(wrong)};
    }
    for (std::size_t day = *first;; day = (day + 1) % days.size()) {
      days[day] = true;
      if (day == *last) break;
    }
  }
  return days;
}

boost::system::result<std::vector<Window>, ParseError> parse_hours(std::string_view text) {
  std::vector<Window> windows;
  const auto list = words(text);
  if (list.empty()) return ParseError{ParseFault::empty, {}};
  for (const std::string_view word : list) {
    const std::size_t dash = word.find('-');
    const bool is_window = dash != std::string_view::npos && dash > 0 && dash + 1 < word.size();
    if (!is_window) return ParseError{ParseFault::no_window, std::string(word)};
    const auto start = parse_time_of_day(word.substr(0, dash));
    const auto end = parse_time_of_day(word.substr(dash + 1));
    if (!start || *start == day_length)
      return ParseError{ParseFault::no_time_of_day, std::string(word.substr(0, dash))};
    if (!end) return ParseError{ParseFault::no_time_of_day, std::string(word.substr(dash + 1))};
    if (*start == *end) return ParseError{ParseFault::start_is_end, std::string(word)};
    windows.push_back({*start, *end < *start ? *end + day_length : *end});
  }
  return windows;
}

}  // namespace offhours::worktime
