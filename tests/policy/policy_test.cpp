#include "policy/policy.hpp"

#include <gtest/gtest.h>

#include "folder.hpp"

namespace offhours::test {
namespace {

using namespace policy;

constexpr std::string_view schedules_head = "schedule,time_zone,days,hours,holidays,valid_from,valid_to,comment\n";
constexpr std::string_view holidays_head = "calendar,date,kind,hours,name\n";

struct Wrong {
  const char* file;
  std::string text;
  const char* line;  // the first fault, and how many more
};

std::string schedules(std::string_view rows) { return std::string(schedules_head) + std::string(rows); }
std::string holidays(std::string_view rows) { return std::string(holidays_head) + std::string(rows); }

class PolicyFaults : public testing::TestWithParam<Wrong> {};

TEST_P(PolicyFaults, AreToldWithPlaceAndMend) {
  const Folder folder;
  folder.write("p_schedules.csv", schedules("emea,Europe/Berlin,mon-fri,08:00-18:00,,,,\n"));
  folder.write("p_holidays.csv", holidays("de,2026-12-25,,,Christmas Day\n"));
  folder.write(GetParam().file, GetParam().text);
  const Policy policy(folder.path(), "p");
  ASSERT_FALSE(policy.faults().empty());
  EXPECT_EQ(fault::to_line(policy.faults()), GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    Schedules, PolicyFaults,
    testing::Values(
        Wrong{"p_schedules.csv", schedules(",UTC,mon,08:00-18:00,,,,\n"), "p_schedules.csv:2:1: schedule '' is empty"},
        Wrong{"p_schedules.csv", schedules("a,Tokyo Standard Time,mon,08:00-18:00,,,,\n"),
              "p_schedules.csv:2:3: time_zone 'Tokyo Standard Time' is not an IANA time zone but Windows' name of one; "
              "did you mean Asia/Tokyo?"},
        Wrong{"p_schedules.csv", schedules("a,UTC+2,mon,08:00-18:00,,,,\n"),
              "p_schedules.csv:2:3: time_zone 'UTC+2' is not an IANA time zone but an offset (name a city with these "
              "clocks, such as Europe/Berlin)"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,-1:00,,,,\n"),
              "p_schedules.csv:2:11: hours '-1:00' is not a window of hours such as 08:00-17:30"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,08:00-,,,,\n"),
              "p_schedules.csv:2:11: hours '08:00-' is not a window of hours such as 08:00-17:30"},
        Wrong{"p_schedules.csv", schedules("a,,mon,08:00-18:00,,,,\n"), "p_schedules.csv:2:3: time_zone '' is empty"},
        Wrong{"p_schedules.csv", schedules("a,PST,mon,08:00-18:00,,,,\n"),
              "p_schedules.csv:2:3: time_zone 'PST' is not an IANA time zone but an abbreviation (name a city with "
              "these clocks, such as Europe/Berlin); did you mean America/Los_Angeles?"},
        Wrong{"p_schedules.csv", schedules("a,europe/berlin,mon,08:00-18:00,,,,\n"),
              "p_schedules.csv:2:3: time_zone 'europe/berlin' is not an IANA time zone; did you mean Europe/Berlin?"},
        Wrong{"p_schedules.csv", schedules("a,../UTC,mon,08:00-18:00,,,,\n"),
              "p_schedules.csv:2:3: time_zone '../UTC' is not an IANA time zone"},
        Wrong{"p_schedules.csv", schedules("a,UTC,,08:00-18:00,,,,\n"), "p_schedules.csv:2:7: days '' is empty"},
        Wrong{
            "p_schedules.csv", schedules("a,UTC,mon-fry,08:00-18:00,,,,\n"),
            "p_schedules.csv:2:7: days 'fry' is not a day of the week (mon tue wed thu fri sat sun, or a range such as "
            "mon-fri); did you mean fri?"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,,,,,\n"), "p_schedules.csv:2:11: hours '' is empty"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,8-18,,,,\n"),
              "p_schedules.csv:2:11: hours '8' is not a time of day from 00:00 to 24:00"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,24:00-06:00,,,,\n"),
              "p_schedules.csv:2:11: hours '24:00' is not a time of day from 00:00 to 24:00"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,08:00-08:00,,,,\n"),
              "p_schedules.csv:2:11: hours '08:00-08:00' starts when it ends (00:00-24:00 is the whole day)"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,08:00-18:00,de dee,,,\n"),
              "p_schedules.csv:2:23: calendar 'dee' is unknown; did you mean de?"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,08:00-18:00,,2026-02-30,,\n"),
              "p_schedules.csv:2:24: valid_from '2026-02-30' is not a date such as 2026-12-25"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,08:00-18:00,,2026-02-03,2026-02-02,\n"),
              "p_schedules.csv:2:35: valid_to '2026-02-02' is before valid_from"},
        Wrong{"p_schedules.csv", schedules("a,UTC,mon,08:00-18:00,,,,\na,Asia/Tokyo,tue,08:00-18:00,,,,\n"),
              "p_schedules.csv:3:3: time_zone 'Asia/Tokyo' is a second one for schedule a, which has UTC in line 2"},
        Wrong{"p_schedules.csv", schedules("always,UTC,mon,08:00-18:00,,,,\n"),
              "p_schedules.csv:2:1: schedule 'always' is built in and cannot be defined"},
        Wrong{"p_schedules.csv", schedules("a,Nowhere/None,mon,08:00-18:00,,,,\na,UTC,mo,9-5,,,,\n"),
              "p_schedules.csv:2:3: time_zone 'Nowhere/None' is not an IANA time zone (and 2 more)"}));

INSTANTIATE_TEST_SUITE_P(
    Holidays, PolicyFaults,
    testing::Values(
        Wrong{"p_holidays.csv", holidays(",2026-12-25,,,\n"), "p_holidays.csv:2:1: calendar '' is empty"},
        Wrong{"p_holidays.csv", holidays("my cal,2026-12-25,,,\n"),
              "p_holidays.csv:2:1: calendar 'my cal' has a blank or a comma, which separate calendars in a list"},
        Wrong{"p_holidays.csv", holidays("de,25.12.2026,,,\n"),
              "p_holidays.csv:2:4: date '25.12.2026' is not a date such as 2026-12-25, 2026-02-15..2026-02-23 or, for "
              "every year, *-12-25"},
        Wrong{"p_holidays.csv", holidays("de,2026-12-26..2026-12-25,,,\n"),
              "p_holidays.csv:2:4: date '2026-12-26..2026-12-25' ends before it starts"},
        Wrong{"p_holidays.csv", holidays("de,*-12-24..*-12-26,,,\n"),
              "p_holidays.csv:2:4: date '*-12-24..*-12-26' is not a range of dates such as 2026-02-15..2026-02-23"},
        Wrong{"p_holidays.csv", holidays("de,2026-12-25,Closed,,\n"),
              "p_holidays.csv:2:15: kind 'Closed' is not one of closed, short, workday; did you mean closed?"},
        Wrong{"p_holidays.csv", holidays("de,2026-12-25,short,,\n"), "p_holidays.csv:2:21: hours '' is empty"},
        Wrong{"p_holidays.csv", holidays("de,2026-12-25,,08:00-12:00,\n"),
              "p_holidays.csv:2:16: hours '08:00-12:00' are given for a closed day; only a short day or a workday has "
              "hours"}));

INSTANTIATE_TEST_SUITE_P(
    AssignmentsAndExceptions, PolicyFaults,
    testing::Values(
        Wrong{"p_assignments.csv", "user,schedule\n,\n,\nx,\n", "p_assignments.csv:4:3: schedule '' is empty"},
        Wrong{"p_assignments.csv", "user,schedule\nx,emae\n",
              "p_assignments.csv:2:3: schedule 'emae' is unknown; did you mean emea?"},
        Wrong{"p_assignments.csv", "user,comment\n", "p_assignments.csv:1:1: column 'schedule' is missing"},
        Wrong{"p_assignments.csv", "off_hours,schedule\n",
              "p_assignments.csv:1:1: column 'off_hours' is a result of judging, so it cannot decide what to judge by"},
        Wrong{"p_exceptions.csv", "user,from,to,reason\nx,2026-05-16T10:00:00,2026-05-17T00:00:00Z,\n",
              "p_exceptions.csv:2:3: from '2026-05-16T10:00:00' is not a time with an offset such as "
              "2026-12-18T18:00:00+01:00"},
        Wrong{"p_exceptions.csv", "user,from,to,reason\nx,2026-05-17T00:00:00Z,2026-05-17T00:00:00Z,\n",
              "p_exceptions.csv:2:24: to '2026-05-17T00:00:00Z' is not after from"}));

TEST(Policy, ANamedOneNeedsSchedules) {
  const Folder folder;
  folder.write("emea_schedules.csv", schedules_head);
  const Policy policy(folder.path(), "emae");
  ASSERT_EQ(policy.faults().size(), 1U);
  EXPECT_EQ(fault::to_line(policy.faults()),
            "policy 'emae' has no file " + folder.path() + "/emae_schedules.csv; did you mean emea?");
  EXPECT_TRUE(Policy(folder.path(), "emea").faults().empty());
  EXPECT_TRUE(Policy(folder.path(), "offhours").faults().empty());
  EXPECT_FALSE(Policy(folder.path(), "offhours").any_file());
}

TEST(Policy, AFaultInOneFileIsNotToldAgainForAnother) {
  const Folder folder;
  folder.write("p_schedules.csv", schedules("a,Nowhere/None,mon,08:00-18:00,,,,\n"));
  folder.write("p_assignments.csv", "user,schedule\nx,a\n");
  EXPECT_EQ(Policy(folder.path(), "p").faults().size(), 1U);
}

TEST(Policy, DigestFollowsTheBytes) {
  const Folder folder;
  const std::string none = Policy(folder.path(), "offhours").digest();
  EXPECT_EQ(none.size(), 32U);
  folder.write("offhours_schedules.csv", schedules("emea,UTC,mon,08:00-18:00,,,,\n"));
  const std::string one = Policy(folder.path(), "offhours").digest();
  EXPECT_NE(one, none);
  EXPECT_EQ(Policy(folder.path(), "offhours").digest(), one);
  folder.write("offhours_exceptions.csv", "from,to,reason\n");
  EXPECT_NE(Policy(folder.path(), "offhours").digest(), one);
}

TEST(Policy, ManySchedulesAndColumnsInAnyOrder) {
  const Folder folder;
  folder.write("offhours_schedules.csv",
               "hours,schedule,days,time_zone\n08:00-12:00,a,mon,UTC\n13:00-17:00,a,mon,UTC\n");
  const Policy policy(folder.path(), "offhours");
  ASSERT_TRUE(policy.faults().empty());
  const worktime::Schedule* schedule = policy.find_schedule("a");
  ASSERT_NE(schedule, nullptr);
  EXPECT_EQ(schedule->era(std::chrono::local_days{}).text, "mon 08:00-12:00 13:00-17:00");
}

}  // namespace
}  // namespace offhours::test
