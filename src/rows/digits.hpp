// Eight bytes of a text at a time: which of them are no digits.
#pragma once

#include <cstdint>
#include <cstring>

namespace offhours::rows {

inline std::uint64_t eight_at(const char* text) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, text, sizeof eight);
  return eight;
}

constexpr std::uint64_t eight_zeros = 0x3030'3030'3030'3030U;

// The highest bit of each byte that is no digit.
constexpr std::uint64_t other_than_digits(std::uint64_t eight) {
  const std::uint64_t digits = eight ^ eight_zeros;
  return (((digits & 0x7F7F'7F7F'7F7F'7F7FU) + 0x7676'7676'7676'7676U) | digits) & 0x8080'8080'8080'8080U;
}

}  // namespace offhours::rows
