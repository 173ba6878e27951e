#include "policy/policy.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "event/names.hpp"
#include "policy/dates.hpp"
#include "text/hash.hpp"
#include "worktime/hours.hpp"

namespace offhours::policy {
namespace {

using worktime::Calendar;
using worktime::DayKind;
using worktime::Holiday;
using worktime::Hours;
using worktime::Schedule;
using worktime::Zone;

constexpr std::array<std::string_view, 4> schedule_required = {"schedule", "time_zone", "days", "hours"};
constexpr std::array<std::string_view, 4> schedule_optional = {"holidays", "valid_from", "valid_to", "comment"};
constexpr std::array<std::string_view, 2> holiday_required = {"calendar", "date"};
constexpr std::array<std::string_view, 4> holiday_optional = {"kind", "hours", "name", "comment"};
constexpr std::array<std::string_view, 1> assignment_required = {"schedule"};
constexpr std::array<std::string_view, 1> assignment_optional = {"comment"};
constexpr std::array<std::string_view, 2> exception_required = {"from", "to"};
constexpr std::array<std::string_view, 2> exception_optional = {"reason", "comment"};
constexpr std::array<std::string_view, 3> kinds = {"closed", "short", "workday"};
constexpr std::array<std::string_view, 3> built_in_schedules = {"always", "default", "never"};

constexpr std::string_view list_separators = " \t,\n\r";

template <typename Take>
void for_each_word(std::string_view text, Take take) {
  std::size_t start = 0;
  while ((start = text.find_first_not_of(list_separators, start)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(list_separators, start), text.size());
    take(text.substr(start, end - start));
    start = end;
  }
}

// Reads a row's cells and says what is at fault with them.
class RowReader {
 public:
  RowReader(const CsvFile& file, std::size_t row, Faults& faults) : file_(file), row_(row), faults_(faults) {}

  void fault(std::size_t column, std::string_view thing, std::string_view value, std::string_view what,
             std::string mend = {}) {
    faults_.push_back(
        {file_.place(row_, column), std::string(thing), std::string(value), std::string(what), std::move(mend)});
    sound_ = false;
  }
  bool sound() const { return sound_; }

  std::optional<Zone> zone(std::size_t column) {
    const std::string_view text = file_.cell(row_, column);
    if (text.empty()) {
      fault(column, "time_zone", text, "is empty");
      return std::nullopt;
    }
    auto zone = Zone::find(text);
    if (!zone) {
      fault(column, "time_zone", text, "is no IANA time zone", fault::nearest(text, worktime::zone_names()));
    }
    return zone;
  }

  void days(std::size_t column, worktime::DaySet& days) {
    const std::string_view text = file_.cell(row_, column);
    if (const auto parsed = worktime::parse_days(text)) {
      days = *parsed;
    } else {
      const std::string& part = parsed.error().part;
      fault(column, "days", part, worktime::describe(parsed.error().fault), fault::nearest(part, worktime::day_names));
    }
  }

  void hours(std::size_t column, std::vector<worktime::Window>& windows) {
    const std::string_view text = file_.cell(row_, column);
    if (auto parsed = worktime::parse_hours(text)) {
      windows = std::move(*parsed);
    } else {
      fault(column, "hours", parsed.error().part, worktime::describe(parsed.error().fault));
    }
  }

  std::optional<std::chrono::local_days> date(std::size_t column, std::string_view thing) {
    const std::string_view text = file_.cell(row_, column);
    if (text.empty()) return std::nullopt;
    const auto date = parse_date(text);
    if (!date) fault(column, thing, text, "is no date such as 2026-12-25");
    return date;
  }

  std::optional<worktime::Instant> instant(std::size_t column, std::string_view thing) {
    const std::string_view text = file_.cell(row_, column);
    const auto instant = parse_instant(text);
    if (!instant) fault(column, thing, text, "is no time with offset such as 2026-12-18T18:00:00+01:00");
    return instant;
  }

