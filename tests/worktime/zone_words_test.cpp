// What people write for a time zone, and what they are told.
#include "worktime/zone_words.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "worktime/zone.hpp"

namespace offhours::test {
namespace {

using namespace worktime;

struct Case {
  const char* text;
  ZoneWord kind;
  const char* zone;
};

TEST(ZoneWords, AreRefusedAndAnsweredWithTheZoneThatIsMeantOrNone) {
  for (const Case& each : std::vector<Case>{
           // Abbreviations, those of the database too.
           {"PST", ZoneWord::abbreviation, "America/Los_Angeles"},
           {"PDT", ZoneWord::abbreviation, "America/Los_Angeles"},
           {"EST", ZoneWord::abbreviation, "America/New_York"},
           {"EST5EDT", ZoneWord::abbreviation, "America/New_York"},
           {"PST8PDT", ZoneWord::abbreviation, "America/Los_Angeles"},
           {"CET", ZoneWord::abbreviation, "Europe/Berlin"},
           {"cest", ZoneWord::abbreviation, "Europe/Berlin"},
           {"EET", ZoneWord::abbreviation, "Europe/Athens"},
           {"HST", ZoneWord::abbreviation, "Pacific/Honolulu"},
           {"GST", ZoneWord::abbreviation, "Asia/Dubai"},
           {"JST", ZoneWord::abbreviation, "Asia/Tokyo"},
           {"CST", ZoneWord::abbreviation, ""},
           {"IST", ZoneWord::abbreviation, ""},
           {"BST", ZoneWord::abbreviation, ""},
           {"MST", ZoneWord::abbreviation, ""},
           {"XYZ", ZoneWord::abbreviation, ""},
           // Offsets.
           {"UTC+2", ZoneWord::offset, ""},
           {"UTC-05:00", ZoneWord::offset, ""},
           {"GMT+1", ZoneWord::offset, ""},
           {"+02:00", ZoneWord::offset, ""},
           {"-5", ZoneWord::offset, ""},
           // Windows.
           {"W. Europe Standard Time", ZoneWord::windows_name, "Europe/Berlin"},
           {"w. europe standard time", ZoneWord::windows_name, "Europe/Berlin"},
           {"Eastern Standard Time", ZoneWord::windows_name, "America/New_York"},
           {"Tokyo Standard Time", ZoneWord::windows_name, "Asia/Tokyo"},
           {"Pacific Daylight Time", ZoneWord::windows_name, "America/Los_Angeles"},
           {"W. Europe Daylight Time", ZoneWord::windows_name, "Europe/Berlin"},
           {"India Standard Time", ZoneWord::windows_name, "Asia/Calcutta"},
           // Cities that are no zone, and those in another area or in none.
           {"America/San_Francisco", ZoneWord::unknown, "America/Los_Angeles"},
           {"Asia/Mumbai", ZoneWord::unknown, "Asia/Kolkata"},
           {"Asia/Bangalore", ZoneWord::unknown, "Asia/Kolkata"},
           {"Asia/Beijing", ZoneWord::unknown, "Asia/Shanghai"},
           {"Europe/Munich", ZoneWord::unknown, "Europe/Berlin"},
           {"America/Boston", ZoneWord::unknown, "America/New_York"},
           {"US/Seattle", ZoneWord::unknown, "America/Los_Angeles"},
           {"San Francisco", ZoneWord::unknown, "America/Los_Angeles"},
           {"Berlin", ZoneWord::unknown, "Europe/Berlin"},
           {"berlin", ZoneWord::unknown, "Europe/Berlin"},
           {"New York", ZoneWord::unknown, "America/New_York"},
           {"Europe/New_York", ZoneWord::unknown, "America/New_York"},
           {"Asia/Sydney", ZoneWord::unknown, "Australia/Sydney"},
           {"Germany", ZoneWord::unknown, "Europe/Berlin"},
           {"America/Springfield", ZoneWord::unknown, ""},
           {"Atlantis", ZoneWord::unknown, ""},
           // What may be another place, or any word.
           {"Eastern", ZoneWord::unknown, ""},
           {"Pacific/Eastern", ZoneWord::unknown, ""},
           {"Victoria", ZoneWord::unknown, ""},
           {"San Juan", ZoneWord::unknown, ""},
           {"Samoa", ZoneWord::unknown, ""},
           {"South", ZoneWord::unknown, ""},
           {"Europe/Cordoba", ZoneWord::unknown, ""},
           {"Berln", ZoneWord::unknown, ""},
           // Slips of the hand.
           {"Europe/Berln", ZoneWord::unknown, "Europe/Berlin"},
           {"Europe/Berlln", ZoneWord::unknown, "Europe/Berlin"},
           {"Europe/Lodnon", ZoneWord::unknown, "Europe/London"},
           {"europe/berlin", ZoneWord::unknown, "Europe/Berlin"},
           {"utc", ZoneWord::unknown, "UTC"},
           {" UTC", ZoneWord::unknown, "UTC"},
           {"gmt", ZoneWord::unknown, "GMT"},
           {" Europe/Berlin ", ZoneWord::unknown, "Europe/Berlin"},
           {"Amercia/New_York", ZoneWord::unknown, "America/New_York"},
           {"America/Los_Angelos", ZoneWord::unknown, "America/Los_Angeles"},
           {"Factory", ZoneWord::unknown, ""},
           {"", ZoneWord::unknown, ""},
       }) {
    EXPECT_FALSE(Zone::find(each.text)) << each.text;
    EXPECT_EQ(kind_of_zone_word(each.text), each.kind) << each.text;
    EXPECT_EQ(suggest_zone(each.text), each.zone) << each.text;
  }
}

TEST(ZoneWords, AreNoneOfTheDatabasesPlaces) {
  for (const char* zone : {"UTC", "Etc/UTC", "GMT", "GB", "NZ", "Etc/GMT+5", "Japan", "US/Pacific", "Zulu"}) {
    EXPECT_TRUE(Zone::find(zone)) << zone;
  }
  for (const std::string_view zone : zone_names()) {
    EXPECT_TRUE(Zone::find(zone)) << zone;
    EXPECT_FALSE(is_zone_abbreviation(zone)) << zone;
  }
}

// Each row of the tables leads to a zone that there is.
TEST(ZoneWords, LeadToZonesThatThereAre) {
  std::ifstream table(OFFHOURS_SOURCE_DIR "/src/worktime/windows_zones.inc");
  std::size_t names = 0;
  for (std::string line; std::getline(table, line);) {
    if (!line.starts_with('{')) continue;
    const std::string name = line.substr(2, line.find('"', 2) - 2);
    ++names;
    EXPECT_TRUE(Zone::find(suggest_zone(name))) << name;
    EXPECT_EQ(kind_of_zone_word(name) == ZoneWord::windows_name, name != "UTC") << name;
  }
  EXPECT_GT(names, 130U);
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      for (char c = 'A'; c <= 'Z'; ++c) {
        const std::string zone = suggest_zone(std::string{a, b, c});
        ASSERT_TRUE(zone.empty() || Zone::find(zone)) << a << b << c;
      }
    }
  }
}

