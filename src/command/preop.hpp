// What a search head asks of its indexers: the search that runs before `offhoursstats`, as SPL.
#pragma once

#include <span>
#include <string>

#include "command/options.hpp"

namespace offhours::command {

// Cuts down to the columns needed, then maps. Every name and value is quoted, whatever it was typed like, since the
// text is parsed once more; the words of the command itself stay bare.
std::string streaming_preop(const OffhoursStatsOptions& options, std::span<const std::string> columns,
                            const std::string& digest);

}  // namespace offhours::command