 private:
  const CsvFile& file_;
  std::size_t row_;
  Faults& faults_;
  bool sound_ = true;
};

}  // namespace

Policy::Policy(const std::string& folder, std::string name)
    : name_(std::move(name)),
      schedules_file_(folder, name_ + "_schedules.csv", file_faults_[0]),
      holidays_file_(folder, name_ + "_holidays.csv", file_faults_[1]),
      assignments_file_(folder, name_ + "_assignments.csv", file_faults_[2]),
      exceptions_file_(folder, name_ + "_exceptions.csv", file_faults_[3]),
      always_(worktime::built_in_always()),
      never_(worktime::built_in_never()),
      default_(worktime::built_in_default()) {
  make_digest();
  check_named(folder);
  // Schedules name calendars, assignments name schedules.
  read_holidays(file_faults_[1]);
  read_schedules(file_faults_[0]);
  read_assignments(file_faults_[2]);
  read_exceptions(file_faults_[3]);
  for (Faults& faults : file_faults_) {
    std::ranges::stable_sort(faults, {}, [](const fault::Fault& fault) { return fault.place ? fault.place->line : 0; });
    std::ranges::move(faults, std::back_inserter(faults_));
    faults.clear();
  }
}

void Policy::check_named(const std::string& folder) {
  if (name_ == default_policy || schedules_file_.there()) return;
  namespace fs = std::filesystem;
  constexpr std::string_view ending = "_schedules.csv";
  std::vector<std::string> others;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    if (file.ends_with(ending)) others.push_back(file.substr(0, file.size() - ending.size()));
  }
  std::ranges::sort(others);
  const std::vector<std::string_view> candidates(others.begin(), others.end());
  faults_.push_back(
      {std::nullopt, "policy", name_, "has no file " + schedules_file_.path(), fault::nearest(name_, candidates)});
}

bool Policy::any_file() const {
  return schedules_file_.there() || holidays_file_.there() || assignments_file_.there() || exceptions_file_.there();
}

void Policy::make_digest() {
  text::Digest digest;
  for (const CsvFile* file : {&schedules_file_, &holidays_file_, &assignments_file_, &exceptions_file_}) {
    digest.add(file->there() ? std::to_string(file->bytes().size()) + ':' : "-");
    digest.add(file->bytes());
  }
  digest_ = digest.text();
}

void Policy::read_holidays(Faults& faults) {
  CsvFile& file = holidays_file_;
  file.check_columns(holiday_required, holiday_optional, false, faults);
  if (!file.sound()) return;
  const std::size_t calendar_column = file.column("calendar");
  const std::size_t date_column = file.column("date");
  const std::size_t kind_column = file.column("kind");
  const std::size_t hours_column = file.column("hours");
  const std::size_t name_column = file.column("name");
  for (std::size_t row = 0; row < file.rows(); ++row) {
    RowReader reader(file, row, faults);
    const std::string_view name = file.cell(row, calendar_column);
    if (name.empty()) {
      reader.fault(calendar_column, "calendar", name, "is empty");
      continue;
    }
    if (name.find_first_of(list_separators) != std::string_view::npos) {
      reader.fault(calendar_column, "calendar", name, "has a blank or a comma, which separate calendars in a list");
      continue;
    }
    const auto [known, fresh] = calendars_by_name_.try_emplace(name, calendars_.size());
    if (fresh) calendars_.push_back({std::make_shared<Calendar>(std::string(name)), row});
    Calendar& calendar = *calendars_[known->second].calendar;

    Holiday holiday;
    holiday.name = file.cell(row, name_column);
    const std::string_view kind = file.cell(row, kind_column);
    const std::string_view hours = file.cell(row, hours_column);
    if (kind == "short") {
      holiday.kind = DayKind::short_day;
    } else if (kind == "workday") {
      holiday.kind = DayKind::workday;
    } else if (!kind.empty() && kind != "closed") {
      reader.fault(kind_column, "kind", kind, "is none of closed, short, workday", fault::nearest(kind, kinds));
      continue;
    }
    if (holiday.kind == DayKind::closed && !hours.empty()) {
      reader.fault(hours_column, "hours", hours, "are given for a closed day; only a short day or a workday has hours");
    } else if (holiday.kind == DayKind::short_day || !hours.empty()) {
      reader.hours(hours_column, holiday.hours);
    }
    const std::string_view date = file.cell(row, date_column);
    const std::size_t dots = date.find("..");
    const auto first = parse_date(date.substr(0, dots));
    if (dots != std::string_view::npos) {
      const auto last = parse_date(date.substr(dots + 2));
      if (!first || !last) {
        reader.fault(date_column, "date", date, "is no range of dates such as 2026-02-15..2026-02-23");
      } else if (*last < *first) {
        reader.fault(date_column, "date", date, "ends before it starts");
      } else if (reader.sound()) {
        calendar.add_range(*first, *last, std::move(holiday));
      }
    } else if (const auto yearly = parse_yearly(date)) {
      if (reader.sound()) calendar.add_yearly(*yearly, std::move(holiday));
    } else if (!first) {
      reader.fault(date_column, "date", date,
                   "is no date such as 2026-12-25, 2026-02-15..2026-02-23 or, for every year, *-12-25");
    } else if (reader.sound()) {
      calendar.add(*first, std::move(holiday));
    }
  }
  for (const Listed& listed : calendars_) listed.calendar->settle();
}

