#include "text/decimal.hpp"

#include <algorithm>

#include "text/ascii.hpp"
#include "text/digits.hpp"

namespace offhours::text {
namespace {

char digit_of(const Decimal& number, std::size_t i) {
  if (i < number.whole.size()) return number.whole[i];
  i -= number.whole.size();
  return i < number.fraction.size() ? number.fraction[i] : '0';
}

struct Magnitude {
  std::size_t first = 0;   // the first digit that is not 0
  std::int64_t power = 0;  // of ten, of that digit
  bool zero = true;
};

Magnitude magnitude(const Decimal& number) {
  Magnitude size;
  const std::size_t count = number.whole.size() + number.fraction.size();
  while (size.first < count && digit_of(number, size.first) == '0') ++size.first;
  size.zero = size.first == count;
  size.power = static_cast<std::int64_t>(number.whole.size()) - static_cast<std::int64_t>(size.first) + number.exponent;
  return size;
}

std::strong_ordering compare_magnitudes(const Decimal& a, const Magnitude& sa, const Decimal& b, const Magnitude& sb) {
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

// Moves over one of `signs` and says which; 0: none is there.
char consume_sign(std::string_view& text, std::string_view signs) {
  if (text.empty() || signs.find(text.front()) == std::string_view::npos) return '\0';
  const char sign = text.front();
  text.remove_prefix(1);
  return sign;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text, Grammar grammar) {
  constexpr std::int64_t exponent_limit = 100'000'000'000'000'000;
  const bool loose = grammar == Grammar::loose;
  Decimal number;
  number.negative = consume_sign(text, loose ? "-+" : "-") == '-';
  number.whole = text.substr(0, count_digits(text));
  text.remove_prefix(number.whole.size());
  const bool point = text.starts_with('.');
  if (point) {
    number.fraction = text.substr(1, count_digits(text, 1));
    text.remove_prefix(1 + number.fraction.size());
  }
  if (loose) {
    if (number.whole.empty() && number.fraction.empty()) return std::nullopt;
  } else {
    if (number.whole.empty() || (number.whole.size() > 1 && number.whole.front() == '0')) return std::nullopt;
    if (point && number.fraction.empty()) return std::nullopt;
  }
  if (text.empty()) return number;
  if (to_lower(text.front()) != 'e') return std::nullopt;
  text.remove_prefix(1);
  const bool minus = consume_sign(text, "+-") == '-';
  if (text.empty() || !all_digits(text)) return std::nullopt;
  for (const char c : text) number.exponent = std::min(number.exponent * 10 + (c - '0'), exponent_limit);
  if (minus) number.exponent = -number.exponent;
  return number;
}

std::size_t plain_digits(std::string_view text) {
  const std::size_t whole = count_digits(text);
  if (whole == 0 || (whole > 1 && text.front() == '0')) return 0;
  if (whole == text.size()) return whole;
  const std::size_t fraction = text.size() - whole - 1;
  return text[whole] == '.' && fraction > 0 && count_digits(text, whole + 1) == fraction ? whole : 0;
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
  const Decimal da = parse_decimal(a).value_or(Decimal());
  const Decimal db = parse_decimal(b).value_or(Decimal());
  const Magnitude sa = magnitude(da);
  const Magnitude sb = magnitude(db);
  const int sign_a = sa.zero ? 0 : (da.negative ? -1 : 1);
  const int sign_b = sb.zero ? 0 : (db.negative ? -1 : 1);
  if (sign_a != sign_b || sign_a == 0) return sign_a <=> sign_b;
  return sign_a > 0 ? compare_magnitudes(da, sa, db, sb) : compare_magnitudes(db, sb, da, sa);
}

}  // namespace offhours::text
