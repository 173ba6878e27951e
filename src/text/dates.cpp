#include "text/dates.hpp"

#include "text/ascii.hpp"
#include "text/digits.hpp"

namespace offhours::text {
namespace {

// Moves over one of `marks` and says which; 0: none is there.
char consume_any(std::string_view& text, std::string_view marks) {
  if (text.empty() || marks.find(text.front()) == std::string_view::npos) return '\0';
  const char found = text.front();
  text.remove_prefix(1);
  return found;
}

// Two digits of at most `most`.
std::optional<int> consume_part(std::string_view& text, int most) {
  const auto part = consume_digits(text, 2);
  return part && *part <= most ? part : std::nullopt;
}

// `10:00:00.250`, at most 23:59:60.
std::optional<std::chrono::milliseconds> consume_clock(std::string_view& text, bool loose) {
  const auto hour = consume_part(text, 23);
  if (!hour || consume_any(text, ":") == '\0') return std::nullopt;
  const auto minute = consume_part(text, 59);
  if (!minute || consume_any(text, ":") == '\0') return std::nullopt;
  const auto second = consume_part(text, 60);
  if (!second) return std::nullopt;
  int ms = 0;
  if (consume_any(text, loose ? ".," : ".") != '\0') {
    const std::size_t digits = count_digits(text);
    if (digits == 0) return std::nullopt;
    int worth = 100;
    for (const char c : text.substr(0, digits)) {
      ms += (c - '0') * worth;
      worth /= 10;
    }
    text.remove_prefix(digits);
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second) +
         std::chrono::milliseconds(ms);
}

// `Z`, `+02:00`, loosely also ` UTC` and ` +02:00`, as Athena writes them; to the end of the text.
std::optional<std::chrono::minutes> parse_offset(std::string_view text, bool loose) {
  if (text == "Z" || text == "z" || (loose && (text.empty() || text == " UTC"))) return std::chrono::minutes(0);
  if (loose) (void)consume_any(text, " ");
  const char sign = consume_any(text, "+-");
  if (sign == '\0') return std::nullopt;
  const auto hours = consume_part(text, 23);
  if (!hours) return std::nullopt;
  std::optional<int> minutes = 0;
  if (!loose || !text.empty()) {
    if (consume_any(text, ":") == '\0' && !loose) return std::nullopt;
    minutes = consume_part(text, 59);
  }
  if (!minutes || !text.empty()) return std::nullopt;
  return std::chrono::minutes(*hours * 60 + *minutes) * (sign == '-' ? -1 : 1);
}

}  // namespace

std::optional<std::chrono::year_month_day> consume_date(std::string_view& text) {
  const auto year = consume_digits(text, 4);
  if (!year || consume_any(text, "-") == '\0') return std::nullopt;
  const auto month = consume_digits(text, 2);
  if (!month || consume_any(text, "-") == '\0') return std::nullopt;
  const auto day = consume_digits(text, 2);
  if (!day) return std::nullopt;
  return std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)));
}

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
  const auto date = consume_date(text);
  if (!date || !text.empty() || !date->ok()) return std::nullopt;
  return std::chrono::local_days(*date);
}

std::optional<Instant> parse_rfc3339(std::string_view text, Rfc3339 form) {
  const bool loose = form == Rfc3339::loose;
  const auto date = consume_date(text);
  if (!date || !date->ok() || consume_any(text, "Tt ") == '\0') return std::nullopt;
  const auto clock = consume_clock(text, loose);
  if (!clock) return std::nullopt;
  const auto offset = parse_offset(text, loose);
  if (!offset) return std::nullopt;
  return std::chrono::sys_days(*date) + *clock - *offset;
}

void append_date(std::string& out, std::chrono::local_days date) {
  const std::chrono::year_month_day civil(date);
  append_padded(out, static_cast<std::uint32_t>(static_cast<int>(civil.year())), 4);
  out += '-';
  append_padded(out, static_cast<unsigned>(civil.month()), 2);
  out += '-';
  append_padded(out, static_cast<unsigned>(civil.day()), 2);
}

std::string date_text(std::chrono::local_days date) {
  std::string out;
  append_date(out, date);
  return out;
}

}  // namespace offhours::text
