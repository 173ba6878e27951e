#include "command/judging.hpp"

#include <algorithm>

#include "command/globs.hpp"
#include "stats/number.hpp"

namespace offhours::command {
namespace {

std::string events(std::uint64_t count) { return std::to_string(count) + (count == 1 ? " event" : " events"); }

}  // namespace

Judging::Judging(JudgeOptions options, std::string lookups)
    : options_(std::move(options)),
      lookups_(std::move(lookups)),
      built_in_(!options_.schedule),
      schedule_(options_.schedule ? *options_.schedule : worktime::built_in_default()),
      week_text_(schedule_.week.text()),
      plan_(options_.raw) {
  if (!options_.time.empty()) plan_.judge_by(options_.time);
  if (!options_.operation.empty()) operation_ = plan_.want("action");
  if (!options_.service.empty()) service_ = plan_.want("dest");
  time_column_ = plan_.want("_time");
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
  const bool wanted = (!operation_ || any_glob_matches(options_.operation, view_->value(*operation_).first())) &&
                      (!service_ || any_glob_matches(options_.service, view_->value(*service_).first()));
  if (!wanted && shape == event::Shape::broken) ++broken_and_ruled_out_;
  return wanted;
}

const worktime::Verdict& Judging::judge() {
  local_time_.clear();
  detail_.clear();
  if (const auto instant = view_->instant()) {
    verdict_ = worktime::judge(schedule_, *instant);
  } else {
    ++without_time_;
    verdict_ = {worktime::Reason::no_time, {}};
  }
  return verdict_;
}

std::string_view Judging::verdict_text(std::size_t verdict_name) {
  const bool timed = verdict_.reason != worktime::Reason::no_time;
  switch (verdict_name) {
    case 0: return !timed ? "" : verdict_.off_hours() ? "1" : "0";
    case 1: return worktime::name_of(verdict_.reason);
    case 2: return schedule_.name;
    case 3: return schedule_.zone.name();
    case 4:
      if (timed && local_time_.empty()) worktime::append_local_time(local_time_, verdict_.local);
      return local_time_;
    default:
      if (detail_.empty()) worktime::append_detail(detail_, verdict_, schedule_, week_text_);
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
