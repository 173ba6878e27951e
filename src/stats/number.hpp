// Numbers as aggregates see them: texts of JSON's grammar, compared and added as exact decimals, never as doubles.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhours::stats {

// JSON's grammar: no plus sign, no leading zeros, no bare dot.
bool is_number(std::string_view text);

// By value. Both must be numbers. Exponents beyond ±10^17 count as ±10^17.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b);

// Digits before the point of a number without sign and exponent; 0: the text is none of that kind.
std::size_t plain_digits(std::string_view text);
// Whether a text is such a number with as many digits before the point as `known`, which is one with `digits` of them,
// and as many behind it. Two such numbers compare as their bytes do.
bool is_alike(std::string_view text, std::string_view known, std::size_t digits);

// A sum of decimals, exact and independent of order. Numbers of more than 400 digits, or with an exponent beyond ±400
// (no double reaches that far), are no numbers here: they would let one event use up memory.
class ExactSum {
 public:
  // False: not a number, and nothing added.
  bool add(std::string_view text);
  void add(const ExactSum& other);
  // Appends the sum as bytes, and adds one that was so written. False: it is none.
  void encode(std::string& out) const;
  bool merge(std::string_view encoded);
  // Plain decimal notation, no trailing zeros after the point.
  std::string text() const;
  // The sum over `count`, rounded half to even to 15 significant digits, or at the units if that is finer.
  std::string mean(std::uint64_t count) const;
  // Memory outside of this object.
  std::size_t heap_bytes() const;

 private:
  void rescale(std::int32_t exponent);

  boost::multiprecision::cpp_int digits_ = 0;  // value = digits × 10^exponent
  std::int32_t exponent_ = 0;
};

}  // namespace offhours::stats
