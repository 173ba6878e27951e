// iCalendar files (RFC 5545).
#pragma once

#include <string_view>

#include "holidays/import.hpp"

namespace offhours::holidays {

Import import_icalendar(std::string_view text, const ImportOptions& options);

}  // namespace offhours::holidays
