#include "worktime/zone.hpp"

#include <gtest/gtest.h>

#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace worktime;

Instant at(std::int64_t seconds, int ms = 0) {
  return Instant(std::chrono::seconds(seconds) + std::chrono::milliseconds(ms));
}

TEST(Zones, AreFoundByExactNameOrLink) {
  for (const char* name : {"UTC", "Etc/UTC", "Europe/Berlin", "Asia/Calcutta", "Asia/Kolkata", "US/Pacific", "GMT"}) {
    ASSERT_TRUE(Zone::find(name)) << name;
    EXPECT_EQ(Zone::find(name)->name(), name);
  }
  for (const char* name :
       {"", "europe/berlin", "Europe/Berln", "PST", "EST", "CET", "EST5EDT", "Factory", "UTC+1", "libc:localtime",
        "Fixed/UTC+01:00:00", "../etc/passwd", "/usr/share/zoneinfo/UTC", "Europe"}) {
    EXPECT_FALSE(Zone::find(name)) << name;
  }
  EXPECT_GT(zone_names().size(), 580U);
}

TEST(Zones, AllLoad) {
  for (const std::string_view name : zone_names()) {
    const auto zone = Zone::find(name);
    ASSERT_TRUE(zone) << name;
    (void)zone->at(at(1778616000));
  }
}

TEST(Zones, TellTheWallClock) {
  const struct {
    const char* zone;
    std::int64_t seconds;
    int offset_minutes;
    int hour_and_minute;
  } cases[] = {
      {"Europe/Berlin", 1774745999, 60, 159},  // a second before 02:00 becomes 03:00
      {"Europe/Berlin", 1774746000, 120, 300},
      {"Europe/Berlin", 1792889999, 120, 259},  // a second before 03:00 becomes 02:00
      {"Europe/Berlin", 1792890000, 60, 200},
      {"Asia/Kathmandu", 1778644800, 345, 945},
      {"America/Vancouver", 1795627800, -420, 1030},  // no winter time any more, since 2026
      {"Africa/Casablanca", 1795595400, 0, 830},      // on UTC since September 2026
      {"America/New_York", 4102444800, -300, 1900},   // 2100: by the rule at the end of the data
      {"Australia/Lord_Howe", 1778616000, 630, 630},
  };
  for (const auto& c : cases) {
    const LocalTime local = Zone::find(c.zone)->at(at(c.seconds));
    EXPECT_EQ(local.offset.count(), c.offset_minutes * 60) << c.zone << " " << c.seconds;
    const auto minutes = std::chrono::floor<std::chrono::minutes>(local.of_day).count();
    EXPECT_EQ(minutes / 60 * 100 + minutes % 60, c.hour_and_minute) << c.zone << " " << c.seconds;
  }
}

// The remembered interval must not leak into its neighbours.
TEST(Zones, TellTheSameInAnyOrder) {
  const Zone zone = *Zone::find("Europe/Berlin");
  const std::int64_t spring = 1774746000;
  for (const std::int64_t step : {0, 1, -1, 20'000'000, -20'000'000, 86400, 0, -1, 0}) {
    for (const int ms : {0, -1, 1}) {
      const LocalTime remembered = zone.at(at(spring + step, ms));
      const LocalTime fresh = Zone::find("Europe/Berlin")->at(at(spring + step, ms));
      EXPECT_EQ(remembered.offset, fresh.offset) << step << " " << ms;
      EXPECT_EQ(remembered.of_day, fresh.of_day) << step << " " << ms;
    }
  }
}

// A zone that has been asked thousands of things answers as one that has never been asked, close to transitions most of
// all.
TEST(Zones, RememberNothingWrong) {
  run_trials("remembered zones", std::chrono::milliseconds(300), [](Random& random) {
    const std::vector<std::string_view> names = zone_names();
    const std::string_view name = any_of(random, names);
    const Zone zone = *Zone::find(name);
    constexpr std::int64_t year = 31'556'952'000;
    const std::int64_t first = static_cast<std::int64_t>(below(random, 180) * year) - 60 * year;
    const std::int64_t range = one_in(random, 2) ? year / 2 : one_in(random, 2) ? 3 * year : 300 * year;
    Instant last{};
    for (int i = 0; i < 300; ++i) {
      const auto offset = static_cast<std::int64_t>(below(random, static_cast<std::size_t>(range)));
      Instant instant{std::chrono::milliseconds(first + offset)};
      // Halves its way to a change of the offset since the last instant, and asks on both sides of it.
      Instant low = std::min(last, instant);
      Instant high = std::max(last, instant);
      last = instant;
      if (zone.at(low).offset != zone.at(high).offset) {
        const auto before = zone.at(low).offset;
        while (high - low > std::chrono::milliseconds(1)) {
          const Instant middle = low + (high - low) / 2;
          (zone.at(middle).offset == before ? low : high) = middle;
        }
        instant = one_in(random, 2) ? low : high;
      }
      const LocalTime remembered = zone.at(instant);
      const LocalTime fresh = Zone::find(name)->at(instant);
      ASSERT_EQ(remembered.offset, fresh.offset) << name << ' ' << instant.time_since_epoch().count();
      ASSERT_EQ(remembered.date, fresh.date) << name << ' ' << instant.time_since_epoch().count();
      ASSERT_EQ(remembered.of_day, fresh.of_day) << name << ' ' << instant.time_since_epoch().count();
    }
  });
}

}  // namespace
}  // namespace offhours::test
