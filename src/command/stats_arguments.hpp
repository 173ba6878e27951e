// The arguments of `offhoursstats` between its options: aggregates, and the fields behind BY.
#pragma once

#include <vector>

#include "command/options.hpp"

namespace offhours::command {

// Options are taken by `reader` wherever they stand.
void parse_stats_arguments(const std::vector<Token>& tokens, OptionReader& reader, OffhoursStatsOptions& options,
                           Faults& faults);

}  // namespace offhours::command
