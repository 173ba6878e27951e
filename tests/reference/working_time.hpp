// A slow and obvious evaluator of a policy, to hold the fast one against. It marks minutes on a map of two days and
// looks things up by going through all of them; it shares no code with the program but the wall clock of a zone.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace offhours::test::reference {

using Date = std::chrono::local_days;

struct Span {
  int start;  // minutes from midnight
  int end;    // above 1440: on the next date
};

struct ScheduleRow {
  std::string schedule;
  std::vector<int> days;  // from Monday, 0
  std::vector<Span> spans;
  std::vector<std::string> calendars;
  std::optional<Date> from;
  std::optional<Date> to;
};

struct HolidayRow {
  std::string calendar;
  std::string rank;  // "single", "range", "yearly"
  Date first;        // yearly: month and day of a leap year count
  Date last;
  std::string kind;  // "closed", "short", "workday"
  std::vector<Span> spans;
};

struct AssignmentRow {
  std::vector<std::string> cells;
  std::string schedule;
};

struct ExceptionRow {
  std::vector<std::string> cells;
  std::int64_t from;  // milliseconds
  std::int64_t to;
};

struct Policy {
  std::map<std::string, std::string> zones;  // of each schedule
  std::vector<ScheduleRow> schedules;
  std::vector<HolidayRow> holidays;
  std::vector<AssignmentRow> assignments;
  std::vector<ExceptionRow> exceptions;
};

// The name of the schedule that is assigned.
std::string assigned_schedule(const Policy& policy, const std::vector<std::string>& values);

// The reason's name. `date` and `of_day` are what the schedule's wall clock shows at the instant.
std::string reason(const Policy& policy, const std::string& schedule, const std::vector<std::string>& values,
                   std::int64_t instant, Date date, std::chrono::milliseconds of_day);

}  // namespace offhours::test::reference
