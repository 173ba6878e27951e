#include "stats/number.hpp"

#include <algorithm>
#include <ios>

#include "rows/digits.hpp"
#include "stats/encoding.hpp"

namespace offhours::stats {
namespace {

using boost::multiprecision::cpp_int;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

using rows::eight_at;
using rows::other_than_digits;

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (text.size() >= end + 8 && other_than_digits(eight_at(text.data() + end)) == 0) end += 8;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

struct Parts {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

constexpr std::int64_t exponent_limit = 100'000'000'000'000'000;

// Of a text that is a number.
Parts split(std::string_view text) {
  Parts parts;
  parts.negative = text.starts_with('-');
  if (parts.negative) text.remove_prefix(1);
  parts.whole = text.substr(0, digits_at(text, 0));
  text.remove_prefix(parts.whole.size());
  if (text.starts_with('.')) {
    parts.fraction = text.substr(1, digits_at(text, 1));
    text.remove_prefix(1 + parts.fraction.size());
  }
  if (!text.empty()) {
    text.remove_prefix(1);
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    for (const char c : text) parts.exponent = std::min(parts.exponent * 10 + (c - '0'), exponent_limit);
    if (minus) parts.exponent = -parts.exponent;
  }
  return parts;
}

char digit_of(const Parts& parts, std::size_t i) {
  if (i < parts.whole.size()) return parts.whole[i];
  i -= parts.whole.size();
  return i < parts.fraction.size() ? parts.fraction[i] : '0';
}

struct Magnitude {
  std::size_t first = 0;   // the first digit that is not 0
  std::int64_t power = 0;  // of ten, of that digit
  bool zero = true;
};

Magnitude magnitude(const Parts& parts) {
  Magnitude size;
  const std::size_t count = parts.whole.size() + parts.fraction.size();
  while (size.first < count && digit_of(parts, size.first) == '0') ++size.first;
  size.zero = size.first == count;
  size.power = static_cast<std::int64_t>(parts.whole.size()) - static_cast<std::int64_t>(size.first) + parts.exponent;
  return size;
}

std::strong_ordering compare_magnitudes(const Parts& a, const Magnitude& sa, const Parts& b, const Magnitude& sb) {
  if (sa.power != sb.power) return sa.power <=> sb.power;
  const std::size_t count_a = a.whole.size() + a.fraction.size() - sa.first;
  const std::size_t count_b = b.whole.size() + b.fraction.size() - sb.first;
  for (std::size_t i = 0; i < std::max(count_a, count_b); ++i) {
    const char da = i < count_a ? digit_of(a, sa.first + i) : '0';
    const char db = i < count_b ? digit_of(b, sb.first + i) : '0';
    if (da != db) return da <=> db;
  }
  return std::strong_ordering::equal;
}

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

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t whole = digits_at(text, 0);
  if (whole == 0 || (whole > 1 && text.front() == '0')) return false;
  text.remove_prefix(whole);
  if (text.starts_with('.')) {
    const std::size_t fraction = digits_at(text, 1);
    if (fraction == 0) return false;
    text.remove_prefix(1 + fraction);
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    const std::size_t exponent = digits_at(text, 0);
    if (exponent == 0) return false;
    text.remove_prefix(exponent);
  }
  return text.empty();
}

std::size_t plain_digits(std::string_view text) {
  const std::size_t whole = digits_at(text, 0);
  if (whole == 0 || (whole > 1 && text.front() == '0')) return 0;
  if (whole == text.size()) return whole;
  return text[whole] == '.' && text.size() > whole + 1 && digits_at(text, whole + 1) == text.size() - whole - 1 ? whole
                                                                                                                : 0;
}

bool is_alike(std::string_view text, std::string_view known, std::size_t digits) {
  if (text.size() != known.size()) return false;
  if (text.size() < 8) return plain_digits(text) == digits;
  if (text.front() == '0' && digits > 1) return false;
  // The point stands where it stands in the other, and nowhere is there anything else but digits.
  const auto fits = [&](std::size_t at) {
    return other_than_digits(eight_at(text.data() + at)) == other_than_digits(eight_at(known.data() + at));
  };
  if (digits < text.size() && text[digits] != '.') return false;
  const std::size_t last = text.size() - 8;
  for (std::size_t at = 0; at < last; at += 8) {
    if (!fits(at)) return false;
  }
  return fits(last);
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  if (const std::size_t digits = plain_digits(b); digits > 0 && is_alike(a, b, digits)) return a <=> b;
  const Parts pa = split(a);
  const Parts pb = split(b);
  const Magnitude sa = magnitude(pa);
  const Magnitude sb = magnitude(pb);
  const int sign_a = sa.zero ? 0 : (pa.negative ? -1 : 1);
  const int sign_b = sb.zero ? 0 : (pb.negative ? -1 : 1);
  if (sign_a != sign_b || sign_a == 0) return sign_a <=> sign_b;
  return sign_a > 0 ? compare_magnitudes(pa, sa, pb, sb) : compare_magnitudes(pb, sb, pa, sa);
}

bool ExactSum::add(std::string_view text) {
  constexpr std::size_t most_digits = 400;
  constexpr std::int64_t most_exponent = 400;
  if (!is_number(text)) return false;
  const Parts parts = split(text);
  if (parts.whole.size() + parts.fraction.size() > most_digits || parts.exponent > most_exponent ||
      parts.exponent < -most_exponent) {
    return false;
  }
  // As many digits at a time as a machine word holds: up to 38 of them in all need no memory.
  constexpr std::uint64_t full = 1'000'000'000'000'000'000;
  ExactSum number;
  std::uint64_t word = 0;
  std::uint64_t scale = 1;
  const auto take_word = [&] {
    number.digits_ *= scale;
    number.digits_ += word;
    word = 0;
    scale = 1;
  };
  for (const std::string_view digits : {parts.whole, parts.fraction}) {
    for (const char digit : digits) {
      word = word * 10 + static_cast<std::uint64_t>(digit - '0');
      scale *= 10;
      if (scale == full) take_word();
    }
  }
  take_word();
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
  put_number(out, exponent_);
  const bool negative = digits_ < 0;
  if (negative) out += '-';
  out += (negative ? cpp_int(-digits_) : digits_).str(0, std::ios_base::hex);
}

bool ExactSum::merge(std::string_view encoded) {
  constexpr std::int32_t most_exponent = 1000;  // a sum's digits and power of ten stay below these, see add()
  constexpr std::size_t most_digits = 4000;
  const auto exponent = take_number<std::int32_t>(encoded);
  if (!exponent || *exponent < -most_exponent || *exponent > most_exponent) return false;
  const bool negative = encoded.starts_with('-');
  if (negative) encoded.remove_prefix(1);
  const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  if (encoded.empty() || encoded.size() > most_digits || !std::ranges::all_of(encoded, is_hex)) return false;
  ExactSum other;
  other.exponent_ = *exponent;
  other.digits_ = cpp_int("0x" + std::string(encoded));
  if (negative) other.digits_ = -other.digits_;
  add(other);
  return true;
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
