#include "policy/problems.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "folder.hpp"
#include "policy/dates.hpp"

namespace offhours::test {
namespace {

using namespace policy;

// Warnings about lines; those about files that are not there have their own test.
std::vector<std::string> warnings(const Folder& folder, std::string_view today = "2026-11-25") {
  std::vector<std::string> lines;
  const Policy policy(folder.path(), "offhours");
  for (const Problem& problem : find_problems(policy, *parse_date(today))) {
    if (problem.error || problem.fault.place->line > 0) lines.push_back(fault::to_line(problem.fault));
  }
  return lines;
}

TEST(Problems, FilesThatAreNotThereAreToldWithTheirPath) {
  const Folder folder;
  const auto problems = find_problems(Policy(folder.path(), "offhours"), *parse_date("2026-11-25"));
  ASSERT_EQ(problems.size(), 1U) << "a policy of schedules alone is whole";
  EXPECT_FALSE(problems.front().error);
  EXPECT_EQ(problems.front().fault.place->file, folder.path() + "/offhours_schedules.csv");
  EXPECT_EQ(problems.front().fault.what.words(), "is not there");
}

TEST(Problems, OfSchedules) {
  const Folder folder;
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
  const Folder folder;
  folder.write("offhours_holidays.csv",
               "calendar,date\nde,2026-12-25\nyearly,*-12-25\nold,2024-12-25\nlong,2026-12-30..2027-01-02\n");
  EXPECT_EQ(warnings(folder),
            (std::vector<std::string>{"offhours_holidays.csv:2:1: calendar 'de' has no entry for 2027",
                                      "offhours_holidays.csv:4:1: calendar 'old' has no entry for 2026",
                                      "offhours_holidays.csv:4:1: calendar 'old' has no entry for 2027"}));
}

TEST(Problems, OfAssignments) {
  const Folder folder;
  folder.write("offhours_assignments.csv",
               "user_nme,api.operation,schedule\nci-*,,always\nci-deploy,PutImage,never\n,,default\nx,,never\n");
  EXPECT_EQ(warnings(folder),
            (std::vector<std::string>{
                "offhours_assignments.csv:3:1: assignment 'never' can never match: line 2 matches all that it would",
                "offhours_assignments.csv:5:1: assignment 'never' can never match: line 4 matches all that it would",
                "offhours_assignments.csv:1:1: name 'user_nme' is not a computed name, so it is looked for in _raw and "
                "among the columns; did you mean user_name?"}));
}

// What spreadsheets, imports and habits do to a policy: the warning, its place and what it suggests.
TEST(Problems, OfDamagedPolicies) {
  const std::string head = "schedule,time_zone,days,hours,holidays,valid_from,valid_to,comment\n";
  const std::string usual = "default,UTC,mon-fri,08:00-18:00,,,,\n";
  struct Case {
    std::string schedules;
    std::string assignments;
    std::string warning;  // part of one of the lines; empty: there is none
  };
  for (const auto& [schedules, assignments, warning] : std::vector<Case>{
           // Accounts.
           {usual, "vendor_account,schedule\n1.11111E+11,default\n",
            "offhours_assignments.csv:2:1: vendor_account '1.11111E+11' is not an account of 12 digits"},
           {usual, "vendor_account,schedule\n1.11111111111E+11,default\n", "did you mean 111111111111?"},
           {usual, "vendor_account,schedule\n1.23456789012e11,default\n", "did you mean 123456789012?"},
           {usual, "vendor_account,schedule\n'111111111111,default\n", "did you mean 111111111111?"},
           {usual, "vendor_account,schedule\n1111-1111-1111,default\n", "did you mean 111111111111?"},
           {usual, "vendor_account,schedule\n\"111,111,111,111\",default\n", "did you mean 111111111111?"},
           {usual, "vendor_account,schedule\n111.111.111.111,default\n", "did you mean 111111111111?"},
           {usual, "vendor_account,schedule\n111111111111.0,default\n", "did you mean 111111111111?"},
           {usual, "image_registry,schedule\n12345678901,default\n", "did you mean 012345678901?"},
           {usual, "image_registry,schedule\nACME,default\n", "image_registry 'ACME' is not an account"},
           {usual, "vendor_account,schedule\n1111*,default\n", ""},
           {usual, "vendor_account,schedule\n111111111111,default\n", ""},
           // Blanks that nobody sees.
           {usual, "user_role,schedule\nci ,default\n", "user_role 'ci ' begins or ends with a blank"},
           {usual, "user_role,schedule,comment\nci,default, yes\n", "comment ' yes' begins or ends with a blank"},
           {usual, "user_role ,schedule\nci,default\n", "column 'user_role ' begins or ends with a blank"},
           {usual, "user_role,schedule \nci,default\n", "column 'schedule ' begins or ends with a blank"},
           {usual,
            "user_role,schedule\n\xC2\xA0"
            "ci,default\n",
            "did you mean ci?"},
           // Hours that nobody meant.
           {"default,UTC,mon-sun,00:00-23:59,,,,\n", "", "did you mean 00:00-24:00?"},
           {"default,UTC,mon-fri,08:00-12:00 18:00-23:59,,,,\n", "", "did you mean 08:00-12:00 18:00-24:00?"},
           {"", "", "offhours_schedules.csv:1:1: file 'offhours_schedules.csv' names columns and has no row"},
           {"x,UTC,mon-fri,08:00-18:00,,,,\n", "user_role,schedule\nci,x\n", "schedule 'default' is not defined"},
           {"x,UTC,mon-fri,08:00-18:00,,,,\n", "user_role,schedule\nci,x\n,x\n", ""},
           {"default,UTC,mon-fri,08:00-18:00,,2025-01-01,2025-12-31,\n", "", "ended on 2025-12-31"},
           {"default,UTC,mon-fri,08:00-18:00,,2026-01-01,2026-12-31,\n", "", "no hours on any day after 2026-12-31"},
           {"default,UTC,mon-fri,08:00-18:00,,2026-01-01,,\n", "", ""},
           {"default,UTC,mon-fri,08:00-18:00,,2027-01-01,,\n", "", "no hours on any day before 2027-01-01"},
           // Names that callers choose.
           {usual, "user_name,schedule\nnora,default\n", "user_name 'nora' is all that the row rests on"},
           {usual, "user_name,vendor_account,schedule\nnora,111111111111,default\n", "is all that the row rests on"},
           {usual, "user,schedule\narn:aws:sts::*:assumed-role/*/nora,default\n", "is all that the row rests on"},
           {usual, "user,schedule\n*/nora,default\n", "is all that the row rests on"},
           {usual, "actor_kind,schedule\npipeline,default\n", "actor_kind 'pipeline' is all that the row rests on"},
           {usual, "actor_kind,schedule\np*,default\n", "actor_kind 'p*' is all that the row rests on"},
           {usual, "actor_kind,user_name,schedule\npipeline,nora,default\n", "is all that the row rests on"},
           {usual, "actor_kind,user_role,schedule\npipeline,*/Build,default\n", ""},
           {usual, "actor_kind,schedule\nperson,default\n", ""},
           {usual, "actor_kind,user_name,schedule\nperson,nora,default\n", ""},
           {usual, "actor_name,schedule\n*@example.com,default\n", "is all that the row rests on"},
           {usual, "actor_name,actor_kind,schedule\n*@example.com,person,default\n", ""},
           {usual, "actor_name,schedule\narn:aws:iam::*:role/ci/*,default\n", ""},
           {usual, "user_name,user_role,schedule\nnora,arn:aws:iam::1:role/night,default\n", ""},
           {usual, "user,schedule\narn:aws:sts::*:assumed-role/AWSReservedSSO_*/nora,default\n", ""},
           {usual, "user,schedule\narn:aws:sts::1:assumed-role/night/*,default\n", ""},
           {usual, "user,schedule\narn:aws:iam::*:user/nora,default\n", ""},
       }) {
    const Folder folder;
    folder.write("offhours_schedules.csv", head + schedules);
    if (!assignments.empty()) folder.write("offhours_assignments.csv", assignments);
    const std::vector<std::string> lines = warnings(folder);
    if (warning.empty()) {
      EXPECT_EQ(lines, std::vector<std::string>{}) << schedules << assignments;
      continue;
    }
    EXPECT_TRUE(std::ranges::any_of(
        lines, [&wanted = warning](const std::string& line) { return line.find(wanted) != std::string::npos; }))
        << "no " << warning << " in " << testing::PrintToString(lines);
  }
}

TEST(Problems, OfColumnsThatAnImportLost) {
  const Folder folder;
  folder.write("offhours_schedules.csv",
               "schedule,time_zone,days,hours,holidays,valid_from\ndefault,UTC,mon-fri,08:00-20:00,,\ndefault,UTC,mon-"
               "fri,09:00-15:00,,2026-02-18\n");
  const std::vector<std::string> lines = warnings(folder);
  EXPECT_EQ(
      lines,
      std::vector<std::string>{
          "offhours_schedules.csv:1:40: column 'valid_to' is not there though valid_from is, so a season never ends"});
}

TEST(Problems, EachWarningSuggestsSomething) {
  for (std::size_t number = 0; number < fault::code_count; ++number) {
    const auto code = static_cast<fault::Code>(number);
    const bool warning = (code >= fault::Code::not_there && code <= fault::Code::chosen_name);
    // What these two suggest is the text that was meant.
    const bool has_text = code == fault::Code::blank_edge || code == fault::Code::last_minute;
    EXPECT_EQ(!fault::advice(code).empty(), warning && !has_text) << fault::phrase(code);
  }
}

TEST(Problems, SearchesTellTheFirstAndHowManyThereAre) {
  const Folder folder;
  folder.write("offhours_schedules.csv", "schedule,time_zone,days,hours\ndefault,UTC,mon-sun,00:00-23:59\n");
  EXPECT_EQ(
      search_warning(Policy(folder.path(), "offhours"), *parse_date("2026-11-25")),
      "The policy is hardly meant as it stands: offhours_schedules.csv:2:21: hours '00:00-23:59' leaves out the last "
      "minute of the day; did you mean 00:00-24:00? See | offhourspolicy view=problems policy=offhours.");
  folder.write("offhours_assignments.csv", "user_role,schedule,comment\nci,default,fine \n");
  EXPECT_NE(search_warning(Policy(folder.path(), "offhours"), *parse_date("2026-11-25")).find("(and 1 more)"),
            std::string::npos);
  folder.write("offhours_assignments.csv", "vendor_account,schedule\n1,default\n");
  const std::string two = search_warning(Policy(folder.path(), "offhours"), *parse_date("2026-11-25"));
  EXPECT_NE(two.find("(and 1 more)"), std::string::npos) << two;
}

// Every search asks at its end, so that what only the view shows must not be worked out then.
TEST(Problems, WhatSearchesTellIsFoundInOnePass) {
  const Folder folder;
  folder.write("offhours_schedules.csv", "schedule,time_zone,days,hours\ndefault,UTC,mon-fri,08:00-18:00\n");
  std::string rows = "user_role,vendor_account,schedule\n";
  for (int i = 0; i < 20'000; ++i) rows += "*n" + std::to_string(i) + "*,,default\n";
  folder.write("offhours_assignments.csv", rows + ",1,default\n");
  const Policy policy(folder.path(), "offhours");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_NE(search_warning(policy, *parse_date("2026-11-25")).find("is not an account"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

}  // namespace
}  // namespace offhours::test
