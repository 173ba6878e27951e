#include "policy/dates.hpp"

#include <gtest/gtest.h>

namespace offhours::test {
namespace {

using namespace policy;

TEST(Dates, Yearly) {
  EXPECT_EQ(*parse_yearly("*-02-29"), std::chrono::February / 29);
  for (const char* text : {"*-02-30", "*-13-01", "*-1-1", "12-25", "*12-25", "*-12-25 ", "**-12-25"}) {
    EXPECT_FALSE(parse_yearly(text)) << text;
  }
}

TEST(Dates, InstantsHaveAnOffset) {
  EXPECT_EQ(parse_instant("2026-05-16T10:00:00+02:00")->time_since_epoch().count(), 1'778'918'400'000);
  for (const char* text : {"2026-05-16T10:00:00", "2026-05-16T10:00:00+0200", "2026-05-16T10:00:00 UTC"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

}  // namespace
}  // namespace offhours::test
