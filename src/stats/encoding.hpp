// How states and keys are written down, for the disk and for other processes: texts with their length before them
// (`3:abc`), numbers with a semicolon behind them (`42;`).
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhours::stats {

template <std::integral Number>
void append_number(std::string& out, Number number, char end = ';') {
  constexpr std::size_t most_digits = 24;
  char text[most_digits];
  char* const behind = std::to_chars(text, text + most_digits - 1, number).ptr;
  *behind = end;
  out.append(text, static_cast<std::size_t>(behind + 1 - text));
}

inline void append_string(std::string& out, std::string_view text) {
  append_number(out, text.size(), ':');
  out += text;
}

// Counts come from other processes, which may lie: none is more than this, and a sum of them stops here. What is
// counted one by one on top of it can never wrap around.
inline constexpr std::uint64_t most_counted = std::uint64_t{1} << 63;

// False: that is no count, and nothing is added.
inline bool add_count(std::uint64_t& to, std::uint64_t count) {
  if (count > most_counted) return false;
  to = to >= most_counted - count ? most_counted : to + count;
  return true;
}

// Both take from the front of `rest`; empty, and `rest` spoiled: there is no such thing there.
template <std::integral Number>
std::optional<Number> consume_number(std::string_view& rest, char end = ';') {
  Number number = 0;
  const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{} || stop == rest.data() + rest.size() || *stop != end) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()) + 1);
  return number;
}

inline std::optional<std::string_view> consume_string(std::string_view& rest) {
  const auto size = consume_number<std::size_t>(rest, ':');
  if (!size || *size > rest.size()) return std::nullopt;
  const std::string_view text = rest.substr(0, *size);
  rest.remove_prefix(*size);
  return text;
}

}  // namespace offhours::stats
