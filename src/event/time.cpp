#include "event/time.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>

#include "rows/digits.hpp"

namespace offhours::event {
namespace {

using std::chrono::milliseconds;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// value = digits × 10^exponent, for a plain or exponent number without sign.
struct Decimal {
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal number;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto digits = [&] {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const std::string_view found = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(found.size());
    return found;
  };
  number.whole = digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    number.fraction = digits();
  }
  if (number.whole.empty() && number.fraction.empty()) return std::nullopt;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    const bool plus = text.starts_with('+');
    if (plus) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.exponent);
    if (error != std::errc{} || (plus && text.starts_with('-'))) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  if (!text.empty()) return std::nullopt;
  return number;
}

// floor(number × 10^shift) if it is below 10^18, else nothing.
std::optional<std::int64_t> scaled(const Decimal& number, std::int64_t shift) {
  constexpr int most_digits = 18;
  std::int64_t value = 0;
  int significant = 0;
  const std::int64_t last = static_cast<std::int64_t>(number.whole.size()) + number.exponent + shift;
  if (number.exponent > 1000 || number.exponent < -1000) return std::nullopt;
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

// The value of eight digits, or none.
std::optional<std::uint32_t> eight_digits(const char* text) {
  if constexpr (std::endian::native != std::endian::little) return std::nullopt;
  std::uint64_t bytes = rows::eight_at(text);
  if (rows::other_than_digits(bytes) != 0) return std::nullopt;
  bytes ^= rows::eight_zeros;
  // Neighbours become pairs, fours, and all eight.
  bytes = (bytes * 10 + (bytes >> 8)) & 0x00FF'00FF'00FF'00FFU;
  bytes = (bytes * 100 + (bytes >> 16)) & 0x0000'FFFF'0000'FFFFU;
  return static_cast<std::uint32_t>(bytes * 10'000 + (bytes >> 32));
}

std::optional<PlainNumber> parse_plain(std::string_view text) {
  constexpr std::size_t most_digits = 18;
  const char* at = text.data();
  const char* const end = at + text.size();
  PlainNumber number{0, 0};
  for (std::optional<std::uint32_t> eight; end - at >= 8 && at - text.data() < 16 && (eight = eight_digits(at));
       at += 8) {
    number.whole = number.whole * 100'000'000 + *eight;
  }
  for (; at != end && is_digit(*at); ++at) {
    if (static_cast<std::size_t>(at - text.data()) == most_digits) return std::nullopt;
    number.whole = number.whole * 10 + (*at - '0');
  }
  if (at == text.data()) return std::nullopt;
  if (at == end) return number;
  if (*at++ != '.') return std::nullopt;
  for (std::int64_t place = 100; at != end && is_digit(*at); ++at, place /= 10)
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

bool read_number(std::string_view& text, std::size_t digits, int least, int most, int& value) {
  if (text.size() < digits || !std::ranges::all_of(text.substr(0, digits), is_digit)) return false;
  value = 0;
  for (const char c : text.substr(0, digits)) value = value * 10 + (c - '0');
  text.remove_prefix(digits);
  return value >= least && value <= most;
}

bool read_char(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
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
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!read_number(text, 4, 0, 9999, year) || !read_char(text, '-') || !read_number(text, 2, 1, 12, month) ||
      !read_char(text, '-') || !read_number(text, 2, 1, 31, day)) {
    return std::nullopt;
  }
  if (!read_char(text, 'T') && !read_char(text, 't') && !read_char(text, ' ')) return std::nullopt;
  if (!read_number(text, 2, 0, 23, hour) || !read_char(text, ':') || !read_number(text, 2, 0, 59, minute) ||
      !read_char(text, ':') || !read_number(text, 2, 0, 60, second)) {
    return std::nullopt;
  }
  int ms = 0;
  if (read_char(text, '.') || read_char(text, ',')) {
    int place = 100;
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    while (!text.empty() && is_digit(text.front())) {
      ms += (text.front() - '0') * place;
      place /= 10;
      text.remove_prefix(1);
    }
  }
  std::chrono::minutes offset{0};
  if (!text.empty() && !read_char(text, 'Z') && !read_char(text, 'z')) {
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+')) return std::nullopt;
    text.remove_prefix(1);
    int hours = 0;
    int minutes = 0;
    if (!read_number(text, 2, 0, 23, hours)) return std::nullopt;
    (void)read_char(text, ':');
    if (!text.empty() && !read_number(text, 2, 0, 59, minutes)) return std::nullopt;
    offset = std::chrono::minutes(hours * 60 + minutes) * (west ? -1 : 1);
  }
  if (!text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const Instant instant = std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                          std::chrono::seconds(second) + milliseconds(ms) - offset;
  return instant_of(instant.time_since_epoch().count());
}

void append_seconds(std::string& out, Instant instant) {
  const std::int64_t ms = instant.time_since_epoch().count();
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ms / 1000).ptr;
  out.append(digits.data(), end);
  out += '.';
  const std::int64_t rest = ms % 1000;
  out += static_cast<char>('0' + rest / 100);
  out += static_cast<char>('0' + rest / 10 % 10);
  out += static_cast<char>('0' + rest % 10);
}

}  // namespace offhours::event
