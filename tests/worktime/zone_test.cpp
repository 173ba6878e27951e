#include "worktime/zone.hpp"

#include <gtest/gtest.h>

namespace offhours::worktime {
namespace {

Instant at(std::int64_t seconds, int ms = 0) {
  return Instant(std::chrono::seconds(seconds) + std::chrono::milliseconds(ms));
}

TEST(Zones, AreFoundByExactNameOrLink) {
  for (const char* name :
       {"UTC", "Etc/UTC", "Europe/Berlin", "Asia/Calcutta", "Asia/Kolkata", "US/Pacific", "EST5EDT", "GMT"}) {
    ASSERT_TRUE(Zone::find(name)) << name;
    EXPECT_EQ(Zone::find(name)->name(), name);
  }
  for (const char* name : {"", "europe/berlin", "Europe/Berln", "PST", "UTC+1", "libc:localtime", "Fixed/UTC+01:00:00",
                           "../etc/passwd", "/usr/share/zoneinfo/UTC", "Europe"}) {
    EXPECT_FALSE(Zone::find(name)) << name;
  }
  EXPECT_GT(zone_names().size(), 590U);
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

}  // namespace
}  // namespace offhours::worktime
