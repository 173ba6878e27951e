// Decimal digits, eight of them at a time where there are many. "12345678" is one word of eight bytes: whether all of
// them are digits takes four instructions, and their value three multiplications.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "text/ascii.hpp"

namespace offhours::text {

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

// The number that eight bytes spell, if all of them are digits: 20260516 of "20260516".
inline std::optional<std::uint32_t> eight_digits(const char* text) {
  if constexpr (std::endian::native != std::endian::little) return std::nullopt;
  std::uint64_t bytes = eight_at(text);
  if (other_than_digits(bytes) != 0) return std::nullopt;
  bytes ^= eight_zeros;
  // Neighbours become pairs, fours, and all eight.
  bytes = (bytes * 10 + (bytes >> 8)) & 0x00FF'00FF'00FF'00FFU;
  bytes = (bytes * 100 + (bytes >> 16)) & 0x0000'FFFF'0000'FFFFU;
  return static_cast<std::uint32_t>(bytes * 10'000 + (bytes >> 32));
}

// How many digits stand in a text from `at` on.
inline std::size_t count_digits(std::string_view text, std::size_t at = 0) {
  std::size_t end = at;
  while (text.size() >= end + 8 && other_than_digits(eight_at(text.data() + end)) == 0) end += 8;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

// The number that the first `count` bytes spell, at most nine of them; none if one of them is no digit.
inline std::optional<int> consume_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count || !all_digits(text.substr(0, count))) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) value = value * 10 + (c - '0');
  text.remove_prefix(count);
  return value;
}

// With zeros before it up to `width`, which is at most 9: "007".
inline void append_padded(std::string& out, std::uint32_t value, int width) {
  char digits[10];
  int first = sizeof digits;
  while (value != 0 || first > static_cast<int>(sizeof digits) - width) {
    digits[--first] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits + first, digits + sizeof digits);
}

}  // namespace offhours::text
