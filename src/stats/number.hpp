// Sums of numbers that are texts of JSON's grammar: exact decimals, never doubles.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace offhours::stats {

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
  std::int32_t magnitude() const;

  boost::multiprecision::cpp_int digits_ = 0;  // value = digits × 10^exponent
  std::int32_t exponent_ = 0;
};

}  // namespace offhours::stats
