#include "event/time.hpp"

#include <array>
#include <charconv>
#include <cstdint>

#include "text/dates.hpp"
#include "text/decimal.hpp"
#include "text/digits.hpp"

namespace offhours::event {
namespace {

using std::chrono::milliseconds;

using text::Decimal;

std::optional<Decimal> parse_decimal(std::string_view text) { return text::parse_decimal(text, text::Grammar::loose); }

// floor(number × 10^shift) if it is not negative and below 10^18, else nothing.
std::optional<std::int64_t> scaled(const Decimal& number, std::int64_t shift) {
  constexpr int most_digits = 18;
  std::int64_t value = 0;
  int significant = 0;
  const std::int64_t last = static_cast<std::int64_t>(number.whole.size()) + number.exponent + shift;
  if (number.negative || number.exponent > 1000 || number.exponent < -1000) return std::nullopt;
  const std::int64_t given = static_cast<std::int64_t>(number.whole.size() + number.fraction.size());
  for (std::int64_t i = 0; i < last; ++i) {
    char digit = '0';
    if (i < given) {
      const auto at = static_cast<std::size_t>(i);
      digit = at < number.whole.size() ? number.whole[at] : number.fraction[at - number.whole.size()];
    }
    if (significant == 0 && digit == '0') {
      if (i >= given) return 0;
      continue;
    }
    if (++significant > most_digits) return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

// Digits with perhaps a fraction, no sign and no exponent: what nearly all events have. Nothing is lost by what is left
// out: finer parts are floored, and no more than 18 digits before the point are read.
struct PlainNumber {
  std::int64_t whole;
  std::int64_t thousandths;
};

std::optional<PlainNumber> parse_plain(std::string_view text) {
  constexpr std::size_t most_digits = 18;
  const char* at = text.data();
  const char* const end = at + text.size();
  PlainNumber number{0, 0};
  for (std::optional<std::uint32_t> eight; end - at >= 8 && at - text.data() < 16 && (eight = text::eight_digits(at));
       at += 8) {
    number.whole = number.whole * 100'000'000 + *eight;
  }
  for (; at != end && text::is_digit(*at); ++at) {
    if (static_cast<std::size_t>(at - text.data()) == most_digits) return std::nullopt;
    number.whole = number.whole * 10 + (*at - '0');
  }
  if (at == text.data()) return std::nullopt;
  if (at == end) return number;
  if (*at++ != '.') return std::nullopt;
  for (std::int64_t place = 100; at != end && text::is_digit(*at); ++at, place /= 10)
    number.thousandths += (*at - '0') * place;
  if (at != end) return std::nullopt;
  return number;
}

// The last instant that has a four-digit year.
constexpr std::int64_t last_millisecond = 253402300799999;

std::optional<Instant> instant_of(std::optional<std::int64_t> ms) {
  if (!ms || *ms <= 0 || *ms > last_millisecond) return std::nullopt;
  return Instant(milliseconds(*ms));
}

}  // namespace

std::optional<Instant> parse_epoch(std::string_view text) {
  constexpr std::int64_t seconds_below = 100'000'000'000;
  constexpr std::int64_t milliseconds_below = 100'000'000'000'000;
  constexpr std::int64_t microseconds_below = 100'000'000'000'000'000;
  if (const auto plain = parse_plain(text)) {
    if (plain->whole < seconds_below) return instant_of(plain->whole * 1000 + plain->thousandths);
    if (plain->whole < milliseconds_below) return instant_of(plain->whole);
    if (plain->whole < microseconds_below) return instant_of(plain->whole / 1000);
    return std::nullopt;
  }
  const auto number = parse_decimal(text);
  if (!number) return std::nullopt;
  const auto units = scaled(*number, 0);
  if (!units) return std::nullopt;
  if (*units < seconds_below) return instant_of(scaled(*number, 3));
  if (*units < milliseconds_below) return instant_of(units);
  if (*units < microseconds_below) return instant_of(scaled(*number, -3));
  return std::nullopt;
}

std::optional<Instant> parse_seconds(std::string_view text) {
  if (const auto plain = parse_plain(text)) {
    if (plain->whole > last_millisecond / 1000) return std::nullopt;
    return instant_of(plain->whole * 1000 + plain->thousandths);
  }
  const auto number = parse_decimal(text);
  return number ? instant_of(scaled(*number, 3)) : std::nullopt;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const auto instant = text::parse_rfc3339(text, text::Rfc3339::loose);
  return instant ? instant_of(instant->time_since_epoch().count()) : std::nullopt;
}

void append_seconds(std::string& out, Instant instant) {
  const std::int64_t ms = instant.time_since_epoch().count();
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ms / 1000).ptr;
  out.append(digits.data(), end);
  out += '.';
  text::append_padded(out, static_cast<std::uint32_t>(ms % 1000), 3);
}

}  // namespace offhours::event
