// Inline beats schedule= beats the assignments beats `default` beats the built-in default; exceptions apply to all.
#include <gtest/gtest.h>

#include "command/in_process.hpp"
#include "folder.hpp"

namespace offhours::test {
namespace {

constexpr const char* head = "schedule,time_zone,days,hours,holidays\n";
// A Saturday noon, UTC.
constexpr const char* saturday = R"({"time":1778932800000,"actor":{"user":{"name":"kim"}}})";

struct Precedence : testing::Test {
  Precedence() {
    lookups.write("offhours_schedules.csv", std::string(head) +
                                                "default,Asia/Tokyo,mon-sun,00:00-24:00,\n"
                                                "emea,Europe/Berlin,mon-fri,08:00-18:00,\n");
    lookups.write("offhours_holidays.csv", "calendar,date,name\nde,2026-05-16,A Saturday\n");
  }
  std::string schedule(std::string_view arguments) {
    const Outcome run = run_command(lookups.path(), "offhours", arguments, raw_events({saturday}));
    if (!run.error.empty()) return run.error;
    return run.table.column("off_hours_schedule")[0] + ' ' + run.table.column("off_hours_reason")[0];
  }
  Folder lookups;
};

TEST_F(Precedence, OfSchedules) {
  EXPECT_EQ(schedule(""), "default working_hours");
  lookups.write("offhours_assignments.csv", "user_name,schedule\nkim,emea\n");
  EXPECT_EQ(schedule(""), "emea day_off");
  EXPECT_EQ(schedule("schedule=never"), "never day_off");
  EXPECT_EQ(schedule("schedule=default"), "default working_hours");
  EXPECT_EQ(schedule("schedule=always time_zone=UTC days=sat hours=13:00-14:00"), "inline before_hours");
  EXPECT_EQ(schedule("time_zone=UTC days=sat hours=08:00-14:00 holidays=de"), "inline holiday");
  lookups.write("offhours_exceptions.csv",
                "user_name,from,to,reason\nkim,2026-05-16T00:00:00Z,2026-05-17T00:00:00Z,freeze\n");
  for (const char* arguments : {"", "schedule=never", "time_zone=UTC days=sat hours=13:00-14:00"}) {
    EXPECT_NE(schedule(arguments).find(" exception"), std::string::npos) << arguments;
  }
  EXPECT_EQ(schedule("schedule=always"), "always working_hours") << "working hours come first";
}

TEST_F(Precedence, FaultsOfArguments) {
  EXPECT_EQ(schedule("schedule=emae"), "schedule 'emae' is unknown; did you mean emea?");
  EXPECT_EQ(schedule("time_zone=UTC days=sat hours=08:00-14:00 holidays=dee"),
            "calendar 'dee' is unknown; did you mean de?");
  EXPECT_EQ(schedule("policy=../x"), "policy '../x' is not the name of a policy (letters, digits, _ and - only)");
}

TEST_F(Precedence, NamesOfThePolicyAreAskedFor) {
  lookups.write("offhours_assignments.csv", "user_name,team,schedule\n,blue,emea\n");
  lookups.write("offhours_exceptions.csv", "ticket,from,to\nx,2026-05-16T00:00:00Z,2026-05-17T00:00:00Z\n");
  const auto fields = [&](std::string_view arguments) {
    std::string list;
    for (const std::string& field : run_command(lookups.path(), "offhours", arguments).required_fields) {
      if (!field.starts_with("off_hours")) list += field + ' ';
    }
    return list;
  };
  EXPECT_EQ(fields(""), "_raw _time team ticket ");
  EXPECT_EQ(fields("schedule=emea"), "_raw _time ticket ");
  TextTable table{{"_raw", "team"}, {{saturday, "blue"}, {saturday, "red"}}};
  const Outcome run = run_command(lookups.path(), "offhours", "", table);
  EXPECT_EQ(run.table.column("off_hours_schedule"), (std::vector<std::string>{"emea", "default"}));
}

TEST(NoPolicy, IsOneWarning) {
  const Folder lookups;
  const Outcome run = run_command(lookups.path(), "offhours", "", raw_events({saturday, saturday}));
  EXPECT_EQ(run.error, "");
  ASSERT_EQ(run.warnings.size(), 1U);
  EXPECT_NE(run.warnings[0].find(lookups.path() + "/offhours_schedules.csv is not there"), std::string::npos);
  EXPECT_TRUE(run_command(lookups.path(), "offhours", "schedule=default", raw_events({saturday})).warnings.empty());
}

TEST(Calendars, WithoutAnEntryForTheYearAreOneWarning) {
  const Folder lookups;
  lookups.write("offhours_schedules.csv", std::string(head) + "default,UTC,mon-fri,08:00-18:00,de yearly us\n");
  lookups.write("offhours_holidays.csv", "calendar,date\nde,2025-12-25\nyearly,*-12-25\nus,2026-12-25\n");
  const Outcome run =
      run_command(lookups.path(), "offhours", "",
                  raw_events({saturday, saturday, R"({"time":1747396800000})", R"({"time":1778932800000})"}));
  ASSERT_EQ(run.warnings.size(), 1U);
  EXPECT_EQ(run.warnings[0].substr(0, run.warnings[0].find('.')),
            "No holidays are known to calendars de for 2026, us for 2025, yet events of that time were judged by it");
}

}  // namespace
}  // namespace offhours::test
