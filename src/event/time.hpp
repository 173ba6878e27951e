// Reading instants as events write them. Milliseconds since 1970-01-01T00:00:00Z; finer parts are floored.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace offhours::event {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// A number by its size: below 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds; zero or less, or larger,
// is no time. Read as an exact decimal, exponents included.
std::optional<Instant> parse_epoch(std::string_view text);
// A number that is always seconds, as in `_time`.
std::optional<Instant> parse_seconds(std::string_view text);
// RFC 3339 as logs have it (text::Rfc3339::loose); no offset means UTC.
std::optional<Instant> parse_rfc3339(std::string_view text);

// Epoch seconds with three decimals.
void append_seconds(std::string& out, Instant instant);

}  // namespace offhours::event
