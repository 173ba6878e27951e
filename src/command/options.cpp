#include "command/options.hpp"

#include <algorithm>

#include "command/stats_arguments.hpp"
#include "event/names.hpp"
#include "policy/dates.hpp"
#include "policy/globs.hpp"
#include "policy/parse_codes.hpp"
#include "text/ascii.hpp"
#include "worktime/verdict_text.hpp"

namespace offhours::command {

using fault::Code;

namespace {

// The arguments of a command that takes nothing but options.
void read_options(OptionReader& reader, const std::vector<Token>& tokens, Faults& faults) {
  for (std::size_t i = 0; i < tokens.size();) {
    if (reader.accept(tokens, i)) continue;
    faults.push_back({std::nullopt, "argument", tokens[i].text, Code::not_an_option, {}});
    ++i;
  }
}

void make_inline_schedule(JudgeOptions& judge, Faults& faults) {
  const auto fault = [&faults](std::string thing, std::string_view value, fault::What what, std::string mend = {}) {
    faults.push_back({std::nullopt, std::move(thing), std::string(value), std::move(what), std::move(mend)});
  };
  if (!judge.time_zone && !judge.days && !judge.hours && judge.holidays.empty()) return;
  for (const auto& [name, value] :
       {std::pair{"time_zone", &judge.time_zone}, {"days", &judge.days}, {"hours", &judge.hours}}) {
    if (!*value) fault("option", name, Code::incomplete_inline_schedule);
  }
  if (!judge.time_zone || !judge.days || !judge.hours) return;
  const auto zone = worktime::Zone::find(*judge.time_zone);
  if (!zone) {
    fault("time_zone", *judge.time_zone, policy::fault_of_zone(*judge.time_zone),
          worktime::suggest_zone(*judge.time_zone));
  }
  const auto days = worktime::parse_days(*judge.days);
  if (!days) {
    fault("days", days.error().part, policy::code_of(days.error().fault),
          fault::nearest(days.error().part, worktime::day_names));
  }
  const auto hours = worktime::parse_hours(*judge.hours);
  if (!hours) fault("hours", hours.error().part, policy::code_of(hours.error().fault));
  if (!zone || !days || !hours) return;
  judge.inline_schedule.emplace("inline", *zone);
  judge.inline_schedule->add({*days, *hours, {}, {}});
}

void read_judge(const OptionReader& reader, JudgeOptions& judge, Faults& faults) {
  reader.read<JudgeOptions>(judge_rows, judge);
  make_inline_schedule(judge, faults);
}

// Whether `offhours` writes it into every row, asked for or not.
bool always_written(std::string_view name) {
  const auto text = worktime::find_verdict_text(name);
  return text && static_cast<std::size_t>(*text) < worktime::annotated_text_count;
}

}  // namespace

void read_policy_name(const OptionValue& given, std::string& policy) {
  const auto allowed = [](char c) { return text::is_letter(c) || text::is_digit(c) || c == '_' || c == '-'; };
  if (given.value.empty() || !std::ranges::all_of(given.value, allowed)) {
    given.fault(Code::not_a_policy_name);
  } else {
    policy = given.value;
  }
}

void read_judged_time(const OptionValue& given, JudgeOptions& options) {
  kinds::read_name(given, options.time);
  const event::ComputedName* const computed = event::find_computed(options.time);
  const bool judged = options.time.starts_with("off_hours") || (computed != nullptr && computed->judged);
  if (judged) given.fault(Code::follows_from_the_judged_time, "_time");
}

// The computed names that globs pick, without those that are always written.
void read_fields(const OptionValue& given, OffhoursOptions& options) {
  std::vector<std::string> globs;
  kinds::read_list(given, globs);
  std::vector<std::string_view> all(event::computed_names().begin(), event::computed_names().end());
  const auto verdicts = worktime::verdict_text_names();
  all.insert(all.end(), verdicts.begin(), verdicts.end());
  for (const std::string& glob : globs) {
    bool any = false;
    for (const std::string_view name : all) {
      if (!policy::glob_matches(glob, name)) continue;
      any = true;
      if (always_written(name) || std::ranges::find(options.fields, name) != options.fields.end()) continue;
      options.fields.emplace_back(name);
    }
    if (any) continue;
    given.faults.push_back(
        {std::nullopt, std::string(given.name), glob, Code::matches_no_computed_name, fault::nearest(glob, all)});
  }
}

void read_date(const OptionValue& given, OffhoursPolicyOptions& options) {
  options.date = policy::parse_date(given.value);
  if (!options.date) given.fault(Code::not_a_date);
}

OffhoursOptions parse_offhours(const std::vector<Token>& tokens, Faults& faults) {
  OptionReader reader(faults);
  reader.know<JudgeOptions>(judge_rows);
  reader.know<OffhoursOptions>(offhours_rows);
  read_options(reader, tokens, faults);
  OffhoursOptions options;
  read_judge(reader, options.judge, faults);
  reader.read<OffhoursOptions>(offhours_rows, options);
  return options;
}

OffhoursStatsOptions parse_offhoursstats(const std::vector<Token>& tokens, Faults& faults) {
  OptionReader reader(faults);
  reader.know<JudgeOptions>(judge_rows);
  reader.know<OffhoursStatsOptions>(offhoursstats_rows);
  reader.know<OffhoursStatsOptions>(map_rows);
  OffhoursStatsOptions options;
  parse_stats_arguments(tokens, reader, options, faults);
  read_judge(reader, options.judge, faults);
  reader.read<OffhoursStatsOptions>(offhoursstats_rows, options);
  reader.read<OffhoursStatsOptions>(map_rows, options);
  for (const GivenOption& option : reader.given()) {
    const bool of_map =
        std::ranges::find(map_rows, option.name, &OptionRow<OffhoursStatsOptions>::name) != std::end(map_rows);
    if (!of_map) options.given.push_back(option);
  }
  return options;
}

OffhoursPolicyOptions parse_offhourspolicy(const std::vector<Token>& tokens, Faults& faults) {
  OptionReader reader(faults);
  reader.know<OffhoursPolicyOptions>(offhourspolicy_rows);
  read_options(reader, tokens, faults);
  OffhoursPolicyOptions options;
  reader.read<OffhoursPolicyOptions>(offhourspolicy_rows, options);
  return options;
}

}  // namespace offhours::command
