// Decimal numbers as texts, taken apart and compared exactly, never made a double.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace offhours::text {

// -12.5e3 is whole "12", fraction "5", exponent 3, negative: ±wholefraction × 10^(exponent - digits of the fraction).
struct Decimal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;  // beyond ±10^17 it counts as ±10^17
};

enum class Grammar {
  json,   // no plus sign, no leading zeros, no bare point
  loose,  // also `+5`, `007`, `.5` and `5.`
};

std::optional<Decimal> parse_decimal(std::string_view text, Grammar grammar = Grammar::json);
inline bool is_number(std::string_view text) { return parse_decimal(text).has_value(); }

// By value. Both must be numbers of JSON's grammar.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b);

// Digits before the point of a number without sign and exponent; 0: the text is none of that kind.
std::size_t plain_digits(std::string_view text);
// Whether a text is such a number with as many digits before the point as `known`, which is one with `digits` of them,
// and as many behind it. Two such numbers compare as their bytes do.
bool is_alike(std::string_view text, std::string_view known, std::size_t digits);

}  // namespace offhours::text
