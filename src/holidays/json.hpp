// The JSON of Nager.Date, OpenHolidays, GOV.UK and the npm package holiday-calendar.
#pragma once

#include <string_view>

#include "holidays/import.hpp"

namespace offhours::holidays {

Import import_json(std::string_view text, const ImportOptions& options);

}  // namespace offhours::holidays
