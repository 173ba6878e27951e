// The table of computed names.
#pragma once

#include <span>

#include "event/names.hpp"

namespace offhours::event {

std::span<const ComputedName> computed_table();

// The text of the manifest that was pushed: up to 4 MiB, so it is not among the names that a search can ask for.
const ComputedName& manifest_name();

// The event's own time, the first that is usable.
std::span<const Source> time_sources();

}  // namespace offhours::event
