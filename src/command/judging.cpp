#include "command/judging.hpp"

#include <algorithm>
#include <array>

#include "event/manifest.hpp"
#include "policy/globs.hpp"
#include "policy/problems.hpp"
#include "stats/encoding.hpp"
#include "text/decimal.hpp"

namespace offhours::command {
namespace {

struct TallyCount {
  std::string_view name;
  std::uint64_t Tally::*count;
};
constexpr std::array<TallyCount, 8> tally_counts = {{{"without_time", &Tally::without_time},
                                                     {"by_built_in_hours", &Tally::by_built_in_hours},
                                                     {"without_json", &Tally::without_json},
                                                     {"without_operation", &Tally::without_operation},
                                                     {"broken", &Tally::broken},
                                                     {"broken_and_kept", &Tally::broken_and_kept},
                                                     {"too_wide", &Tally::too_wide},
                                                     {"long_lists", &Tally::long_lists}}};

constexpr std::string_view policy_prefix = "policy-";
constexpr std::string_view uncovered_kind = "uncovered in ";

using fault::agreeing;

std::string events(std::uint64_t count) { return fault::counted(count, "event"); }

std::string fate_text(Fate fate, std::uint64_t count) {
  std::string were(agreeing(count, "was", "were"));
  switch (fate) {
    case Fate::passed_on: return were + " passed on with the reason no_time";
    case Fate::dropped:
      return were + " dropped, since " + std::string(agreeing(count, "it is", "they are")) +
             " neither on nor off hours";
    case Fate::left_out: return were + " left out";
  }
  return were;
}

}  // namespace

void read_policy(JudgeOptions& options, const std::string& lookups, Faults& faults) {
  auto files = std::make_shared<const policy::Policy>(lookups, options.policy);
  if (const std::size_t count = files->fault_count(); count > 0) {
    faults.push_back(std::move(files->faults(1).front()));
    faults.back().more = count - 1;
  }
  if (!options.schedule.empty() && files->find_schedule(options.schedule) == nullptr) {
    faults.push_back({std::nullopt, "schedule", options.schedule, fault::Code::unknown,
                      fault::nearest(options.schedule, files->schedule_names())});
  }
  for (const std::string& name : options.holidays) {
    auto calendar = files->find_calendar(name);
    if (calendar == nullptr) {
      faults.push_back(
          {std::nullopt, "calendar", name, fault::Code::unknown, fault::nearest(name, files->calendar_names())});
    } else if (options.inline_schedule) {
      options.inline_schedule->use(std::move(calendar));
    }
  }
  options.files = std::move(files);
}

Judging::Judging(JudgeOptions options, std::string lookups)
    : options_(std::move(options)), lookups_(std::move(lookups)), plan_(options_.raw) {
  if (!options_.time.empty()) plan_.judge_by(options_.time);
  if (!options_.operation.empty()) operation_ = plan_.want("action");
  if (!options_.service.empty()) service_ = plan_.want("dest");
  time_column_ = plan_.want("_time");
  const policy::Policy& files = *options_.files;
  if (options_.inline_schedule) {
    fixed_ = &*options_.inline_schedule;
  } else if (!options_.schedule.empty()) {
    fixed_ = files.find_schedule(options_.schedule);
  } else if (!files.has_assignments()) {
    fixed_ = files.find_schedule("default");
    built_in_ = !files.any_file();
  } else {
    want_all(files.assignment_names(), assignment_);
  }
  if (files.any_file() && options_.schedule.empty() && !files.schedules().defines_default()) {
    built_in_default_ = files.find_schedule("default");
  }
  if (files.has_exceptions()) want_all(files.exception_names(), exception_);
}

void Judging::want_all(std::span<const std::string_view> names, NamedTexts& asked) {
  for (const std::string_view name : names) asked.names.push_back(plan_.want(name));
  asked.ones.resize(names.size());
  asked.texts.resize(names.size());
}

std::span<const policy::Texts> Judging::ask(NamedTexts& asked) {
  for (std::size_t i = 0; i < asked.names.size(); ++i) {
    asked.texts[i] = view_->value(asked.names[i]).texts(asked.ones[i]);
  }
  return asked.texts;
}

Operand Judging::want(std::string_view name) {
  if (const auto text = worktime::find_verdict_text(name)) return {true, *text, 0};
  return {false, {}, plan_.want(name)};
}

Operand Judging::want(const event::ComputedName& hidden) { return {false, {}, plan_.want(hidden)}; }

void Judging::start() {
  event_time_ = plan_.want("event_time");
  view_.emplace(plan_);
}

void Judging::bind(rows::Row header) {
  width_ = header.size();
  view_->bind(header);
}

bool Judging::see(rows::Row row) {
  const event::Shape shape = view_->see(row);
  if (shape == event::Shape::none) ++tally_.without_json;
  if (row.size() > width_) ++tally_.too_wide;
  return wants_event() || next();
}

bool Judging::next() {
  while (view_->next()) {
    if (wants_event()) return true;
  }
  return false;
}

// What could not be read may be what is asked for: such an event is kept.
bool Judging::wants_event() {
  const bool broken = view_->shape() == event::Shape::broken;
  if (broken) ++tally_.broken;
  bool unreadable = false;
  const auto rules_out = [&](const std::vector<std::string>& globs, const event::Value& value) {
    unreadable |= value.is_unreadable();
    return !value.is_unreadable() && !policy::any_glob_matches(globs, value.first());
  };
  if ((operation_ && rules_out(options_.operation, view_->value(*operation_))) ||
      (service_ && rules_out(options_.service, view_->value(*service_)))) {
    const bool has_operation = operation_ && !view_->value(*operation_).missing();
    if (!view_->recognised() && !has_operation) ++tally_.without_operation;
    return false;
  }
  if (unreadable) ++tally_.broken_and_kept;
  return true;
}

const worktime::Schedule& Judging::find_schedule() {
  return fixed_ != nullptr ? *fixed_ : options_.files->assigned(ask(assignment_));
}

const worktime::Verdict& Judging::judge() {
  texts_.clear();
  const worktime::Schedule& schedule = find_schedule();
  const auto instant = view_->instant();
  if (!instant) {
    ++tally_.without_time;
    verdict_ = {.schedule = &schedule};
    return verdict_;
  }
  worktime::judge(schedule, *instant, verdict_);
  if (&schedule == built_in_default_) ++tally_.by_built_in_hours;
  if (verdict_.off_hours() && options_.files->has_exceptions()) {
    if (const policy::Exception* exception = options_.files->exception(ask(exception_), *instant)) {
      verdict_.reason = worktime::Reason::exception;
      verdict_.exception = exception->reason;
    }
  }
  if (!verdict_.today->uncovered.empty()) note_uncovered(*verdict_.today);
  return verdict_;
}

void Judging::note_uncovered(const worktime::Day& day) {
  const std::chrono::year year = std::chrono::year_month_day(day.date).year();
  for (const worktime::Calendar* calendar : day.uncovered) {
    const CalendarYear uncovered{calendar, year};
    if (std::ranges::find(uncovered_, uncovered) == uncovered_.end()) uncovered_.push_back(uncovered);
  }
}

event::Value Judging::value(const Operand& operand) {
  if (!operand.of_verdict) return view_->value(operand.name);
  const std::string_view text = texts_.text(operand.text, verdict_);
  return text.empty() ? event::Value() : event::Value(text);
}

std::string_view Judging::order_time() {
  const std::string_view time = view_->value(time_column_).first();
  return text::is_number(time) ? time : view_->value(event_time_).first();
}

std::string Judging::drain_tally() {
  std::string tally;
  for (const auto& [name, count] : tally_counts) {
    if (tally_.*count == 0) continue;
    stats::append_string(tally, name);
    stats::append_number(tally, tally_.*count);
  }
  for (const auto& [calendar, year] : uncovered_) {
    stats::append_string(tally, std::string(uncovered_kind) + calendar->name());
    stats::append_number(tally, static_cast<std::uint64_t>(static_cast<int>(year)));
  }
  tally_ = {};
  uncovered_.clear();
  return tally;
}

bool Judging::add_tally(std::string_view tally) {
  while (!tally.empty()) {
    const auto name = stats::consume_string(tally);
    if (!name) return false;
    const auto count = stats::consume_number<std::uint64_t>(tally);
    if (!count) return false;
    if (name->starts_with(uncovered_kind)) {
      constexpr std::uint64_t last_year = 9999;
      constexpr std::size_t most_name = 60;
      constexpr std::size_t most = 100;  // that anybody could have forgotten
      if (*count > last_year) return false;
      if (uncovered_elsewhere_.size() < most) {
        uncovered_elsewhere_.emplace(fault::printable(name->substr(uncovered_kind.size()), most_name),
                                     static_cast<int>(*count));
      }
      continue;
    }
    const auto* const found = std::ranges::find(tally_counts, *name, &TallyCount::name);
    if (found != tally_counts.end() && !stats::add_count(tally_.*found->count, *count)) return false;
  }
  return true;
}

std::string Judging::policy_digest() const {
  return options_.files->any_file() ? std::string(policy_prefix) + options_.files->digest() : "none";
}

bool Judging::is_of_policy(std::string_view digest) { return digest.starts_with(policy_prefix); }

std::vector<wire::Message> Judging::warnings(Fate fate) const {
  std::vector<wire::Message> messages;
  const auto warn = [&](std::string text) { messages.push_back({wire::Level::warn, std::move(text)}); };
  if (built_in_) {
    warn(
        "No policy: " + lookups_ + "/" + options_.policy +
        "_schedules.csv is not there, so events were held against Monday to Friday 08:00-20:00 UTC. To make one, write "
        "that lookup file, or give schedule=default to have these hours without this warning.");
  }
  if (tally_.by_built_in_hours > 0) {
    warn(events(tally_.by_built_in_hours) + std::string(agreeing(tally_.by_built_in_hours, " was", " were")) +
         " held against the built-in hours, Monday to Friday 08:00-20:00 UTC, since " + lookups_ + "/" +
         options_.policy + "_schedules.csv does not define the schedule default.");
  }
  if (!options_.inline_schedule && options_.files->any_file()) {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    std::string hardly_meant =
        policy::search_warning(*options_.files, std::chrono::local_days(today.time_since_epoch()));
    if (!hardly_meant.empty()) warn(std::move(hardly_meant));
  }
  std::set<std::pair<std::string, int>> uncovered = uncovered_elsewhere_;
  for (const auto& [calendar, year] : uncovered_) uncovered.emplace(calendar->name(), static_cast<int>(year));
  if (!uncovered.empty()) {
    std::string list;
    for (const auto& [calendar, year] : uncovered) {
      list += (list.empty() ? "" : ", ") + calendar + " for " + std::to_string(year);
    }
    warn("No holidays are known to " + std::string(agreeing(uncovered.size(), "calendar ", "calendars ")) + list +
         ", yet events of that time were judged by it. Add them to " + lookups_ + "/" + options_.policy +
         "_holidays.csv.");
  }
  if (tally_.without_time > 0)
    warn(events(tally_.without_time) + " had no usable time and " + fate_text(fate, tally_.without_time) + ".");
  if (tally_.without_json > 0) {
    warn(events(tally_.without_json) +
         " had no JSON object in _raw and could be judged by _time alone. If Splunk has extracted " +
         std::string(agreeing(tally_.without_json, "its", "their")) + " fields, use raw=false.");
  }
  if (tally_.without_operation > 0) {
    warn(
        events(tally_.without_operation) + std::string(agreeing(tally_.without_operation, " holds", " hold")) +
        " no operation that could be read, and operation or service left " +
        std::string(agreeing(tally_.without_operation, "it", "them")) +
        " out. What collectors wrap round an event is undone only where its form is known; if Splunk has extracted the "
        "fields, use raw=false.");
  }
  if (tally_.broken > 0) {
    std::string text =
        events(tally_.broken) +
        " had a _raw that was cut short or broken; what came before that point was used. Set TRUNCATE = 0 in "
        "props.conf for " +
        std::string(agreeing(tally_.broken, "its", "their")) + " sourcetype, so that Splunk cuts nothing.";
    if (tally_.broken_and_kept > 0) {
      text += tally_.broken == 1 ? " It" : " Of them " + std::to_string(tally_.broken_and_kept);
      text += std::string(agreeing(tally_.broken_and_kept, " was", " were")) +
              " kept though the operation or the service could not be read: it may be what was asked for.";
    }
    warn(std::move(text));
  }
  if (tally_.too_wide > 0)
    warn(events(tally_.too_wide) + " had more cells than the header has columns; those cells were not used.");
  if (tally_.long_lists > 0) {
    warn(events(tally_.long_lists) + " had a manifest that lists more than " +
         std::to_string(event::ManifestReader::most_children) +
         " others; the rest of the list was ignored, so that images may count too many.");
  }
  return messages;
}

}  // namespace offhours::command
