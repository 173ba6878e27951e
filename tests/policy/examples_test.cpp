// The policy that the app ships as an example.
#include <gtest/gtest.h>

#include "command/in_process.hpp"

namespace offhours::test {
namespace {

constexpr const char* lookups = OFFHOURS_SOURCE_DIR "/splunk_app/lookups";

TEST(Examples, AreWithoutFault) {
  const Outcome run = run_command(lookups, "offhourspolicy", "policy=offhours_example view=problems date=2026-06-01");
  EXPECT_EQ(run.error, "");
  const auto severities = run.table.column("severity");
  const auto faults = run.table.column("fault");
  for (std::size_t i = 0; i < severities.size(); ++i) EXPECT_NE(severities[i], "error") << faults[i];
  EXPECT_EQ(faults, std::vector<std::string>{"calendar has no entry for 2027"}) << "cn: published a year ahead only";
}

TEST(Examples, Judge) {
  const TextTable events = raw_events(
      {R"({"time":1771144200000,"actor":{"user":{"name":"li","account":{"uid":"555555555555"}}}})",
       R"({"time":1771057800000,"actor":{"user":{"name":"li","account":{"uid":"555555555555"}}}})",
       R"({"time":1783094400000,"actor":{"user":{"name":"mary","account":{"uid":"222222222222"}}}})",
       R"({"time":1783094400000,"actor":{"user":{"uid":"arn:aws:sts::1:assumed-role/AWSReservedSSO_Dev_1/nora.night@example.com"}}})"});
  const Outcome run = run_command(lookups, "offhours", "policy=offhours_example", events);
  EXPECT_EQ(run.error, "");
  EXPECT_EQ(run.table.column("off_hours_schedule"),
            (std::vector<std::string>{"shanghai", "shanghai", "new_york", "night_shift"}));
  EXPECT_EQ(run.table.column("off_hours_reason"),
            (std::vector<std::string>{"holiday", "working_hours", "holiday", "before_hours"}));
}

}  // namespace
}  // namespace offhours::test
