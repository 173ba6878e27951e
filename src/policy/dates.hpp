// Dates and instants as the policy's files write them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "text/dates.hpp"
#include "worktime/zone.hpp"

namespace offhours::policy {

using text::date_text;
using text::parse_date;

// `*-12-25`; `*-02-29` is one.
std::optional<std::chrono::month_day> parse_yearly(std::string_view text);
// RFC 3339 with an offset: `2026-12-18T18:00:00+01:00`, seconds perhaps with a fraction, which is floored to
// milliseconds.
std::optional<worktime::Instant> parse_instant(std::string_view text);

}  // namespace offhours::policy
