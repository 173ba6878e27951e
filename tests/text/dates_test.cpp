#include "text/dates.hpp"

#include <gtest/gtest.h>

namespace offhours::test {
namespace {

using namespace text;

TEST(Dates, OnlyDaysThatThereAre) {
  EXPECT_EQ(date_text(*parse_date("2024-02-29")), "2024-02-29");
  EXPECT_EQ(date_text(*parse_date("0001-01-01")), "0001-01-01");
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "20260101", " 2026-01-01",
                           "2026-01-01 ", "2026-01-01T00:00:00Z", "*-01-01", "26-01-01", "2026/01/01"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

constexpr std::int64_t none = INT64_MIN;

std::int64_t ms(std::string_view text, Rfc3339 form) {
  const auto instant = parse_rfc3339(text, form);
  return instant ? instant->time_since_epoch().count() : none;
}

TEST(Instants, AreReadInBothForms) {
  const struct {
    const char* text;
    std::int64_t ms;
  } cases[] = {
      {"1970-01-01T00:00:01Z", 1000},
      {"1970-01-01T01:00:00+01:00", 0},
      {"1969-12-31t23:59:59.9999z", -1},
      {"1970-01-01 00:00:00.5-00:30", 1'800'500},
      {"2026-05-16T10:00:00+02:00", 1'778'918'400'000},
      {"2026-12-31T23:59:60Z", 1'798'761'600'000},  // a leap second
      {"2026-05-16T10:00:00.123456789123456789Z", 1'778'925'600'123},
      {"2026-05-16T13:45:00+05:45", 1'778'918'400'000},
      {"", none},
      {"2026-05-16", none},
      {"2026-05-16T10:00Z", none},
      {"2026-05-16T24:00:00Z", none},
      {"2026-05-16T10:60:00Z", none},
      {"2026-05-16T10:00:61Z", none},
      {"2026-05-16T10:00:00+2:00", none},
      {"2026-05-16T10:00:00.Z", none},
      {"2026-05-16T10:00:00Z ", none},
      {"2026-05-16T10:00:00 Z", none},
      {"2026-05-16T10:00:00+24:00", none},
      {"2026-05-16T10:00:00+02:60", none},
      {"2026-05-16T10:00:00+02:0", none},
      {"2026-05-16T10:00:00 Europe/Berlin", none},
      {"2026-02-30T10:00:00Z", none},
      {"1778918400", none},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ms(c.text, Rfc3339::strict), c.ms) << c.text;
    EXPECT_EQ(ms(c.text, Rfc3339::loose), c.ms) << c.text;
  }
}

// As event sources write them; a person who writes a policy is asked for the offset instead.
TEST(Instants, OfLogsAreLooser) {
  const struct {
    const char* text;
    std::int64_t ms;
  } cases[] = {
      {"2026-05-16T08:00:00", 1'778'918'400'000},
      {"2026-05-16 08:00:00.000 UTC", 1'778'918'400'000},  // Athena
      {"2026-05-16 10:00:00.000 +02:00", 1'778'918'400'000},
      {"2026-05-16T10:00:00+0200", 1'778'918'400'000},
      {"2026-05-16T10:00:00+02", 1'778'918'400'000},
      {"2026-05-16T08:00:00,250", 1'778'918'400'250},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ms(c.text, Rfc3339::loose), c.ms) << c.text;
    EXPECT_EQ(ms(c.text, Rfc3339::strict), none) << c.text;
  }
  for (const char* text :
       {"2026-05-16T08:00:00 utc", "2026-05-16T08:00:00UTC", "2026-05-16T08:00:00 GMT", "2026-05-16T08:00:00 UTC ",
        "2026-05-16T08:00:00+02:", "2026-05-16T08:00:00 ", "2026-05-16T08:00:00  +02:00"}) {
    EXPECT_EQ(ms(text, Rfc3339::loose), none) << text;
  }
}

}  // namespace
}  // namespace offhours::test
