// 100,000 bad rows of any kind must not keep a search from starting. Bounds are wide, for debug builds on busy
// machines; a cost that is not linear in the rows exceeds them by far.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <functional>

#include "folder.hpp"
#include "policy/policy.hpp"

namespace offhours::test {
namespace {

using namespace policy;

constexpr int rows = 100'000;
constexpr double most_milliseconds = 3'000;

struct BadRows {
  const char* title;
  const char* file;
  const char* head;
  std::function<std::string(const std::string& number)> row;
};

void PrintTo(const BadRows& bad, std::ostream* out) { *out << bad.title; }

constexpr const char* schedules_head = "schedule,time_zone,days,hours,holidays,valid_from,valid_to\n";

class BadRowsCost : public testing::TestWithParam<BadRows> {};

TEST_P(BadRowsCost, IsLinear) {
  if (OFFHOURS_EMULATED) GTEST_SKIP() << "an emulator's time says nothing of a processor's";
  const BadRows& bad = GetParam();
  const Folder folder;
  folder.write("offhours_schedules.csv", std::string(schedules_head) + "night,UTC,mon,20:00-06:00,,,\n");
  folder.write("offhours_holidays.csv", "calendar,date,kind,hours,name\nde,2026-12-25,,,\n");
  std::string text = bad.head;
  for (int i = 0; i < rows; ++i) text += bad.row(std::to_string(i));
  folder.write(bad.file, text);
  const auto start = std::chrono::steady_clock::now();
  const Policy policy(folder.path(), "offhours");
  const std::size_t count = policy.fault_count();
  const auto shown = policy.faults(1);
  const double milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  std::printf("%zu faults in %.0f ms; the first: %s\n", count, milliseconds, fault::to_line(shown).c_str());
  EXPECT_GE(count, 1U);
  EXPECT_LT(milliseconds, most_milliseconds);
}

using Number = const std::string&;

INSTANTIATE_TEST_SUITE_P(
    All, BadRowsCost,
    testing::Values(
        BadRows{"UnknownZones", "offhours_schedules.csv", schedules_head,
                [](Number n) { return "s" + n + ",Europe/Berln" + n + ",mon,08:00-18:00,,,\n"; }},
        BadRows{"UnknownZonesOfOneSchedule", "offhours_schedules.csv", schedules_head,
                [](Number n) { return "s,Europe/Berln" + n + ",mon,08:00-18:00,,,\n"; }},
        BadRows{"SecondZones", "offhours_schedules.csv", schedules_head,
                [](Number n) { return std::string("s,") + (n == "0" ? "UTC" : "Asia/Tokyo") + ",mon,8:00-9:00,,,\n"; }},
        BadRows{"Days", "offhours_schedules.csv", schedules_head,
                [](Number n) { return "s" + n + ",UTC,mon-fry,08:00-18:00,,,\n"; }},
        BadRows{"Hours", "offhours_schedules.csv", schedules_head,
                [](Number n) { return "s" + n + ",UTC,mon,8-" + n + ",,,\n"; }},
        BadRows{"UnknownCalendars", "offhours_schedules.csv", schedules_head,
                [](Number n) { return "s" + n + ",UTC,mon,08:00-18:00,de" + n + " de" + n + ",,\n"; }},
        BadRows{"Validities", "offhours_schedules.csv", schedules_head,
                [](Number n) { return "s" + n + ",UTC,mon,08:00-18:00,,2026-02-03,2026-02-02\n"; }},
        BadRows{"EverythingWrong", "offhours_schedules.csv", schedules_head,
                [](Number n) { return "," + n + "," + n + "," + n + "," + n + "," + n + "," + n + "\n"; }},
        BadRows{"TooFewCells", "offhours_schedules.csv", schedules_head, [](Number n) { return "s" + n + "\n"; }},
        BadRows{"Quotes", "offhours_schedules.csv", schedules_head,
                [](Number n) { return "s\"" + n + ",\"U\"TC,\"\"\"\"\",,,,\n"; }},
        BadRows{"UnclosedQuotes", "offhours_schedules.csv", schedules_head, [](Number) { return "a,\"\n"; }},
        BadRows{"HeaderOfManyColumns", "offhours_schedules.csv", "schedule,time_zone,days,hours",
                [](Number n) { return ",c" + n; }},
        BadRows{"HeaderOfOneColumnManyTimes", "offhours_assignments.csv", "schedule,user",
                [](Number) { return ",user"; }},
        BadRows{"ManyPatternColumns", "offhours_assignments.csv", "schedule", [](Number n) { return ",c" + n; }},
        BadRows{"VerdictColumns", "offhours_assignments.csv", "schedule", [](Number n) { return ",off_hours" + n; }},
        BadRows{"Dates", "offhours_holidays.csv", "calendar,date\n",
                [](Number n) { return "de" + n + "," + n + ".12.2026\n"; }},
        BadRows{"Kinds", "offhours_holidays.csv", "calendar,date,kind\n",
                [](Number n) { return "de,2026-12-25,close" + n + "\n"; }},
        BadRows{"CalendarNames", "offhours_holidays.csv", "calendar,date\n",
                [](Number n) { return "de " + n + ",2026-12-25\n"; }},
        BadRows{"UnknownSchedules", "offhours_assignments.csv", "user_role,schedule\n",
                [](Number n) { return "role" + n + ",nigt" + n + "\n"; }},
        BadRows{"NoSchedules", "offhours_assignments.csv", "user_role,schedule\n",
                [](Number n) { return "role" + n + ",\n"; }},
        BadRows{"Instants", "offhours_exceptions.csv", "user_role,from,to\n",
                [](Number n) { return "role" + n + ",2026-05-16," + n + "\n"; }},
        BadRows{"InstantsInReverse", "offhours_exceptions.csv", "user_role,from,to\n",
                [](Number n) { return n + ",2026-05-16T10:00:00Z,2026-05-16T09:00:00Z\n"; }}),
    [](const auto& param) { return std::string(param.param.title); });

}  // namespace
}  // namespace offhours::test
