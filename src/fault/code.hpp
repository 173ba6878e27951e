// What can be wrong, as a closed list: each code has one phrase, and no fault is put into words anywhere else.
#pragma once

#include <cstddef>
#include <string_view>

namespace offhours::fault {

enum class Code {
  // Names and values in general.
  unknown,
  unknown_without_file,
  missing,
  empty,
  not_one_of,
  given_twice,
  // Arguments of a command.
  no_value,
  not_true_or_false,
  not_an_option,
  unexpected,
  no_field_behind,
  no_name_behind,
  no_aggregate,
  needs_a_field,
  takes_no_field,
  not_one_field,
  no_eval,
  wildcard_in_aggregate,
  wildcard_in_by,
  output_twice,
  not_megabytes,
  not_a_policy_name,
  incomplete_inline_schedule,
  follows_from_the_judged_time,
  matches_no_computed_name,
  not_a_command,
  // Where a command runs.
  spill_failed,
  no_policy_on_indexer,
  // Working time.
  not_a_zone,
  zone_abbreviation,
  zone_offset,
  windows_zone,
  no_zone_folder,
  not_a_day,
  not_a_window,
  not_a_time_of_day,
  start_is_end,
  not_a_date,
  not_an_instant,
  // A lookup as a file.
  no_policy_file,
  unreadable,
  not_a_regular_file,
  too_large,
  no_header,
  no_name,
  there_twice,
  wrong_width,
  quote_inside,
  quote_not_closed,
  text_behind_quote,
  linked,
  not_a_policy_file,
  broken_utf16,
  other_separator,
  // What a lookup says.
  built_in,
  second_zone,
  before_valid_from,
  not_after_from,
  separator_in_name,
  hours_of_closed_day,
  not_a_range,
  ends_before_start,
  not_a_date_of_calendar,
  made_by_judging,
  too_many_columns,
  // What a policy hardly means: warnings.
  not_there,
  unused_schedule,
  overlap,
  closed_season,
  no_entry_for_year,
  covered,
  not_compared,
  not_a_computed_name,
  not_an_account,
  blank_edge,
  header_only,
  no_default,
  ended,
  only_seasons,
  starts_late,
  last_minute,
  lost_column,
  chosen_name,
  // Holiday files.
  not_json,
  not_icalendar_or_json,
  no_known_holidays,
  not_a_known_item,
  not_a_holiday_date,
  no_property,
  not_a_date_or_time,
  not_a_duration,
  not_a_known_rule,
  rule_too_long,
  regional,
  not_public,
  half_a_day,
  cancelled,
  observance,
  no_length,
};
constexpr std::size_t code_count = static_cast<std::size_t>(Code::no_length) + 1;

// `{}` stands for a detail that the fault gives.
std::string_view phrase(Code code);
// What to do about a warning for which no text can be suggested; empty for faults.
std::string_view advice(Code code);

}  // namespace offhours::fault
