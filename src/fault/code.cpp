#include "fault/code.hpp"

#include <algorithm>
#include <array>

namespace offhours::fault {
namespace {

struct Phrase {
  Code code;
  std::string_view text;
};

// In the order of the enum. Each goes on from a thing and its value: "time_zone 'Berlin' is not an IANA time zone".
constexpr std::array phrases = {
    // Names and values in general.
    Phrase{Code::unknown, "is unknown"},
    Phrase{Code::unknown_without_file, "is unknown, since there is no {}"},
    Phrase{Code::missing, "is missing"},
    Phrase{Code::empty, "is empty"},
    Phrase{Code::not_one_of, "is not one of {}"},
    Phrase{Code::given_twice, "is given twice"},
    // Arguments of a command.
    Phrase{Code::no_value, "has no value"},
    Phrase{Code::not_true_or_false, "is neither true nor false"},
    Phrase{Code::not_an_option, "is not an option (option=value)"},
    Phrase{Code::unexpected, "is not expected here"},
    Phrase{Code::no_field_behind, "has no field after it"},
    Phrase{Code::no_name_behind, "has no name after it"},
    Phrase{Code::no_aggregate, "is missing: name at least one, such as count"},
    Phrase{Code::needs_a_field, "needs a field in parentheses"},
    Phrase{Code::takes_no_field, "takes no field"},
    Phrase{Code::not_one_field, "takes one field in parentheses, in double quotes unless its name is a plain word"},
    Phrase{Code::no_eval, "is not known here; make a field with the command eval before this one, and name that field"},
    Phrase{Code::wildcard_in_aggregate, "has a wildcard; write an aggregate for each field, by its name"},
    Phrase{Code::wildcard_in_by, "has a wildcard; write the name of each field after by"},
    Phrase{Code::output_twice, "is the name of two columns; rename one of them with as"},
    Phrase{Code::not_megabytes, "is not a whole number of megabytes from 1 to 1048576"},
    Phrase{Code::not_a_policy_name, "is not the name of a policy (letters, digits, _ and - only)"},
    Phrase{Code::incomplete_inline_schedule, "is missing: an inline schedule needs time_zone, days and hours"},
    Phrase{Code::follows_from_the_judged_time, "follows from the judged time, so events cannot be judged by it"},
    Phrase{Code::matches_no_computed_name, "matches no computed name"},
    Phrase{Code::not_a_command, "is not a command of this program"},
    // Where a command runs.
    Phrase{Code::spill_failed,
           "cannot hold what does not fit in maxmem={} MB: {}; make room there, give a larger maxmem, or group by "
           "fewer fields"},
    Phrase{Code::no_policy_on_indexer,
           "is on the search head and not here: {} is missing; let the knowledge bundle replicate lookups/"},
    // Working time.
    Phrase{Code::not_a_zone, "is not an IANA time zone"},
    Phrase{Code::zone_abbreviation,
           "is not an IANA time zone but an abbreviation (name a city with these clocks, such as Europe/Berlin)"},
    Phrase{Code::zone_offset,
           "is not an IANA time zone but an offset (name a city with these clocks, such as Europe/Berlin)"},
    Phrase{Code::windows_zone, "is not an IANA time zone but Windows' name of one"},
    Phrase{Code::no_zone_folder,
           "is not an IANA time zone in {}, where OFFHOURS_ZONEINFO looks: there is no such folder"},
    Phrase{Code::not_a_day, "is not a day of the week (mon tue wed thu fri sat sun, or a range such as mon-fri)"},
    Phrase{Code::not_a_window, "is not a window of hours such as 08:00-17:30"},
    Phrase{Code::not_a_time_of_day, "is not a time of day from 00:00 to 24:00"},
    Phrase{Code::start_is_end, "starts when it ends (00:00-24:00 is the whole day)"},
    Phrase{Code::not_a_date, "is not a date such as 2026-12-25"},
    Phrase{Code::not_an_instant, "is not a time with an offset such as 2026-12-18T18:00:00+01:00"},
    // A lookup as a file.
    Phrase{Code::no_policy_file, "has no file {}"},
    Phrase{Code::unreadable, "cannot be read: {}"},
    Phrase{Code::not_a_regular_file, "is not a regular file"},
    Phrase{Code::too_large, "is larger than 256 MB"},
    Phrase{Code::no_header, "is empty: its first line must name the columns"},
    Phrase{Code::no_name, "has no name"},
    Phrase{Code::there_twice, "is there twice"},
    Phrase{Code::wrong_width, "has {} where the header has {}"},
    Phrase{Code::quote_inside, "has a double quote inside, so it must be quoted and that quote doubled"},
    Phrase{Code::quote_not_closed, "starts with a double quote that is never closed"},
    Phrase{Code::text_behind_quote, "has text after its closing double quote"},
    Phrase{Code::linked, "is a link, and links are not read; put the file itself there"},
    Phrase{Code::not_a_policy_file, "is not a file of a policy: its first line must name the columns {}"},
    Phrase{Code::broken_utf16, "is UTF-16 that is cut or broken; save it as CSV UTF-8 (comma delimited)"},
    Phrase{Code::other_separator,
           "separates its columns by {}, and its first line does not name {}; save it as CSV UTF-8 (comma delimited)"},
    // What a lookup says.
    Phrase{Code::built_in, "is built in and cannot be defined"},
    Phrase{Code::second_zone, "is a second one for schedule {}, which has {} in line {}"},
    Phrase{Code::before_valid_from, "is before valid_from"},
    Phrase{Code::not_after_from, "is not after from"},
    Phrase{Code::separator_in_name, "has a blank or a comma, which separate calendars in a list"},
    Phrase{Code::hours_of_closed_day, "are given for a closed day; only a short day or a workday has hours"},
    Phrase{Code::not_a_range, "is not a range of dates such as 2026-02-15..2026-02-23"},
    Phrase{Code::ends_before_start, "ends before it starts"},
    Phrase{Code::not_a_date_of_calendar,
           "is not a date such as 2026-12-25, 2026-02-15..2026-02-23 or, for every year, *-12-25"},
    Phrase{Code::made_by_judging, "is a result of judging, so it cannot decide what to judge by"},
    Phrase{Code::too_many_columns, "is one column too many; at most {} can be used"},
    // What a policy hardly means: warnings.
    Phrase{Code::not_there, "is not there"},
    Phrase{Code::unused_schedule, "is used by no assignment; only schedule={} can choose it"},
    Phrase{Code::overlap, "overlap with {} from {} on; they count once"},
    Phrase{Code::closed_season,
           "leave {} closed while this row is valid, since its schedule's rows without validity do not count then"},
    Phrase{Code::no_entry_for_year, "has no entry for {}"},
    Phrase{Code::covered, "can never match: line {} matches all that it would"},
    Phrase{Code::not_compared,
           "is the first of the rows that were not looked at for earlier ones that match all that they would: too many "
           "patterns have no fixed beginning or end"},
    Phrase{Code::not_a_computed_name, "is not a computed name, so it is looked for in _raw and among the columns"},
    Phrase{Code::not_an_account, "is not an account of 12 digits, so it can never match"},
    Phrase{Code::blank_edge, "begins or ends with a blank, which is a part of it"},
    Phrase{Code::header_only,
           "names columns and has no row, so the built-in hours hold: Monday to Friday 08:00-20:00 UTC"},
    Phrase{Code::no_default,
           "is not defined, so whoever matches no assignment is held against the built-in hours: Monday to Friday "
           "08:00-20:00 UTC"},
    Phrase{Code::ended, "ended on {} and has no hours on any day since"},
    Phrase{Code::only_seasons, "has no row without dates, so it has no hours on any day after {}"},
    Phrase{Code::starts_late, "has no row without dates, so it has no hours on any day before {}"},
    Phrase{Code::last_minute, "leaves out the last minute of the day"},
    Phrase{Code::lost_column, "is not there though {} is, so {}"},
    Phrase{Code::chosen_name,
           "is all that the row rests on, and whoever assumes a role chooses the name of the session"},
    // Holiday files.
    Phrase{Code::not_json, "is not JSON: {}"},
    Phrase{Code::not_icalendar_or_json, "is neither an iCalendar file nor JSON"},
    Phrase{Code::no_known_holidays, "holds no holidays in a known form"},
    Phrase{Code::not_a_known_item, "is not a holiday of Nager.Date or OpenHolidays"},
    Phrase{Code::not_a_holiday_date, "is not the date of a holiday"},
    Phrase{Code::no_property, "has no {}"},
    Phrase{Code::not_a_date_or_time, "is not a date or a time"},
    Phrase{Code::not_a_duration, "is not a duration"},
    Phrase{Code::not_a_known_rule,
           "is not understood; daily, weekly, monthly and yearly rules by months, days and weekdays are"},
    Phrase{Code::rule_too_long,
           "is too long: with the rules before it, more days are looked at than a file may ask for"},
    Phrase{Code::regional, "holds in some regions only"},
    Phrase{Code::not_public, "is not a public holiday"},
    Phrase{Code::half_a_day,
           "holds for half a day and does not say which half; add a short day with its hours by hand"},
    Phrase{Code::cancelled, "is cancelled"},
    Phrase{Code::observance, "is an observance on which people work"},
    Phrase{Code::no_length, "is a moment without length"},
};

// Each code has its phrase, in the place of its number.
constexpr bool in_order() {
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    if (static_cast<std::size_t>(phrases[i].code) != i || phrases[i].text.empty()) return false;
  }
  return true;
}
static_assert(in_order() && phrases.size() == code_count);

struct Advice {
  Code code;
  std::string_view text;
};

constexpr std::array advices = {
    Advice{Code::not_there, "make it, or copy the example of that name"},
    Advice{Code::unused_schedule, "assign it to somebody, or remove its rows"},
    Advice{Code::overlap, "make the hours meet instead of overlap"},
    Advice{Code::closed_season, "add rows for those days with the same dates, if people work then"},
    Advice{Code::no_entry_for_year, "add that year's holidays"},
    Advice{Code::covered, "move it above that line, or remove it"},
    Advice{Code::not_compared, "begin or end patterns with plain text, or write fewer of them"},
    Advice{Code::not_a_computed_name, "see the list of computed names in docs/names.md"},
    Advice{Code::not_an_account, "format the column as text and enter the 12 digits again"},
    Advice{Code::header_only, "add a row for the schedule default"},
    Advice{Code::no_default, "add a row for the schedule default"},
    Advice{Code::ended, "give its rows a later valid_to, or none"},
    Advice{Code::only_seasons, "add a row without valid_from and valid_to for the usual hours"},
    Advice{Code::starts_late, "add a row without valid_from and valid_to for the usual hours"},
    Advice{Code::lost_column, "add the column to the first line, and its cells to the rows"},
    Advice{Code::chosen_name, "assign by user_role, or by the whole ARN in user"},
};

}  // namespace

std::string_view advice(Code code) {
  const auto* const found = std::ranges::find(advices, code, &Advice::code);
  return found == advices.end() ? std::string_view() : found->text;
}

std::string_view phrase(Code code) { return phrases[static_cast<std::size_t>(code)].text; }

}  // namespace offhours::fault