void Policy::read_schedules(Faults& faults) {
  CsvFile& file = schedules_file_;
  file.check_columns(schedule_required, schedule_optional, false, faults);
  if (!file.sound()) return;
  const std::size_t name_column = file.column("schedule");
  const std::size_t zone_column = file.column("time_zone");
  const std::size_t days_column = file.column("days");
  const std::size_t hours_column = file.column("hours");
  const std::size_t holidays_column = file.column("holidays");
  const std::size_t from_column = file.column("valid_from");
  const std::size_t to_column = file.column("valid_to");
  for (std::size_t row = 0; row < file.rows(); ++row) {
    RowReader reader(file, row, faults);
    const std::string_view name = file.cell(row, name_column);
    if (name.empty()) reader.fault(name_column, "schedule", name, "is empty");
    if (name == "always" || name == "never") {
      reader.fault(name_column, "schedule", name, "is built in and cannot be defined");
    }
    const auto known = defined_by_name_.find(name);
    const auto zone = reader.zone(zone_column);
    if (zone && known != defined_by_name_.end() && known->second->zoned &&
        known->second->schedule.zone().name() != zone->name()) {
      const Defined& defined = *known->second;
      reader.fault(zone_column, "time_zone", zone->name(),
                   "is the second one of schedule " + defined.schedule.name() + ", which has " +
                       defined.schedule.zone().name() + " in line " +
                       std::to_string(file.place(defined.first_row, zone_column).line));
    }
    Hours hours;
    reader.days(days_column, hours.days);
    reader.hours(hours_column, hours.windows);
    hours.valid_from = reader.date(from_column, "valid_from");
    hours.valid_to = reader.date(to_column, "valid_to");
    if (hours.valid_from && hours.valid_to && *hours.valid_to < *hours.valid_from) {
      reader.fault(to_column, "valid_to", file.cell(row, to_column), "is before valid_from");
    }
    std::vector<std::shared_ptr<const Calendar>> used;
    for_each_word(file.cell(row, holidays_column), [&](std::string_view calendar_name) {
      if (auto calendar = find_calendar(calendar_name)) {
        used.push_back(std::move(calendar));
      } else if (!holidays_file_.there()) {
        reader.fault(holidays_column, "calendar", calendar_name, "is unknown: there is no " + holidays_file_.name());
      } else if (holidays_file_.sound()) {
        reader.fault(holidays_column, "calendar", calendar_name, "is unknown",
                     fault::nearest(calendar_name, calendar_names()));
      }
    });
    if (name.empty()) continue;
    Defined* defined = known == defined_by_name_.end() ? nullptr : known->second;
    if (defined == nullptr) {
      // One that is at fault is known by its name all the same, so that nobody is told it were not.
      defined_.push_back(std::make_unique<Defined>(Defined{Schedule(std::string(name), Zone::utc()), {}, row, false}));
      defined = defined_.back().get();
      defined_by_name_.emplace(name, defined);
    }
    if (zone && !defined->zoned) {
      defined->schedule = Schedule(std::string(name), *zone);
      defined->zoned = true;
    }
    if (!reader.sound()) continue;
    defined->schedule.add(std::move(hours));
    defined->rows.push_back(row);
    for (auto& calendar : used) defined->schedule.use(std::move(calendar));
  }
}

std::vector<std::size_t> Policy::pattern_columns(CsvFile& file, std::span<const std::string_view> others,
                                                 Faults& faults, std::vector<std::string_view>& names) {
  std::vector<std::size_t> places;
  for (std::size_t column = 0; column < file.columns().size(); ++column) {
    const std::string_view name = file.columns()[column];
    if (std::ranges::find(others, name) != others.end()) continue;
    if (name.starts_with("off_hours")) {
      faults.push_back({file.header_place(column),
                        "column",
                        std::string(name),
                        "is made by judging and cannot decide what to judge by",
                        {}});
      continue;
    }
    if (names.size() == Matcher::most_columns) {
      faults.push_back({file.header_place(column), "column", std::string(name), "is one too many; 64 can be used", {}});
      break;
    }
    places.push_back(column);
    names.push_back(name);
  }
  return places;
}

