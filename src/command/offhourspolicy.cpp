#include "command/offhourspolicy.hpp"

#include <algorithm>
#include <cstdio>

#include "command/judging.hpp"
#include "command/self_test.hpp"
#include "policy/dates.hpp"
#include "policy/problems.hpp"
#include "rows/multivalue.hpp"
#include "rows/writer.hpp"

namespace offhours::command {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::milliseconds;

constexpr milliseconds day_length = std::chrono::hours(24);
constexpr std::array<std::string_view, 7> weekday_names = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                           "Friday", "Saturday", "Sunday"};

local_days today() { return local_days(std::chrono::floor<days>(std::chrono::system_clock::now()).time_since_epoch()); }

std::string number(std::size_t value) { return value == 0 ? std::string() : std::to_string(value); }

// How much of the hour lies in a window of the day, or in one of yesterday's: at most 1, to four places.
std::string share_text(std::span<const worktime::Window> windows, std::span<const worktime::Window> yesterday,
                       std::chrono::hours hour) {
  std::vector<worktime::Window> parts;
  const auto count = [&](const worktime::Window& window, milliseconds shift) {
    const milliseconds start = std::max<milliseconds>(window.start - shift, hour);
    const milliseconds end = std::min<milliseconds>(window.end - shift, hour + std::chrono::hours(1));
    if (start < end) parts.push_back({start, end});
  };
  for (const worktime::Window& window : windows) count(window, milliseconds(0));
  for (const worktime::Window& window : yesterday) count(window, day_length);
  std::ranges::sort(parts, {}, &worktime::Window::start);
  milliseconds worked{0};
  milliseconds done{0};
  for (const worktime::Window& part : parts) {
    const milliseconds start = std::max(part.start, done);
    if (start < part.end) worked += part.end - start;
    done = std::max(done, part.end);
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", static_cast<double>(worked.count()) / 3'600'000.0);
  return text;
}

}  // namespace

OffhoursPolicy::OffhoursPolicy(OffhoursPolicyOptions options, const std::string& lookups, Faults& faults)
    : options_(std::move(options)),
      lookups_(lookups),
      policy_(lookups, options_.policy),
      date_(options_.date.value_or(today())) {
  if (options_.schedule.empty() || policy_.find_schedule(options_.schedule) != nullptr) return;
  faults.push_back({std::nullopt, "schedule", options_.schedule, fault::Code::unknown,
                    fault::nearest(options_.schedule, policy_.schedule_names())});
}

wire::GetInfoReply OffhoursPolicy::getinfo(const wire::GetInfo& info) {
  most_rows_ = static_cast<std::size_t>(std::max<std::int64_t>(info.max_result_rows, 1));
  wire::GetInfoReply reply;
  reply.type = wire::CommandType::stateful;
  reply.generating = true;
  return reply;
}

wire::ExecuteReply OffhoursPolicy::end(std::string_view) {
  if (!made_) {
    made_ = true;
    switch (options_.page) {
      case PolicyPage::effective: make_effective(); break;
      case PolicyPage::problems: make_problems(); break;
      case PolicyPage::week: make_week(); break;
      case PolicyPage::self_test: make_self_test(); break;
    }
  }
  const std::size_t end = std::min(rows_.size(), next_ + most_rows_);
  if (next_ < end) {
    std::string header;
    rows::write_header(header, columns_);
    out_.append(header);
  }
  for (; next_ < end; ++next_) out_.append(rows_[next_]);
  wire::ExecuteReply reply;
  reply.finished = next_ == rows_.size();
  reply.body = std::move(out_);
  if (reply.finished && options_.page != PolicyPage::problems) warn_of_faults(reply);
  if (reply.finished && !nothing_to_find_.empty()) reply.messages.push_back({wire::Level::warn, nothing_to_find_});
  return reply;
}

void OffhoursPolicy::warn_of_faults(wire::ExecuteReply& reply) const {
  if (policy_.fault_count() == 0) return;
  fault::Fault first = policy_.faults(1).front();
  first.more = policy_.fault_count() - 1;
  reply.messages.push_back(
      {wire::Level::warn, "All searches with this policy fail, and only what is sound in it is shown: " +
                              fault::to_line(first) + ". See | offhourspolicy view=problems."});
}

void OffhoursPolicy::add_row(const std::vector<Values>& cells) {
  std::string& row = rows_.emplace_back();
  std::string_view separator;
  for (const Values& values : cells) {
    std::string joined;
    for (const std::string& value : values) {
      if (&value != values.data()) joined += '\n';
      joined += value;
    }
    row += separator;
    rows::write_cell(row, joined);
    separator = ",";
  }
  for (const Values& values : cells) {
    row += ',';
    if (values.size() < 2) continue;
    const std::vector<std::string_view> views(values.begin(), values.end());
    rows::write_cell(row, rows::encode_multivalue(views));
  }
  row += '\n';
}

// Whether it is known what the schedule's hours are: a row of it could be read, or it is built in.
bool OffhoursPolicy::is_sound(std::string_view schedule) const {
  for (const auto& entry : policy_.schedules().entries()) {
    if (entry->schedule.name() == schedule) return !entry->rows.empty();
  }
  return schedule != "default" || policy_.schedules().complete();
}

