// Dates and instants as texts: `2026-05-16`, and RFC 3339 `2026-05-16T10:00:00.250+02:00`.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhours::text {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// `2026-05-16`, a day that there is.
std::optional<std::chrono::local_days> parse_date(std::string_view text);
// Year, month and day off the front of a text, whether there is such a day or not.
std::optional<std::chrono::year_month_day> consume_date(std::string_view& text);

enum class Rfc3339 {
  strict,  // as people should write it: an offset, with a colon; a blank may stand for the `T`
  loose,   // as logs have it: also `,` for the point, `+0200`, `+02`, ` +02:00`, ` UTC`, and no offset at all, which
           // means UTC
};
// Finer than milliseconds is floored. A leap second is the first second of the next minute.
std::optional<Instant> parse_rfc3339(std::string_view text, Rfc3339 form);

void append_date(std::string& out, std::chrono::local_days date);
std::string date_text(std::chrono::local_days date);

}  // namespace offhours::text