void Policy::read_assignments(Faults& faults) {
  CsvFile& file = assignments_file_;
  file.check_columns(assignment_required, assignment_optional, true, faults);
  if (!file.sound()) return;
  constexpr std::array<std::string_view, 2> others = {"schedule", "comment"};
  const std::vector<std::size_t> columns = pattern_columns(file, others, faults, assignment_names_);
  const std::size_t schedule_column = file.column("schedule");
  const bool knows_schedules = !schedules_file_.there() || schedules_file_.sound();
  assignment_matcher_ = Matcher(columns.size());
  std::vector<std::string_view> cells(columns.size());
  for (std::size_t row = 0; row < file.rows(); ++row) {
    RowReader reader(file, row, faults);
    const std::string_view name = file.cell(row, schedule_column);
    const Schedule* schedule = find_schedule(name);
    if (name.empty()) {
      reader.fault(schedule_column, "schedule", name, "is empty");
    } else if (schedule == nullptr && knows_schedules) {
      reader.fault(schedule_column, "schedule", name, "is unknown", fault::nearest(name, schedule_names()));
    }
    if (schedule == nullptr) continue;
    std::ranges::transform(columns, cells.begin(), [&](std::size_t column) { return file.cell(row, column); });
    assignment_matcher_.add(cells);
    assignments_.push_back({row, schedule});
  }
  assignment_matcher_.settle();
}

void Policy::read_exceptions(Faults& faults) {
  CsvFile& file = exceptions_file_;
  file.check_columns(exception_required, exception_optional, true, faults);
  if (!file.sound()) return;
  constexpr std::array<std::string_view, 4> others = {"from", "to", "reason", "comment"};
  const std::vector<std::size_t> columns = pattern_columns(file, others, faults, exception_names_);
  const std::size_t from_column = file.column("from");
  const std::size_t to_column = file.column("to");
  const std::size_t reason_column = file.column("reason");
  exception_matcher_ = Matcher(columns.size());
  std::vector<std::string_view> cells(columns.size());
  for (std::size_t row = 0; row < file.rows(); ++row) {
    RowReader reader(file, row, faults);
    const auto from = reader.instant(from_column, "from");
    const auto to = reader.instant(to_column, "to");
    if (from && to && *to <= *from) {
      reader.fault(to_column, "to", file.cell(row, to_column), "is not after from");
    }
    if (!reader.sound()) continue;
    std::ranges::transform(columns, cells.begin(), [&](std::size_t column) { return file.cell(row, column); });
    exception_matcher_.add(cells);
    exceptions_.push_back({*from, *to, file.cell(row, reason_column)});
  }
  exception_matcher_.settle();
}

const Schedule* Policy::find_schedule(std::string_view name) const {
  const auto found = defined_by_name_.find(name);
  if (name == "always") return &always_;
  if (name == "never") return &never_;
  if (found != defined_by_name_.end()) return &found->second->schedule;
  return name == "default" ? &default_ : nullptr;
}

std::vector<std::string_view> Policy::schedule_names() const {
  std::vector<std::string_view> names(built_in_schedules.begin(), built_in_schedules.end());
  for (const auto& defined : defined_) names.emplace_back(defined->schedule.name());
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::shared_ptr<const Calendar> Policy::find_calendar(std::string_view name) const {
  const auto found = calendars_by_name_.find(name);
  return found == calendars_by_name_.end() ? nullptr : calendars_[found->second].calendar;
}

std::vector<std::string_view> Policy::calendar_names() const {
  std::vector<std::string_view> names;
  for (const Listed& listed : calendars_) names.emplace_back(listed.calendar->name());
  std::ranges::sort(names);
  return names;
}

const Schedule& Policy::assigned(std::span<const Texts> values) const {
  if (const auto row = assignment_matcher_.first(values, [](std::size_t) { return true; })) {
    return *assignments_[*row].schedule;
  }
  return *find_schedule("default");
}

const Exception* Policy::exception(std::span<const Texts> values, worktime::Instant instant) const {
  const auto row = exception_matcher_.first(
      values, [&](std::size_t place) { return exceptions_[place].from <= instant && instant < exceptions_[place].to; });
  return row ? &exceptions_[*row] : nullptr;
}

}  // namespace offhours::policy
