#include "policy/calendars.hpp"

#include <algorithm>
#include <array>

#include "policy/dates.hpp"
#include "policy/row_reader.hpp"

namespace offhours::policy {
namespace {

using fault::Code;

using worktime::Calendar;
using worktime::DayKind;

constexpr std::array<std::string_view, 2> required = {"calendar", "date"};
constexpr std::array<std::string_view, 4> optional = {"kind", "hours", "name", "comment"};
constexpr Columns columns{required, optional, false, Candidates::holiday_columns};

}  // namespace

Calendars::Calendars(const std::string& folder, std::string_view policy)
    : file_(folder, std::string(policy) + "_holidays.csv", columns) {
  if (file_.sound()) read();
}

void Calendars::read() {
  for (std::size_t row = 0; row < file_.rows(); ++row) read_row(row);
  for (const Entry& entry : entries_) entry.calendar->sort_dates();
}

void Calendars::read_row(std::size_t row) {
  const std::size_t calendar_column = file_.column("calendar");
  const std::size_t date_column = file_.column("date");
  const std::size_t kind_column = file_.column("kind");
  const std::size_t hours_column = file_.column("hours");
  RowReader reader(file_, row);
  const std::string_view name = reader.cell(calendar_column);
  if (name.empty()) {
    reader.fault(calendar_column, "calendar", name, Code::empty);
    return;
  }
  if (name.find_first_of(list_separators) != std::string_view::npos) {
    reader.fault(calendar_column, "calendar", name, Code::separator_in_name);
    return;
  }
  const auto [known, fresh] = by_name_.try_emplace(name, entries_.size());
  if (fresh) entries_.push_back({std::make_shared<Calendar>(std::string(name)), row});
  Calendar& calendar = *entries_[known->second].calendar;

  worktime::Holiday holiday;
  holiday.name = reader.cell(file_.column("name"));
  const std::string_view kind = reader.cell(kind_column);
  const std::string_view hours = reader.cell(hours_column);
  if (kind == "short") {
    holiday.kind = DayKind::short_day;
  } else if (kind == "workday") {
    holiday.kind = DayKind::workday;
  } else if (!kind.empty() && kind != "closed") {
    reader.fault(kind_column, "kind", kind, {Code::not_one_of, {fault::list_text(day_kinds)}}, Candidates::kinds);
    return;
  }
  if (holiday.kind == DayKind::closed && !hours.empty()) {
    reader.fault(hours_column, "hours", hours, Code::hours_of_closed_day);
  } else if (holiday.kind == DayKind::short_day || !hours.empty()) {
    holiday.hours = reader.hours(hours_column);
  }
  const std::string_view date = reader.cell(date_column);
  const std::size_t dots = date.find("..");
  const auto first = parse_date(date.substr(0, dots));
  if (dots != std::string_view::npos) {
    const auto last = parse_date(date.substr(dots + 2));
    if (!first || !last) {
      reader.fault(date_column, "date", date, Code::not_a_range);
    } else if (*last < *first) {
      reader.fault(date_column, "date", date, Code::ends_before_start);
    } else if (reader.sound()) {
      calendar.add_range(*first, *last, std::move(holiday));
    }
  } else if (const auto yearly = parse_yearly(date)) {
    if (reader.sound()) calendar.add_yearly(*yearly, std::move(holiday));
  } else if (!first) {
    reader.fault(date_column, "date", date, Code::not_a_date_of_calendar);
  } else if (reader.sound()) {
    calendar.add(*first, std::move(holiday));
  }
}

std::shared_ptr<const Calendar> Calendars::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : entries_[found->second].calendar;
}

std::vector<std::string_view> Calendars::names() const {
  std::vector<std::string_view> names;
  for (const Entry& entry : entries_) names.emplace_back(entry.calendar->name());
  std::ranges::sort(names);
  return names;
}

void Calendars::warn(Warnings& warnings) const {
  const std::chrono::year this_year = std::chrono::year_month_day(warnings.today()).year();
  for (const Entry& entry : entries_) {
    for (const std::chrono::year year : {this_year, this_year + std::chrono::years(1)}) {
      if (entry.calendar->covers(year)) continue;
      warnings.add(file_, file_.start(entry.first_row, file_.column("calendar")), "calendar", entry.calendar->name(),
                   {Code::no_entry_for_year, {std::to_string(static_cast<int>(year))}});
    }
  }
}

}  // namespace offhours::policy
