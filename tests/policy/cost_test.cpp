// What a large policy costs. The bounds are wide, since debug builds on busy machines run this too; what was measured
// is in the properties of the test.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "command/in_process.hpp"
#include "folder.hpp"
#include "policy/policy.hpp"

namespace offhours::test {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void write_large_policy(const Folder& lookups) {
  std::string schedules = "schedule,time_zone,days,hours,holidays,valid_from,valid_to,comment\n";
  constexpr std::array<std::string_view, 6> zones = {"Europe/Berlin", "America/New_York", "Asia/Tokyo",
                                                     "Asia/Dubai",    "Asia/Jerusalem",   "Asia/Shanghai"};
  for (int i = 0; i < 100; ++i) {
    schedules += "s" + std::to_string(i) + ',' + std::string(zones[static_cast<std::size_t>(i) % zones.size()]) +
                 ",mon-fri,08:00-18:00,c" + std::to_string(i % 20) + ",,,\n";
  }
  lookups.write("offhours_schedules.csv", schedules);
  std::string assignments = "user_name,vendor_account,user_role,schedule,comment\n";
  for (int i = 0; i < 10'000; ++i) {
    const std::string n = std::to_string(i);
    const std::string schedule = "s" + std::to_string(i % 100);
    switch (i % 3) {
      case 0: assignments += "person" + n + "@example.com,,," + schedule + ",\n"; break;
      case 1: assignments += "," + std::to_string(100'000'000'000 + i) + ",," + schedule + ",\n"; break;
      default: assignments += ",,arn:aws:iam::111111111111:role/team-" + n + "-*," + schedule + ",\n"; break;
    }
  }
  lookups.write("offhours_assignments.csv", assignments);
  std::string holidays = "calendar,date,kind,hours,name\n";
  for (int i = 0; i < 5'000; ++i) {
    char date[32];
    std::snprintf(date, sizeof date, "20%02d-%02d-%02d", 20 + i / 20 % 10, 1 + i / 200 % 12, 1 + i / 17 % 28);
    holidays += "c" + std::to_string(i % 20) + ',' + date + ",closed,,Holiday number " + std::to_string(i) + '\n';
  }
  lookups.write("offhours_holidays.csv", holidays);
}

TEST(Cost, OfReadingALargePolicy) {
  if (OFFHOURS_EMULATED) GTEST_SKIP() << "an emulator's time says nothing of a processor's";
  const Folder lookups;
  write_large_policy(lookups);
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto start = Clock::now();
    const policy::Policy policy(lookups.path(), "offhours");
    best = std::min(best, milliseconds_since(start));
    ASSERT_TRUE(policy.faults().empty()) << fault::to_line(policy.faults());
    ASSERT_EQ(policy.assignments().entries().size(), 10'000U);
  }
  std::printf("10000 assignments and 5000 holidays are read in %.1f ms\n", best);
  RecordProperty("milliseconds", std::to_string(best));
  EXPECT_LT(best, 200.0);
}

TEST(Cost, OfTenThousandAssignmentsPerEvent) {
  const Folder none;
  none.write("offhours_schedules.csv", "schedule,time_zone,days,hours\ndefault,Europe/Berlin,mon-fri,08:00-18:00\n");
  const Folder large;
  write_large_policy(large);
  std::vector<std::string> events;
  const std::string manifest(6'000, 'm');
  for (int i = 0; i < 2'000; ++i) {
    events.push_back(
        R"({"time":)" + std::to_string(1'778'000'000'000 + i * 97'000LL) +
        R"(,"metadata":{"version":"1.1.0"},"api":{"operation":"PutImage","request":{"data":"{\"imageManifest\":\")" +
        manifest + R"(\"}"}},"actor":{"user":{"uid":"arn:aws:sts::111111111111:assumed-role/team-)" +
        std::to_string(i % 500) + R"(-x/person)" + std::to_string(i) +
        R"(@example.com","account":{"uid":"111111111111"}}}})");
  }
  const TextTable table = raw_events(events);
  // Only getinfo differs besides the judging; it is paid once and not of interest here.
  const auto best_of = [&](const std::string& lookups) {
    double best = 1e9;
    for (int i = 0; i < 7; ++i) {
      const auto empty_start = Clock::now();
      (void)run_command(lookups, "offhours", "");
      const double getinfo = milliseconds_since(empty_start);
      const auto start = Clock::now();
      const Outcome run = run_command(lookups, "offhours", "", table);
      best = std::min(best, milliseconds_since(start) - getinfo);
      EXPECT_EQ(run.table.rows.size(), table.rows.size());
    }
    return best;
  };
  const double without = best_of(none.path());
  const double with = best_of(large.path());
  std::printf("%zu events: %.1f ms without assignments, %.1f ms with 10000: ratio %.3f\n", events.size(), without, with,
              with / without);
  RecordProperty("ratio", std::to_string(with / without));
  EXPECT_LT(with / without, 2.0);
}

// Globs without a fixed beginning or end have to be held against each other: not without bound, and not in silence.
TEST(Cost, OfProblemsAmongOpenGlobs) {
  if (OFFHOURS_EMULATED) GTEST_SKIP() << "an emulator's time says nothing of a processor's";
  const Folder lookups;
  lookups.write("offhours_schedules.csv", "schedule,time_zone,days,hours\ndefault,UTC,mon-fri,08:00-18:00\n");
  std::string assignments = "user_role,schedule\n";
  for (int i = 0; i < 20'000; ++i) assignments += "*team-" + std::to_string(i) + "-*,default\n";
  lookups.write("offhours_assignments.csv", assignments);
  const auto start = Clock::now();
  const Outcome outcome = run_command(lookups.path(), "offhourspolicy", "view=problems");
  const double took = milliseconds_since(start);
  EXPECT_LT(took, 5000);
  RecordProperty("milliseconds", std::to_string(took));
  std::printf("20,000 open globs: %.0f ms\n", took);
  ASSERT_EQ(outcome.table.rows.size(), 1U);
  EXPECT_NE(outcome.table.column("fault").front().find("were not looked at"), std::string::npos);
}

}  // namespace
}  // namespace offhours::test
