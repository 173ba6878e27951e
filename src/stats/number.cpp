#include "stats/number.hpp"

#include <algorithm>
#include <ios>

#include "stats/encoding.hpp"
#include "text/ascii.hpp"
#include "text/decimal.hpp"

namespace offhours::stats {
namespace {

using boost::multiprecision::cpp_int;

cpp_int power_of_ten(unsigned exponent) {
  cpp_int power = 1;
  cpp_int square = 10;
  while (exponent > 0) {
    if (exponent % 2 != 0) power *= square;
    exponent /= 2;
    if (exponent > 0) square *= square;
  }
  return power;
}

std::string decimal_text(const cpp_int& digits, std::int32_t exponent) {
  const bool negative = digits < 0;
  std::string text = (negative ? cpp_int(-digits) : digits).str();
  if (text == "0") return text;
  if (exponent >= 0) {
    text.append(static_cast<std::size_t>(exponent), '0');
  } else {
    const auto places = static_cast<std::size_t>(-exponent);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    text.insert(text.size() - places, 1, '.');
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return negative ? '-' + text : text;
}

}  // namespace

bool ExactSum::add(std::string_view text) {
  constexpr std::size_t most_digits = 400;
  constexpr std::int64_t most_exponent = 400;
  const auto decimal = text::parse_decimal(text);
  if (!decimal) return false;
  const text::Decimal& parts = *decimal;
  if (parts.whole.size() + parts.fraction.size() > most_digits || parts.exponent > most_exponent ||
      parts.exponent < -most_exponent) {
    return false;
  }
  // As many digits at a time as a machine word holds: up to 38 of them in all need no memory.
  constexpr std::uint64_t full = 1'000'000'000'000'000'000;
  ExactSum number;
  std::uint64_t word = 0;
  std::uint64_t scale = 1;
  const auto add_word = [&] {
    number.digits_ *= scale;
    number.digits_ += word;
    word = 0;
    scale = 1;
  };
  for (const std::string_view digits : {parts.whole, parts.fraction}) {
    for (const char digit : digits) {
      word = word * 10 + static_cast<std::uint64_t>(digit - '0');
      scale *= 10;
      if (scale == full) add_word();
    }
  }
  add_word();
  if (parts.negative) number.digits_ = -number.digits_;
  number.exponent_ = static_cast<std::int32_t>(parts.exponent) - static_cast<std::int32_t>(parts.fraction.size());
  add(number);
  return true;
}

void ExactSum::rescale(std::int32_t exponent) {
  if (exponent >= exponent_) return;
  digits_ *= power_of_ten(static_cast<unsigned>(exponent_ - exponent));
  exponent_ = exponent;
}

void ExactSum::add(const ExactSum& other) {
  if (other.exponent_ < exponent_) rescale(other.exponent_);
  if (other.exponent_ == exponent_) {
    digits_ += other.digits_;
  } else {
    digits_ += other.digits_ * power_of_ten(static_cast<unsigned>(other.exponent_ - exponent_));
  }
}

void ExactSum::encode(std::string& out) const {
  append_number(out, exponent_);
  const bool negative = digits_ < 0;
  if (negative) out += '-';
  out += (negative ? cpp_int(-digits_) : digits_).str(0, std::ios_base::hex);
}

bool ExactSum::merge(std::string_view encoded) {
  // Numbers are below 10^800 and have no digits beyond 10^-800, see add(); sums of as many as can be counted are below
  // 10^820. What is larger is a lie.
  constexpr std::int32_t most_exponent = 800;
  constexpr std::int32_t largest = 840;
  constexpr std::size_t most_digits = 1400;  // hexadecimal, of 10^1640
  const auto exponent = consume_number<std::int32_t>(encoded);
  if (!exponent || *exponent < -most_exponent || *exponent > most_exponent) return false;
  const bool negative = encoded.starts_with('-');
  if (negative) encoded.remove_prefix(1);
  const auto is_hex = [](char c) { return text::hex_value(c) >= 0; };
  if (encoded.empty() || encoded.size() > most_digits || !std::ranges::all_of(encoded, is_hex)) return false;
  ExactSum other;
  other.exponent_ = *exponent;
  other.digits_ = cpp_int("0x" + std::string(encoded));
  if (other.magnitude() > largest) return false;
  if (negative) other.digits_ = -other.digits_;
  add(other);
  // Lies that are added up stop there too, so that the sum can be written and read again: to the same state, whose
  // exponent is never above 0.
  if (magnitude() >= largest) {
    digits_ = power_of_ten(largest - 1) * (digits_ < 0 ? -1 : 1);
    exponent_ = 0;
  }
  return true;
}

// The power of ten that is nearest, at most one above.
std::int32_t ExactSum::magnitude() const {
  if (digits_ == 0) return 0;
  constexpr double digits_of_a_bit = 0.30103;
  const cpp_int size = digits_ < 0 ? cpp_int(-digits_) : digits_;
  const auto bits = static_cast<double>(boost::multiprecision::msb(size) + 1);
  return static_cast<std::int32_t>(bits * digits_of_a_bit) + exponent_;
}

std::size_t ExactSum::heap_bytes() const {
  using Backend = cpp_int::backend_type;
  // The capacity is not told: it is what was asked for last, or a third more.
  const std::size_t limbs = digits_.backend().size();
  return limbs > Backend::internal_limb_count ? limbs * sizeof(boost::multiprecision::limb_type) * 4 / 3 + 16 : 0;
}

std::string ExactSum::text() const { return decimal_text(digits_, exponent_); }

std::string ExactSum::mean(std::uint64_t count) const {
  constexpr std::int32_t significant = 15;
  if (count == 0 || digits_ == 0) return "0";
  const bool negative = digits_ < 0;
  cpp_int dividend = negative ? cpp_int(-digits_) : digits_;
  cpp_int divisor = count;
  if (exponent_ > 0) dividend *= power_of_ten(static_cast<unsigned>(exponent_));
  if (exponent_ < 0) divisor *= power_of_ten(static_cast<unsigned>(-exponent_));
  // How many digits the quotient has before its point, or minus the zeros right behind it.
  const auto length = [](const cpp_int& n) { return static_cast<std::int32_t>(n.str().size()); };
  std::int32_t whole = length(dividend) - length(divisor);
  const auto scaled = [](const cpp_int& n, std::int32_t places) {
    return places > 0 ? cpp_int(n * power_of_ten(static_cast<unsigned>(places))) : n;
  };
  if (scaled(dividend, -whole) >= scaled(divisor, whole)) ++whole;
  const std::int32_t places = std::max(0, significant - whole);
  dividend *= power_of_ten(static_cast<unsigned>(places));
  cpp_int quotient;
  cpp_int rest;
  boost::multiprecision::divide_qr(dividend, divisor, quotient, rest);
  const cpp_int twice = rest * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 != 0)) ++quotient;
  return decimal_text(negative ? cpp_int(-quotient) : quotient, -places);
}

}  // namespace offhours::stats
