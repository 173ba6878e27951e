#include "command/judging.hpp"

#include <algorithm>

#include "policy/globs.hpp"
#include "stats/number.hpp"

namespace offhours::command {
namespace {

std::string events(std::uint64_t count) { return std::to_string(count) + (count == 1 ? " event" : " events"); }

}  // namespace

void read_policy(JudgeOptions& options, const std::string& lookups, Faults& faults) {
  auto files = std::make_shared<const policy::Policy>(lookups, options.policy);
  faults.insert(faults.end(), files->faults().begin(), files->faults().end());
  if (!options.schedule.empty() && files->find_schedule(options.schedule) == nullptr) {
    faults.push_back({std::nullopt, "schedule", options.schedule, "is unknown",
                      fault::nearest(options.schedule, files->schedule_names())});
  }
  for (const std::string& name : options.holidays) {
    auto calendar = files->find_calendar(name);
    if (calendar == nullptr) {
      faults.push_back({std::nullopt, "calendar", name, "is unknown", fault::nearest(name, files->calendar_names())});
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
  } else if (files.assignments().empty()) {
    fixed_ = files.find_schedule("default");
    built_in_ = !files.any_file();
  } else {
    want_all(files.assignment_names(), assignment_);
  }
  if (files.has_exceptions()) want_all(files.exception_names(), exception_);
}

void Judging::want_all(std::span<const std::string_view> names, Asked& asked) {
  for (const std::string_view name : names) asked.names.push_back(plan_.want(name));
  asked.values.resize(names.size());
  asked.texts.resize(names.size());
}

std::span<const policy::Texts> Judging::ask(Asked& asked) {
  for (std::size_t i = 0; i < asked.names.size(); ++i) {
    asked.values[i] = view_->value(asked.names[i]);
    asked.texts[i] = asked.values[i].texts();
  }
  return asked.texts;
}

Operand Judging::want(std::string_view name) {
  const auto* const found = std::ranges::find(verdict_names, name);
  if (found == verdict_names.end()) return {false, 0, plan_.want(name)};
  return {true, static_cast<std::size_t>(found - verdict_names.begin()), 0};
}

void Judging::start() {
  event_time_ = plan_.want("event_time");
  view_.emplace(plan_);
}

void Judging::bind(std::span<const rows::Cell> header) {
  width_ = header.size();
  view_->bind(header);
}

bool Judging::see(std::span<const rows::Cell> row) {
  const event::Shape shape = view_->see(row);
  if (shape == event::Shape::none) ++without_json_;
  if (shape == event::Shape::broken) ++broken_;
  if (row.size() > width_) ++too_wide_;
  const bool wanted =
      (!operation_ || policy::any_glob_matches(options_.operation, view_->value(*operation_).first())) &&
      (!service_ || policy::any_glob_matches(options_.service, view_->value(*service_).first()));
  if (!wanted && shape == event::Shape::broken) ++broken_and_ruled_out_;
  return wanted;
}

const worktime::Schedule& Judging::find_schedule() {
  return fixed_ != nullptr ? *fixed_ : options_.files->assigned(ask(assignment_));
}

const worktime::Verdict& Judging::judge() {
  local_time_.clear();
  detail_.clear();
  schedule_ = &find_schedule();
  const auto instant = view_->instant();
  if (!instant) {
    ++without_time_;
    verdict_ = {};
    return verdict_;
  }
  verdict_ = worktime::judge(*schedule_, *instant);
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
    const Uncovered uncovered{calendar, year};
    if (std::ranges::find(uncovered_, uncovered) == uncovered_.end()) uncovered_.push_back(uncovered);
  }
}

std::string_view Judging::verdict_text(std::size_t verdict_name) {
  const bool timed = verdict_.reason != worktime::Reason::no_time;
  switch (verdict_name) {
    case 0: return !timed ? "" : verdict_.off_hours() ? "1" : "0";
    case 1: return worktime::name_of(verdict_.reason);
    case 2: return schedule_->name();
    case 3: return schedule_->zone().name();
    case 4:
      if (timed && local_time_.empty()) worktime::append_local_time(local_time_, verdict_.local);
      return local_time_;
    default:
      if (detail_.empty()) worktime::append_detail(detail_, verdict_, *schedule_);
      return detail_;
  }
}

event::Value Judging::value(const Operand& operand) {
  if (!operand.of_verdict) return view_->value(operand.name);
  const std::string_view text = verdict_text(operand.verdict_name);
  return text.empty() ? event::Value() : event::Value(text);
}

std::string_view Judging::order_time() {
  const std::string_view time = view_->value(time_column_).first();
  return stats::is_number(time) ? time : view_->value(event_time_).first();
}

std::vector<wire::Message> Judging::warnings(std::string_view fate) const {
  std::vector<wire::Message> messages;
  const auto warn = [&](std::string text) { messages.push_back({wire::Level::warn, std::move(text)}); };
  if (built_in_) {
    warn(
        "No policy: " + lookups_ + "/" + options_.policy +
        "_schedules.csv is not there, so events were held against Monday to Friday 08:00-20:00 UTC. To make one, write "
        "that lookup file, or give schedule=default to have these hours without this warning.");
  }
  if (!uncovered_.empty()) {
    std::vector<std::string> entries;
    for (const auto& [calendar, year] : uncovered_) {
      entries.push_back(calendar->name() + " for " + std::to_string(static_cast<int>(year)));
    }
    std::ranges::sort(entries);
    std::string list;
    for (const std::string& entry : entries) list += (list.empty() ? "" : ", ") + entry;
    warn("No holidays are known to calendar " + list + ", yet events of that time were judged by it. Add them to " +
         lookups_ + "/" + options_.policy + "_holidays.csv.");
  }
  if (without_time_ > 0) warn(events(without_time_) + " had no usable time and " + std::string(fate) + ".");
  if (without_json_ > 0) {
    warn(events(without_json_) +
         " had no JSON object in _raw and could be judged by _time alone. If Splunk has extracted their fields, use "
         "raw=false.");
  }
  if (broken_ > 0) {
    std::string text =
        events(broken_) +
        " had a _raw that was cut short or broken; what came before that point was used. See TRUNCATE in "
        "props.conf for their sourcetype.";
    if (broken_and_ruled_out_ > 0) {
      text += " Of them " + std::to_string(broken_and_ruled_out_) +
              " did not match operation or service, perhaps for want of what was cut off.";
    }
    warn(std::move(text));
  }
  if (too_wide_ > 0)
    warn(events(too_wide_) + " had more cells than the header has columns; those cells were not used.");
  return messages;
}

}  // namespace offhours::command
