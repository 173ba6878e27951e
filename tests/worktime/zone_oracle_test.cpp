// Every zone and link against Python's zoneinfo on the same data.
#include <gtest/gtest.h>

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <set>

#include "worktime/zone.hpp"
#include "worktime/zone_words.hpp"

namespace offhours::test {
namespace {

using namespace worktime;

TEST(Zones, AreThoseOfPython) {
  if (std::system("python3 -c 'import zoneinfo' >/dev/null 2>&1") != 0) GTEST_SKIP() << "no python3 with zoneinfo";
  const std::string command =
      "python3 '" OFFHOURS_SOURCE_DIR "/tests/worktime/zones_by_python.py' '" OFFHOURS_LONG_ZONES "'";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::set<std::string> names;
  std::uint64_t compared = 0;
  int differences = 0;
  std::optional<Zone> zone;
  char name[128];
  std::int64_t ms = 0;
  long offset = 0;
  while (std::fscanf(pipe, "%127s %" SCNd64 " %ld", name, &ms, &offset) == 3) {
    if (is_zone_abbreviation(name) || std::string_view(name) == "Factory") continue;
    if (!zone || zone->name() != name) {
      zone = Zone::find(name);
      ASSERT_TRUE(zone) << name;
      names.insert(name);
    }
    const LocalTime local = zone->at(Instant(std::chrono::milliseconds(ms)));
    const auto clock = local.date.time_since_epoch() + local.of_day;
    ++compared;
    if (local.offset.count() == offset && clock.count() == ms + offset * 1000) continue;
    if (++differences <= 10) ADD_FAILURE() << name << " at " << ms << ": " << local.offset.count() << " not " << offset;
  }
  EXPECT_EQ(::pclose(pipe), 0);
  EXPECT_EQ(differences, 0);
  EXPECT_EQ(names.size(), zone_names().size());
  EXPECT_GT(compared, 500'000U);
  std::printf("%zu zones, %" PRIu64 " instants, %d differences\n", names.size(), compared, differences);
  RecordProperty("instants", std::to_string(compared));
}

}  // namespace
}  // namespace offhours::test
