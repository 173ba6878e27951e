#include <gtest/gtest.h>

#include "command/in_process.hpp"
#include "folder.hpp"

namespace offhours::test {
namespace {

using Cells = std::vector<std::string>;

struct PolicyView : testing::Test {
  PolicyView() {
    lookups.write("offhours_schedules.csv",
                  "schedule,time_zone,days,hours,holidays,valid_from,valid_to\n"
                  "emea,Europe/Berlin,mon-fri,08:00-12:00,de,,\n"
                  "emea,Europe/Berlin,mon,13:30-17:00,de,,\n"
                  "emea,Europe/Berlin,mon-fri,22:00-02:00,de,2026-07-01,2026-07-31\n");
    lookups.write("offhours_holidays.csv", "calendar,date,name\nde,2026-11-25,A Wednesday\n");
  }
  Outcome view(std::string_view arguments) const { return run_command(lookups.path(), "offhourspolicy", arguments); }
  Folder lookups;
};

TEST_F(PolicyView, IsGeneratingOnTheSearchHead) {
  const Outcome run = view("date=2026-11-25");
  EXPECT_EQ(run.error, "");
  EXPECT_EQ(run.type, "stateful");
  EXPECT_TRUE(run.required_fields.empty());
  EXPECT_EQ(run.replies, 1);
}

TEST_F(PolicyView, Effective) {
  const TextTable table = view("date=2026-11-25").table;
  EXPECT_EQ(Cells(table.columns.begin(), table.columns.begin() + 9),
            (Cells{"schedule", "weekday", "hours", "time_zone", "holidays", "valid_from", "valid_to", "file", "line"}));
  ASSERT_EQ(table.rows.size(), 14U) << "emea, and the built-in default";
  EXPECT_EQ(Cells(table.rows[0].begin(), table.rows[0].begin() + 9),
            (Cells{"emea", "Monday", "08:00-12:00 13:30-17:00", "Europe/Berlin", "de", "", "", "offhours_schedules.csv",
                   "2\n3"}));
  EXPECT_EQ(table.column("__mv_line")[0], "$2$;$3$");
  EXPECT_EQ(table.column("hours")[6], "");
  EXPECT_EQ(table.column("file")[7], "built in");
  const TextTable july = view("schedule=emea date=2026-07-31").table;
  ASSERT_EQ(july.rows.size(), 7U);
  EXPECT_EQ(july.column("hours")[4], "22:00-02:00");
  EXPECT_EQ(july.column("valid_to")[4], "2026-07-31");
}

TEST_F(PolicyView, ProblemsNeverFailTheSearch) {
  lookups.write("offhours_schedules.csv", "schedule,time_zone,days,hours\na,Europe/Berln,mon,08:00-12:00\n");
  lookups.write("offhours_assignments.csv", "user_name,schedule\n");
  lookups.write("offhours_exceptions.csv", "from,to\n");
  const Outcome run = view("view=problems date=2026-11-25");
  EXPECT_EQ(run.error, "");
  EXPECT_EQ(
      run.table.column("fault"),
      (Cells{"time_zone is not an IANA time zone",
             "schedule is not defined, so whoever matches no assignment is held against the built-in hours: Monday to "
             "Friday 08:00-20:00 UTC",
             "schedule is used by no assignment; only schedule=a can choose it", "calendar has no entry for 2027"}));
  EXPECT_EQ(Cells(run.table.rows[0].begin(), run.table.rows[0].begin() + 7),
            (Cells{"error", "offhours_schedules.csv", "2", "3", "Europe/Berln", "time_zone is not an IANA time zone",
                   "Europe/Berlin"}));
  EXPECT_EQ(view("policy=other view=problems").table.rows[0][0], "error");
}

// Nothing that a search would not say is shown of a policy that fails searches.
TEST_F(PolicyView, OfABrokenPolicyShowsWhatIsSoundAndSaysThatSearchesFail) {
  struct Case {
    const char* schedules;
    const char* view;
    std::size_t rows;
  };
  for (const auto& [schedules, arguments, rows] : std::initializer_list<Case>{
           {"schedule,time_zone,days,hours\ndefault,Europe/Berln,mon,08:00-12:00\n", "view=week", 0},
           {"schedule,time_zone,days,hours\ndefault,Europe/Berln,mon,08:00-12:00\n", "view=effective", 0},
           {"no policy at all\n", "view=week", 0},
           {"no policy at all\n", "view=effective", 0},
           {"schedule,time_zone,days,hours\ndefault,UTC,mon,08:00-12:00\nb,UTC,mo,1-2\n", "view=week", 168},
           {"schedule,time_zone,days,hours\ndefault,UTC,mon,08:00-12:00\nb,UTC,mo,1-2\n", "view=effective", 7},
       }) {
    lookups.write("offhours_schedules.csv", schedules);
    const Outcome run = view(arguments);
    EXPECT_EQ(run.error, "");
    EXPECT_EQ(run.table.rows.size(), rows) << schedules << arguments;
    ASSERT_EQ(run.warnings.size(), 1U) << schedules << arguments;
    EXPECT_TRUE(
        run.warnings[0].starts_with("All searches with this policy fail, and only what is sound in it is shown: "
                                    "offhours_schedules.csv:"))
        << run.warnings[0];
  }
}

TEST_F(PolicyView, Week) {
  const TextTable usual = view("view=week schedule=emea").table;
  ASSERT_EQ(usual.rows.size(), 168U);
  const auto share = usual.column("working_share");
  EXPECT_EQ(share[7], "0");
  EXPECT_EQ(share[8], "1");
  EXPECT_EQ(share[13], "0.5");
  EXPECT_EQ(usual.column("weekday")[24], "Tuesday");
  EXPECT_EQ(usual.column("hour")[24], "0");
  EXPECT_EQ(view("view=week schedule=emea").table.column("working_share")[24 * 2 + 8], "1");

  const TextTable dated = view("view=week schedule=emea date=2026-11-28").table;
  EXPECT_EQ(dated.column("working_share")[24 * 2 + 8], "0") << "Wednesday is a holiday in that week";
  EXPECT_EQ(dated.column("holiday")[24 * 2], "A Wednesday");
  EXPECT_EQ(dated.column("date")[0], "2026-11-23");

  const auto night = view("view=week schedule=emea date=2026-07-08").table.column("working_share");
  EXPECT_EQ(night[23], "1");
  EXPECT_EQ(night[24 + 1], "1") << "the tail of Monday's night";
  EXPECT_EQ(night[24 + 2], "0");
  EXPECT_EQ(night[24 * 5 + 1], "1") << "Friday's night ends on Saturday";
}

TEST_F(PolicyView, ManyRowsGoInSeveralReplies) {
  const Outcome run = run_command(lookups.path(), "offhourspolicy", "view=week", {}, 50);
  EXPECT_EQ(run.replies, 4);
  EXPECT_EQ(run.table.column("hour").size(), 168U);
}

TEST_F(PolicyView, FaultsOfArguments) {
  EXPECT_EQ(view("view=weak").error,
            "view 'weak' is not one of effective, problems, week, selftest; did you mean week?");
  EXPECT_EQ(view("schedule=emae").error, "schedule 'emae' is unknown; did you mean emea?");
  EXPECT_EQ(view("date=today").error, "date 'today' is not a date such as 2026-12-25");
  EXPECT_EQ(view("keep=all").error, "option 'keep' is unknown");
}

// Whatever the policy is, the events of the self test are off hours by it, in every form.
TEST(SelfTest, HasAnUploadOffHoursInEachForm) {
  struct Case {
    const char* schedules;
    const char* assignments;
    const char* arguments;
  };
  const std::string head = "schedule,time_zone,days,hours\n";
  for (const Case& each : std::vector<Case>{
           {"", "", ""},
           {"default,Asia/Tokyo,mon-sun,00:00-23:00\n", "", ""},
           {"default,UTC,mon-fri,08:00-18:00\nnight,Europe/Berlin,mon-sun,20:00-06:00\n",
            "user_role,schedule\n*AWSReservedSSO_*,night\n", ""},
           {"default,UTC,mon-fri,08:00-18:00\nlate,America/New_York,mon-fri,08:00-12:00\n", "", "schedule=late"},
           {"default,UTC,mon-fri,08:00-18:00\n", "", "date=2026-02-03"},
       }) {
    const Folder folder;
    if (*each.schedules != '\0') folder.write("offhours_schedules.csv", head + each.schedules);
    if (*each.assignments != '\0') folder.write("offhours_assignments.csv", each.assignments);
    const Outcome made = run_command(folder.path(), "offhourspolicy", "view=selftest " + std::string(each.arguments));
    ASSERT_EQ(made.error, "");
    EXPECT_TRUE(made.warnings.empty());
    EXPECT_EQ(made.table.column("form"),
              (Cells{"OCSF 1.0.0-rc.2", "OCSF 1.1.0", "OCSF 1.5.0", "CloudTrail", "EventBridge"}));
    const bool named = std::string(each.arguments).starts_with("schedule");
    const Outcome judged =
        run_command(folder.path(), "offhours",
                    "operation=PutImage service=ecr*.amazonaws.com fields=\"user actor_name actor_kind "
                    "image_* src status error\" " +
                        std::string(named ? each.arguments : ""),
                    made.table);
    EXPECT_EQ(judged.table.column("off_hours"), Cells(5, "1")) << each.schedules;
    EXPECT_EQ(judged.table.column("actor_name"), Cells(5, "selftest@offhours.example"));
    EXPECT_EQ(judged.table.column("actor_kind"), Cells(5, "person"));
    EXPECT_EQ(judged.table.column("image_repository"), Cells(5, "offhours/selftest"));
    EXPECT_EQ(judged.table.column("image_tag"), Cells(5, "selftest"));
    EXPECT_EQ(judged.table.column("image_request"), Cells(5, "complete"));
    EXPECT_EQ(judged.table.column("image_digest").front().substr(0, 9), "sha256:00");
    EXPECT_EQ(judged.table.column("status"), Cells(5, "Success"));
  }
}

TEST(SelfTest, SaysWhereThereIsNothingToFind) {
  const Folder folder;
  folder.write("offhours_schedules.csv", "schedule,time_zone,days,hours\ndefault,UTC,mon-fri,08:00-18:00\n");
  folder.write("offhours_assignments.csv", "user_role,schedule\n*,always\n");
  const Outcome always = run_command(folder.path(), "offhourspolicy", "view=selftest date=2026-11-25");
  EXPECT_TRUE(always.table.rows.empty());
  ASSERT_EQ(always.warnings.size(), 1U);
  EXPECT_NE(always.warnings[0].find("no off hours for the event of the self test in the 14 days before 2026-11-25"),
            std::string::npos);
  EXPECT_EQ(run_command(folder.path(), "offhourspolicy", "view=selftest schedule=default").table.rows.size(), 5U);
  folder.write("offhours_schedules.csv", "schedule,time_zone,days,hours\ndefault,PST,mon-fri,08:00-18:00\n");
  const Outcome broken = run_command(folder.path(), "offhourspolicy", "view=selftest");
  EXPECT_TRUE(broken.table.rows.empty());
  ASSERT_EQ(broken.warnings.size(), 1U);
  EXPECT_NE(broken.warnings[0].find("All searches with this policy fail"), std::string::npos);
}

}  // namespace
}  // namespace offhours::test
