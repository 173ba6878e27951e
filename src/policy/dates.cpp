#include "policy/dates.hpp"

#include "text/digits.hpp"

namespace offhours::policy {

std::optional<std::chrono::month_day> parse_yearly(std::string_view text) {
  if (!text.starts_with("*-")) return std::nullopt;
  text.remove_prefix(2);
  const auto month = text::consume_digits(text, 2);
  if (!month || !text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  const auto day = text::consume_digits(text, 2);
  if (!day || !text.empty()) return std::nullopt;
  const std::chrono::month_day date{std::chrono::month(static_cast<unsigned>(*month)),
                                    std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<worktime::Instant> parse_instant(std::string_view text) {
  return text::parse_rfc3339(text, text::Rfc3339::strict);
}

}  // namespace offhours::policy
