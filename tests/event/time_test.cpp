#include "event/time.hpp"

#include <gtest/gtest.h>

#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace event;

constexpr std::int64_t none = 0;

std::int64_t ms(std::optional<Instant> instant) { return instant ? instant->time_since_epoch().count() : none; }

TEST(Epoch, IsReadByItsSize) {
  const struct {
    const char* text;
    std::int64_t ms;
  } cases[] = {
      {"1778616000", 1778616000000},
      {"1778616000.123999", 1778616000123},
      {"1778616000000", 1778616000000},
      {"1778616000000.9", 1778616000000},
      {"1.778616E12", 1778616000000},
      {"1778616000000000", 1778616000000},
      {"1778616000999999", 1778616000999},
      {"17786160e5", 1778616000000},
      {"1", 1000},
      {"0.001", 1},
      {"99999999999", 99999999999000},  // below 1e11: seconds
      {"100000000000", 100000000000},   // milliseconds
      {"99999999999999", 99999999999999},
      {"100000000000000", 100000000000},  // microseconds
      {"99999999999999999", 99999999999999},
      {"100000000000000000", none},
      {"0", none},
      {"0.0001", none},
      {"-5", none},
      {"", none},
      {"x", none},
      {"12x", none},
      {".", none},
      {"1e", none},
      {"1e999999999999", none},
      {"0x10", none},
      {"1778616000000 ", none},
      {"NaN", none},
      {"253402300800", 253402300800},  // past year 9999 as seconds, a day in 1978 as milliseconds
  };
  for (const auto& c : cases) EXPECT_EQ(ms(parse_epoch(c.text)), c.ms) << c.text;
}

TEST(Seconds, AreNeverTakenForAnythingElse) {
  EXPECT_EQ(ms(parse_seconds("1627354345.934")), 1627354345934);
  EXPECT_EQ(ms(parse_seconds("1599165051")), 1599165051000);
  EXPECT_EQ(ms(parse_seconds("1778616000000")), none);  // the year 58000
  EXPECT_EQ(ms(parse_seconds("0")), none);
}

std::string any_digits(Random& random, std::size_t most) {
  std::string digits;
  const bool zeros = one_in(random, 3);
  for (std::size_t n = below(random, most + 1); n > 0; --n) {
    digits += static_cast<char>('0' + (zeros && !one_in(random, 4) ? 0 : one_in(random, 4) ? 9 : below(random, 10)));
  }
  return digits;
}

// A number of plain digits is read by a way of its own; a plus sign before it or an exponent of zero behind it takes
// the other.
TEST(Epoch, AndSecondsAreTheSameHoweverTheyAreRead) {
  run_trials("two ways to read a time", std::chrono::milliseconds(200), [](Random& random) {
    for (int i = 0; i < 200; ++i) {
      std::string text = any_digits(random, one_in(random, 4) ? 25 : 18);
      if (one_in(random, 2)) text += '.' + any_digits(random, one_in(random, 8) ? 30 : 5);
      if (one_in(random, 8)) text.insert(below(random, text.size() + 1), 1, static_cast<char>(below(random, 256)));
      if (text.starts_with('+')) continue;
      const std::string shown = testing::PrintToString(text);
      ASSERT_EQ(ms(parse_epoch(text)), ms(parse_epoch('+' + text))) << shown;
      ASSERT_EQ(ms(parse_seconds(text)), ms(parse_seconds('+' + text))) << shown;
      if (text.find_first_not_of("0123456789.") != std::string::npos) continue;
      ASSERT_EQ(ms(parse_epoch(text)), ms(parse_epoch(text + "e0"))) << shown;
      ASSERT_EQ(ms(parse_seconds(text)), ms(parse_seconds(text + "e0"))) << shown;
    }
  });
}

TEST(Rfc3339, IsReadWithAndWithoutOffset) {
  const struct {
    const char* text;
    std::int64_t ms;
  } cases[] = {
      {"2026-05-12T20:00:00Z", 1778616000000},
      {"2026-05-12t20:00:00z", 1778616000000},
      {"2026-05-12T20:00:00", 1778616000000},
      {"2026-05-12 20:00:00", 1778616000000},
      {"2026-05-12T22:00:00+02:00", 1778616000000},
      {"2026-05-12T22:00:00+0200", 1778616000000},
      {"2026-05-12T22:00:00+02", 1778616000000},
      {"2026-05-12T16:00:00.000-04:00", 1778616000000},
      {"2026-05-13T01:45:00.1239+05:45", 1778616000123},
      {"2014-06-11T08:19:59.000-0700", 1402499999000},
      {"2021-09-07 20:37:30.642000", 1631047050642},
      {"2026-05-12 20:00:00.000 UTC", 1778616000000},  // Athena
      {"2024-02-29T00:00:00Z", 1709164800000},
      {"2026-12-31T23:59:60Z", 1798761600000},
      {"2026-02-29T00:00:00Z", none},
      {"2026-13-01T00:00:00Z", none},
      {"2026-05-12", none},
      {"2026-05-12T20:00Z", none},
      {"2026-05-12T24:00:00Z", none},
      {"2026-05-12T20:00:00 Europe/Berlin", none},
      {"2026-05-12T20:00:00.Z", none},
      {"1960-01-01T00:00:00Z", none},
      {"May 12 2026", none},
      {"", none},
  };
  for (const auto& c : cases) EXPECT_EQ(ms(parse_rfc3339(c.text)), c.ms) << c.text;
}

TEST(Seconds, AreWrittenWithThreeDecimals) {
  std::string out;
  append_seconds(out, Instant(std::chrono::milliseconds(1778616000005)));
  EXPECT_EQ(out, "1778616000.005");
}

}  // namespace
}  // namespace offhours::test
