// A value that is neither a string nor a container: a number, a truth value, null, or whatever bytes stand there up to
// the next comma, colon, bracket, quote, backslash, blank or control character. It keeps its text, so that none ends an
// event: `1e999999999999`, `007` and `NaN` are texts like any other.
#pragma once

#include <array>

namespace offhours::event {

inline constexpr std::array<bool, 256> token_ends = [] {
  std::array<bool, 256> ends{};
  for (std::size_t c = 0; c <= ' '; ++c) ends[c] = true;
  for (const char c : {',', ':', '"', '\\', '[', ']', '{', '}'}) ends[static_cast<unsigned char>(c)] = true;
  return ends;
}();
constexpr bool ends_token(char c) { return token_ends[static_cast<unsigned char>(c)]; }

}  // namespace offhours::event
