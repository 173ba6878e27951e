#include "policy/dates.hpp"

#include <gtest/gtest.h>

namespace offhours::policy {
namespace {

TEST(Dates, OnlyDaysThatThereAre) {
  EXPECT_EQ(date_text(*parse_date("2024-02-29")), "2024-02-29");
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "20260101", " 2026-01-01",
                           "2026-01-01 ", "2026-01-01T00:00:00Z", "*-01-01", "26-01-01", "2026/01/01"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Dates, Yearly) {
  EXPECT_EQ(*parse_yearly("*-02-29"), std::chrono::February / 29);
  for (const char* text : {"*-02-30", "*-13-01", "*-1-1", "12-25", "*12-25", "*-12-25 ", "**-12-25"}) {
    EXPECT_FALSE(parse_yearly(text)) << text;
  }
}

TEST(Dates, Instants) {
  struct Case {
    const char* text;
    std::int64_t ms;
  };
  for (const auto& [text, ms] :
       {Case{"1970-01-01T00:00:01Z", 1000}, Case{"1970-01-01T01:00:00+01:00", 0}, Case{"1969-12-31t23:59:59.9999z", -1},
        Case{"1970-01-01 00:00:00.5-00:30", 1'800'500}, Case{"2026-05-16T10:00:00+02:00", 1'778'918'400'000}}) {
    ASSERT_TRUE(parse_instant(text)) << text;
    EXPECT_EQ(parse_instant(text)->time_since_epoch().count(), ms) << text;
  }
  for (const char* text :
       {"", "2026-05-16", "2026-05-16T10:00:00", "2026-05-16T10:00Z", "2026-05-16T24:00:00Z", "2026-05-16T10:60:00Z",
        "2026-05-16T10:00:00+2:00", "2026-05-16T10:00:00+0200", "2026-05-16T10:00:00.Z", "2026-05-16T10:00:00Z ",
        "2026-05-16T10:00:00+24:00", "2026-02-30T10:00:00Z", "1778918400"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

}  // namespace
}  // namespace offhours::policy
