// What people write for a time zone that is no IANA zone: Windows' names, abbreviations, offsets, cities.
//
// None of them is taken for a zone, since each may be meant in more than one way; but most have one zone that is surely
// meant, and that can be suggested. A wrong suggestion is worse than none: "CST" is Chicago or Shanghai, so it has
// none.
#pragma once

#include <string>
#include <string_view>

namespace offhours::worktime {

enum class ZoneWord {
  unknown,
  abbreviation,    // `PST`; also those that the IANA database has as names, `EST` or `CET`, by one rule
  offset,          // `UTC+2`, `+02:00`
  windows_name,    // `W. Europe Standard Time`
  no_zone_folder,  // the folder that OFFHOURS_ZONEINFO names is none, so that no zone can be found
};

// Of a text that is no zone.
ZoneWord kind_of_zone_word(std::string_view text);
// The zone that is meant by such a text; empty if that is not sure.
std::string suggest_zone(std::string_view text);

// Capital letters, perhaps with digits, and no place: `EST`, `CET`, `PST8PDT`. Not UTC and GMT, nor countries (`GB`).
bool is_zone_abbreviation(std::string_view text);

}  // namespace offhours::worktime
