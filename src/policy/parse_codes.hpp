// The faults of days, hours and zones, which worktime finds and does not put into words.
#pragma once

#include "fault/code.hpp"
#include "worktime/hours.hpp"
#include "worktime/zone.hpp"
#include "worktime/zone_words.hpp"

namespace offhours::policy {

constexpr fault::Code code_of(worktime::ParseFault fault) {
  switch (fault) {
    case worktime::ParseFault::empty: return fault::Code::empty;
    case worktime::ParseFault::no_day: return fault::Code::not_a_day;
    case worktime::ParseFault::no_window: return fault::Code::not_a_window;
    case worktime::ParseFault::no_time_of_day: return fault::Code::not_a_time_of_day;
    case worktime::ParseFault::start_is_end: return fault::Code::start_is_end;
  }
  return fault::Code::empty;
}

// Of a text that is no zone.
inline fault::What fault_of_zone(std::string_view text) {
  switch (worktime::kind_of_zone_word(text)) {
    case worktime::ZoneWord::unknown: break;
    case worktime::ZoneWord::abbreviation: return {fault::Code::zone_abbreviation, {}};
    case worktime::ZoneWord::offset: return {fault::Code::zone_offset, {}};
    case worktime::ZoneWord::windows_name: return {fault::Code::windows_zone, {}};
    case worktime::ZoneWord::no_zone_folder: return {fault::Code::no_zone_folder, {worktime::zone_folder()}};
  }
  return {fault::Code::not_a_zone, {}};
}

}  // namespace offhours::policy
