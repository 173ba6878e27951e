// Dates and instants as the policy's files write them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "worktime/zone.hpp"

namespace offhours::policy {

// `2026-12-25`, if there is such a day.
std::optional<std::chrono::local_days> parse_date(std::string_view text);
// `*-12-25`; `*-02-29` is one.
std::optional<std::chrono::month_day> parse_yearly(std::string_view text);
// RFC 3339 with an offset: `2026-12-18T18:00:00+01:00`, seconds perhaps with a fraction, which is floored to
// milliseconds.
std::optional<worktime::Instant> parse_instant(std::string_view text);

std::string date_text(std::chrono::local_days date);

}  // namespace offhours::policy