bool have_same_clocks(const Zone& a, const Zone& b) {
  using namespace std::chrono;
  for (const sys_days day : {sys_days(January / 15 / 2026), sys_days(July / 15 / 2026)}) {
    if (a.at(day).offset != b.at(day).offset) return false;
  }
  return true;
}

// A letter too many, too few or another in any zone's place: no suggestion has other clocks.
TEST(ZoneWords, SlipsOfTheHandNeverSuggestOtherClocks) {
  std::size_t suggested = 0;
  std::size_t place_number = 0;
  for (const std::string_view name : zone_names()) {
    const std::size_t place = name.rfind('/');
    if (place == std::string_view::npos || ++place_number % 3 != 0 || name.starts_with("Etc/")) continue;
    const auto meant = Zone::find(name);
    const std::size_t at = place + 1 + (name.size() - place - 1) / 2;
    for (std::string slip : {std::string(name).erase(at, 1), std::string(name).insert(at, "q")}) {
      if (Zone::find(slip)) continue;
      const std::string zone = suggest_zone(slip);
      if (zone.empty()) continue;
      ++suggested;
      EXPECT_TRUE(have_same_clocks(*meant, *Zone::find(zone))) << slip << " suggests " << zone;
    }
  }
  EXPECT_GT(suggested, 200U);
}

}  // namespace
}  // namespace offhours::test
