// The options of each command, with a row for each in the table below it: its name, and what its value does. A new
// option is a member and a row here, and whoever asks for the member. All faults of one call are gathered; the first is
// shown.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command/arguments.hpp"
#include "command/option_rows.hpp"
#include "policy/policy.hpp"
#include "stats/aggregate.hpp"
#include "worktime/schedule.hpp"

namespace offhours::command {

// Of both commands on events: what decides which are judged, against what, and by which time.
struct JudgeOptions {
  std::string policy = "offhours";
  // A schedule in the search itself, as it is given.
  std::optional<std::string> time_zone;
  std::optional<std::string> days;
  std::optional<std::string> hours;
  std::vector<std::string> holidays;  // its calendars
  std::string schedule;               // one by its name, for all events; empty: the policy assigns them
  std::string time;                   // name to judge by; empty: the event's own time
  bool raw = true;
  std::vector<std::string> operation;  // globs; empty: any
  std::vector<std::string> service;

  // What follows from these.
  std::optional<worktime::Schedule> inline_schedule;
  std::shared_ptr<const policy::Policy> files;  // of that name, once read
};

void read_policy_name(const OptionValue& given, std::string& policy);
void read_judged_time(const OptionValue& given, JudgeOptions& options);

constexpr OptionRow<JudgeOptions> judge_rows[] = {
    {"policy", [](const OptionValue& given, JudgeOptions& options) { read_policy_name(given, options.policy); }},
    {"time_zone", kinds::any<&JudgeOptions::time_zone>},
    {"days", kinds::any<&JudgeOptions::days>},
    {"hours", kinds::any<&JudgeOptions::hours>},
    {"holidays", kinds::list<&JudgeOptions::holidays>},
    {"schedule", kinds::name<&JudgeOptions::schedule>},
    {"time", read_judged_time},
    {"raw", kinds::flag<&JudgeOptions::raw>},
    {"operation", kinds::list<&JudgeOptions::operation>},
    {"service", kinds::list<&JudgeOptions::service>},
};

enum class Keep { all, off, on };
constexpr std::array<std::string_view, 3> keep_words = {"all", "off", "on"};

struct OffhoursOptions {
  JudgeOptions judge;
  Keep keep = Keep::all;
  std::vector<std::string> fields;  // computed names to add
};

void read_fields(const OptionValue& given, OffhoursOptions& options);

constexpr OptionRow<OffhoursOptions> offhours_rows[] = {
    {"keep", kinds::word<&OffhoursOptions::keep, keep_words>},
    {"fields", read_fields},
};

struct AggregateOption {
  const stats::Function* function = nullptr;
  std::string field;  // empty: it takes none
  std::string output;
};

// Where an `offhoursstats` stands: `whole` takes events and partial aggregates, `map` runs on an indexer and makes
// partial aggregates.
enum class Phase { map, whole };
constexpr std::array<std::string_view, 1> phase_words = {"map"};

struct OffhoursStatsOptions {
  JudgeOptions judge;
  Keep keep = Keep::off;
  std::string fillnull = "0";
  bool map = true;                                      // whether there is to be a map phase
  std::uint64_t max_memory = std::uint64_t{200} << 20;  // bytes
  // Given by a search head to its indexers.
  Phase phase = Phase::whole;
  std::string digest;  // of the search head's policy

  std::vector<AggregateOption> aggregates;
  std::vector<std::string> by;
  std::vector<GivenOption> given;  // all options as given, but those of the map phase
};

constexpr OptionRow<OffhoursStatsOptions> offhoursstats_rows[] = {
    {"keep", kinds::word<&OffhoursStatsOptions::keep, keep_words>},
    {"fillnull", kinds::any<&OffhoursStatsOptions::fillnull>},
    {"map", kinds::flag<&OffhoursStatsOptions::map>},
    {"maxmem", kinds::megabytes<&OffhoursStatsOptions::max_memory>},
};
constexpr OptionRow<OffhoursStatsOptions> map_rows[] = {
    {"phase", kinds::word<&OffhoursStatsOptions::phase, phase_words>},
    {"digest", kinds::any<&OffhoursStatsOptions::digest>},
};

enum class PolicyPage { effective, problems, week, self_test };
constexpr std::array<std::string_view, 4> page_words = {"effective", "problems", "week", "selftest"};

struct OffhoursPolicyOptions {
  std::string policy = "offhours";
  PolicyPage page = PolicyPage::effective;
  std::string schedule;                         // empty: all, or `default` for the week
  std::optional<std::chrono::local_days> date;  // none: today
};

void read_date(const OptionValue& given, OffhoursPolicyOptions& options);

constexpr OptionRow<OffhoursPolicyOptions> offhourspolicy_rows[] = {
    {"policy",
     [](const OptionValue& given, OffhoursPolicyOptions& options) { read_policy_name(given, options.policy); }},
    {"view", kinds::word<&OffhoursPolicyOptions::page, page_words>},
    {"schedule", kinds::name<&OffhoursPolicyOptions::schedule>},
    {"date", read_date},
};

OffhoursOptions parse_offhours(const std::vector<Token>& tokens, Faults& faults);
OffhoursStatsOptions parse_offhoursstats(const std::vector<Token>& tokens, Faults& faults);
OffhoursPolicyOptions parse_offhourspolicy(const std::vector<Token>& tokens, Faults& faults);

}  // namespace offhours::command
