#include "policy/dates.hpp"

#include <algorithm>
#include <cstdio>

namespace offhours::policy {
namespace {

// Reads fixed digits and marks off the front of a text; after the first that is not there nothing more is read.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    good_ = good_ && text_.size() >= digits &&
            std::ranges::all_of(text_.substr(0, digits), [](char c) { return c >= '0' && c <= '9'; });
    for (std::size_t i = 0; good_ && i < digits; ++i) value = value * 10 + (text_[i] - '0');
    if (good_) text_.remove_prefix(digits);
    return value;
  }
  // Moves over one of `marks` and tells which; 0: none is there.
  char any_of(std::string_view marks) {
    if (text_.empty() || marks.find(text_.front()) == std::string_view::npos) return '\0';
    const char found = text_.front();
    text_.remove_prefix(1);
    return found;
  }
  void expect(std::string_view marks) { good_ = any_of(marks) != '\0' && good_; }
  bool at_digit() const { return !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; }
  bool good() const { return good_; }
  bool done() const { return good_ && text_.empty(); }

 private:
  std::string_view text_;
  bool good_ = true;
};

std::chrono::year_month_day scan_date(Scanner& scanner) {
  const int year = scanner.number(4);
  scanner.expect("-");
  const int month = scanner.number(2);
  scanner.expect("-");
  const int day = scanner.number(2);
  return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
          std::chrono::day(static_cast<unsigned>(day))};
}

}  // namespace

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
  Scanner scanner(text);
  const std::chrono::year_month_day date = scan_date(scanner);
  if (!scanner.done() || !date.ok()) return std::nullopt;
  return std::chrono::local_days(date);
}

std::optional<std::chrono::month_day> parse_yearly(std::string_view text) {
  Scanner scanner(text);
  scanner.expect("*");
  scanner.expect("-");
  const int month = scanner.number(2);
  scanner.expect("-");
  const int day = scanner.number(2);
  const std::chrono::month_day date{std::chrono::month(static_cast<unsigned>(month)),
                                    std::chrono::day(static_cast<unsigned>(day))};
  if (!scanner.done() || !date.ok()) return std::nullopt;
  return date;
}

std::optional<worktime::Instant> parse_instant(std::string_view text) {
  Scanner scanner(text);
  const std::chrono::year_month_day date = scan_date(scanner);
  scanner.expect("Tt ");
  const int hour = scanner.number(2);
  scanner.expect(":");
  const int minute = scanner.number(2);
  scanner.expect(":");
  const int second = scanner.number(2);
  int ms = 0;
  if (scanner.any_of(".") != '\0') {
    int worth = 100;
    do {
      ms += scanner.number(1) * worth;
      worth /= 10;
    } while (scanner.good() && scanner.at_digit());
  }
  std::chrono::minutes offset{0};
  if (scanner.any_of("Zz") == '\0') {
    const char sign = scanner.any_of("+-");
    if (sign == '\0') return std::nullopt;
    const int hours = scanner.number(2);
    scanner.expect(":");
    const int minutes = scanner.number(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset = std::chrono::minutes(hours * 60 + minutes) * (sign == '-' ? -1 : 1);
  }
  if (!scanner.done() || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + std::chrono::milliseconds(ms) - offset;
}

std::string date_text(std::chrono::local_days date) {
  const std::chrono::year_month_day civil(date);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(civil.year()),
                static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
  return text;
}

}  // namespace offhours::policy