void OffhoursPolicy::make_effective() {
  columns_ = {"schedule", "weekday", "hours", "time_zone", "holidays", "valid_from", "valid_to", "file", "line"};
  const auto wanted = [&](std::string_view name) { return options_.schedule.empty() || options_.schedule == name; };
  bool has_default = false;
  for (const auto& entry : policy_.schedules().entries()) {
    const std::string& name = entry->schedule.name();
    has_default = has_default || name == "default";
    if (!entry->rows.empty() && wanted(name)) show_schedule(entry->schedule, entry.get());
  }
  for (const std::string_view name : {"default", "always", "never"}) {
    if (name == "default" ? has_default || !wanted(name) || !is_sound(name) : options_.schedule != name) continue;
    show_schedule(*policy_.find_schedule(name), nullptr);
  }
}

void OffhoursPolicy::show_schedule(const worktime::Schedule& schedule, const policy::Schedules::Entry* entry) {
  const std::vector<std::size_t> counting = schedule.rows_on(date_);
  const worktime::Week& week = schedule.era(date_).week;
  Values calendars;
  for (const auto& calendar : schedule.calendars()) calendars.push_back(calendar->name());
  for (std::size_t day = 0; day < weekday_names.size(); ++day) {
    Values from;
    Values to;
    Values lines;
    const auto add = [](Values& values, std::string text) {
      if (std::ranges::find(values, text) == values.end()) values.push_back(std::move(text));
    };
    for (const std::size_t place : counting) {
      const worktime::Hours& row = schedule.rows()[place];
      if (!row.days[day]) continue;
      if (row.valid_from) add(from, policy::date_text(*row.valid_from));
      if (row.valid_to) add(to, policy::date_text(*row.valid_to));
      if (entry == nullptr) continue;
      add(lines, std::to_string(policy_.schedules().file().line(entry->rows[place])));
    }
    const std::string file = entry == nullptr ? "built in" : lines.empty() ? "" : policy_.schedules().file().name();
    add_row({{schedule.name()},
             {std::string(weekday_names[day])},
             {worktime::windows_text(week.windows(day))},
             {schedule.zone().name()},
             calendars,
             from,
             to,
             {file},
             lines});
  }
}

void OffhoursPolicy::make_problems() {
  columns_ = {"severity", "file", "line", "column", "value", "fault", "mend"};
  for (const policy::Problem& problem : policy::find_problems(policy_, date_)) {
    const fault::Fault& fault = problem.fault;
    const fault::Place place = fault.place.value_or(fault::Place{});
    add_row({{problem.error ? "error" : "warning"},
             {place.file},
             {number(place.line)},
             {number(place.column)},
             {fault::printable(fault.value)},
             {fault.thing + ' ' + fault.what.words()},
             {fault.mend.empty() ? std::string(fault::advice(fault.what.code())) : fault.mend}});
  }
}

void OffhoursPolicy::make_self_test() {
  columns_ = {"_time", "_raw", "sourcetype", "form"};
  if (policy_.fault_count() > 0) return;
  JudgeOptions judge;
  judge.policy = options_.policy;
  judge.schedule = options_.schedule;
  Faults faults;
  read_policy(judge, lookups_, faults);
  if (!faults.empty()) return;
  for (const SelfTestEvent& event : command::make_self_test(judge, lookups_, date_)) {
    if (event.raw.empty()) {
      nothing_to_find_ = "The policy has no off hours for the event of the self test in the 14 days before " +
                         policy::date_text(date_) + ", so there is nothing to find. Try schedule=default.";
      continue;
    }
    add_row({{std::to_string(event.time / 1000)},
             {event.raw},
             {std::string(event.source_type)},
             {std::string(event.form)}});
  }
}

void OffhoursPolicy::make_week() {
  columns_ = {"schedule", "weekday", "hour", "working_share", "date", "holiday"};
  const worktime::Schedule& schedule =
      *policy_.find_schedule(options_.schedule.empty() ? "default" : options_.schedule);
  if (!is_sound(schedule.name())) return;
  const worktime::Week& week = schedule.era(date_).week;
  const local_days monday = date_ - days(std::chrono::weekday(date_).iso_encoding() - 1);
  for (std::size_t day = 0; day < weekday_names.size(); ++day) {
    const local_days date = monday + days(day);
    std::span<const worktime::Window> windows = week.windows(day);
    std::span<const worktime::Window> yesterday = week.windows((day + 6) % 7);
    Values dated;
    Values holiday;
    if (options_.date) {
      const worktime::Day& worked_out = schedule.day(date);
      windows = worked_out.windows;
      yesterday = schedule.day(date - days(1)).windows;
      dated = {policy::date_text(date)};
      for (const worktime::Holiday* entry : worked_out.holidays) holiday.push_back(entry->name);
    }
    for (int hour = 0; hour < 24; ++hour) {
      add_row({{schedule.name()},
               {std::string(weekday_names[day])},
               {std::to_string(hour)},
               {share_text(windows, yesterday, std::chrono::hours(hour))},
               dated,
               holiday});
    }
  }
}

}  // namespace offhours::command
