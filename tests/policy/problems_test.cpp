#include "policy/problems.hpp"

#include <gtest/gtest.h>

#include "folder.hpp"
#include "policy/dates.hpp"

namespace offhours::policy {
namespace {

// Warnings about lines; those about files that are not there have their own test.
std::vector<std::string> warnings(const test::Folder& folder, std::string_view today = "2026-11-25") {
  std::vector<std::string> lines;
  const Policy policy(folder.path(), "offhours");
  for (const Problem& problem : find_problems(policy, *parse_date(today))) {
    if (problem.error || problem.fault.place->line > 0) lines.push_back(fault::to_line(problem.fault));
  }
  return lines;
}

TEST(Problems, FilesThatAreNotThereAreToldWithTheirPath) {
  const test::Folder folder;
  const auto problems = find_problems(Policy(folder.path(), "offhours"), *parse_date("2026-11-25"));
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_FALSE(problems.front().error);
  EXPECT_EQ(problems.front().fault.place->file, folder.path() + "/offhours_schedules.csv");
  EXPECT_EQ(problems.front().fault.what.words(), "is not there");
}

TEST(Problems, OfSchedules) {
  const test::Folder folder;
  folder.write("offhours_schedules.csv",
               "schedule,time_zone,days,hours,holidays,valid_from,valid_to\n"
               "default,UTC,mon-fri,08:00-18:00,,,\n"
               "default,UTC,wed,17:00-20:00,,,\n"
               "default,UTC,mon-thu,09:00-15:00,,2026-02-18,2026-03-19\n"
               "default,UTC,mon-thu,10:00-11:00,,2027-02-18,2027-03-19\n"
               "default,UTC,fri,10:00-11:00,,2027-02-18,2027-03-19\n"
               "unused,UTC,sat,20:00-06:00 05:00-07:00,,,\n"
               "unused,UTC,sun,05:00-07:00,,,\n");
  EXPECT_EQ(warnings(folder),
            (std::vector<std::string>{
                "offhours_schedules.csv:3:17: hours '17:00-20:00' overlap with line 2 from wed on; they count once",
                "offhours_schedules.csv:4:13: days 'mon-thu' leave fri closed while this row is valid, since its "
                "schedule's rows without validity do not count then",
                "offhours_schedules.csv:8:16: hours '05:00-07:00' overlap with line 7 from sat on; they count once",
                "offhours_schedules.csv:7:1: schedule 'unused' is used by no assignment; only schedule=unused can "
                "choose it"}));
}

TEST(Problems, OfCalendarsThatRunOut) {
  const test::Folder folder;
  folder.write("offhours_holidays.csv",
               "calendar,date\nde,2026-12-25\nyearly,*-12-25\nold,2024-12-25\nlong,2026-12-30..2027-01-02\n");
  EXPECT_EQ(warnings(folder),
            (std::vector<std::string>{"offhours_holidays.csv:2:1: calendar 'de' has no entry for 2027",
                                      "offhours_holidays.csv:4:1: calendar 'old' has no entry for 2026",
                                      "offhours_holidays.csv:4:1: calendar 'old' has no entry for 2027"}));
}

TEST(Problems, OfAssignments) {
  const test::Folder folder;
  folder.write("offhours_assignments.csv",
               "user_nme,api.operation,schedule\nci-*,,always\nci-deploy,PutImage,never\n,,default\nx,,never\n");
  EXPECT_EQ(warnings(folder),
            (std::vector<std::string>{
                "offhours_assignments.csv:3:1: assignment 'never' can never match: line 2 matches all that it would",
                "offhours_assignments.csv:5:1: assignment 'never' can never match: line 4 matches all that it would",
                "offhours_assignments.csv:1:1: name 'user_nme' is not a computed name, so it is looked for in _raw and "
                "among the columns; did you mean user_name?"}));
}

}  // namespace
}  // namespace offhours::policy
