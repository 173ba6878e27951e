#include "reference/working_time.hpp"

#include <bitset>

namespace offhours::test::reference {
namespace {

constexpr int day_minutes = 1440;
using Minutes = std::bitset<2 * day_minutes>;

struct Day {
  Minutes open;
  Minutes usual;  // by the week alone
  std::string kind;
};

Minutes mark(const std::vector<Span>& spans) {
  Minutes minutes;
  for (const Span& span : spans) {
    for (int minute = span.start; minute < span.end; ++minute) minutes.set(static_cast<std::size_t>(minute));
  }
  return minutes;
}

bool is_valid_on(const ScheduleRow& row, Date date) {
  if (row.from && date < *row.from) return false;
  return !(row.to && date > *row.to);
}

std::vector<ScheduleRow> rows_on(const Policy& policy, const std::string& schedule, Date date) {
  std::vector<ScheduleRow> plain;
  std::vector<ScheduleRow> seasonal;
  for (const ScheduleRow& row : policy.schedules) {
    if (row.schedule != schedule || !is_valid_on(row, date)) continue;
    (row.from || row.to ? seasonal : plain).push_back(row);
  }
  if (seasonal.empty()) return plain;
  std::optional<Date> latest;
  for (const ScheduleRow& row : seasonal) {
    if (row.from && (!latest || *row.from > *latest)) latest = row.from;
  }
  std::erase_if(seasonal, [&](const ScheduleRow& row) { return row.from != latest; });
  return seasonal;
}

Minutes week_day(const std::vector<ScheduleRow>& rows, int day) {
  Minutes minutes;
  for (const ScheduleRow& row : rows) {
    for (const int own : row.days) {
      if (own == day) minutes |= mark(row.spans);
    }
  }
  return minutes;
}

bool is_on(const HolidayRow& holiday, Date date) {
  if (holiday.rank != "yearly") return holiday.first <= date && date <= holiday.last;
  const std::chrono::year_month_day a(holiday.first);
  const std::chrono::year_month_day b(date);
  return a.month() == b.month() && a.day() == b.day();
}

Day work_out(const Policy& policy, const std::string& schedule, Date date) {
  const std::vector<ScheduleRow> rows = rows_on(policy, schedule, date);
  const int weekday = static_cast<int>(std::chrono::weekday(date).iso_encoding()) - 1;
  Day day;
  day.usual = week_day(rows, weekday);
  day.open = day.usual;
  std::vector<HolidayRow> holidays;
  for (const char* rank : {"single", "range", "yearly"}) {
    if (!holidays.empty()) break;
    for (const HolidayRow& holiday : policy.holidays) {
      bool used = false;
      for (const ScheduleRow& row : policy.schedules) {
        for (const std::string& calendar : row.calendars) {
          used = used || (row.schedule == schedule && calendar == holiday.calendar);
        }
      }
      if (used && holiday.rank == rank && is_on(holiday, date)) holidays.push_back(holiday);
    }
  }
  for (const char* kind : {"workday", "closed", "short"}) {
    for (const HolidayRow& holiday : holidays) {
      if (day.kind.empty() && holiday.kind == kind) day.kind = kind;
    }
  }
  if (day.kind == "closed") day.open.reset();
  if (day.kind == "workday") {
    day.open.reset();
    for (const HolidayRow& holiday : holidays) {
      if (holiday.kind != "workday") continue;
      Minutes minutes = mark(holiday.spans);
      if (minutes.none()) minutes = day.usual;
      for (int other = 0; other < 7 && minutes.none(); ++other) minutes = week_day(rows, other);
      day.open |= minutes;
    }
  }
  if (day.kind == "short") {
    for (const HolidayRow& holiday : holidays) {
      if (holiday.kind == "short") day.open &= mark(holiday.spans);
    }
  }
  return day;
}

bool matches(const char* pattern, const char* text) {
  if (*pattern == '\0') return *text == '\0';
  if (*pattern == '*') return matches(pattern + 1, text) || (*text != '\0' && matches(pattern, text + 1));
  return *text != '\0' && (*pattern == '?' || *pattern == *text) && matches(pattern + 1, text + 1);
}

bool row_matches(const std::vector<std::string>& cells, const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].empty() && !matches(cells[i].c_str(), values[i].c_str())) return false;
  }
  return true;
}

}  // namespace

std::string assigned_schedule(const Policy& policy, const std::vector<std::string>& values) {
  for (const AssignmentRow& row : policy.assignments) {
    if (row_matches(row.cells, values)) return row.schedule;
  }
  return "default";
}

std::string reason(const Policy& policy, const std::string& schedule, const std::vector<std::string>& values,
                   std::int64_t instant, Date date, std::chrono::milliseconds of_day) {
  const auto minute = static_cast<std::size_t>(of_day / std::chrono::minutes(1));
  const std::size_t since_yesterday = minute + day_minutes;
  const Day today = work_out(policy, schedule, date);
  const Day yesterday = work_out(policy, schedule, date - std::chrono::days(1));
  if (today.open[minute] || yesterday.open[since_yesterday]) return "working_hours";
  for (const ExceptionRow& row : policy.exceptions) {
    if (row.from <= instant && instant < row.to && row_matches(row.cells, values)) return "exception";
  }
  if (today.kind == "closed") return "holiday";
  if (yesterday.kind == "closed" && yesterday.usual[since_yesterday]) return "holiday";
  if (today.kind == "short" && today.usual[minute]) return "short_day";
  if (yesterday.kind == "short" && yesterday.usual[since_yesterday]) return "short_day";
  if (today.open.none()) return "day_off";
  bool before = true;
  bool after = true;
  for (std::size_t i = 0; i < today.open.size(); ++i) {
    if (!today.open[i]) continue;
    if (i <= minute) before = false;
    if (i >= minute) after = false;
  }
  return before ? "before_hours" : after ? "after_hours" : "between_hours";
}

}  // namespace offhours::test::reference
