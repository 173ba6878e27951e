#include "fault/fault.hpp"

#include <gtest/gtest.h>

#include <array>

namespace offhours::fault {
namespace {

TEST(Fault, IsOneLineInTheFormOfTheContract) {
  const struct {
    Fault fault;
    const char* line;
  } cases[] = {
      {{{}, "option", "keap", "is unknown", "keep"}, "option 'keap' is unknown; did you mean keep?"},
      {{{}, "keep", "", "is empty", ""}, "keep '' is empty"},
      {{Place{"lookups/offhours_schedules.csv", 7, 12}, "time_zone", "Europe/Berln", "is no IANA time zone",
        "Europe/Berlin"},
       "lookups/offhours_schedules.csv:7:12: time_zone 'Europe/Berln' is no IANA time zone; did you mean "
       "Europe/Berlin?"},
      {{{}, "option", "a\nb\x01", "is unknown", ""}, "option 'a\\x0ab\\x01' is unknown"},
  };
  for (const auto& c : cases) EXPECT_EQ(to_line(c.fault), c.line);
}

TEST(Fault, TellsTheFirstAndHowManyMore) {
  const std::array<Fault, 3> faults = {Fault{{}, "option", "a", "is unknown", ""}, Fault{{}, "b", "", "", ""},
                                       Fault{{}, "c", "", "", ""}};
  EXPECT_EQ(to_line(faults), "option 'a' is unknown (and 2 more)");
  EXPECT_EQ(to_line(std::span(faults).first(1)), "option 'a' is unknown");
}

TEST(Fault, CutsLongValues) {
  const std::string line = to_line(Fault{{}, "option", std::string(5000, 'x'), "is unknown", ""});
  EXPECT_LT(line.size(), 300U);
  EXPECT_NE(line.find("..."), std::string::npos);
}

TEST(Nearest, FindsWhatWasProbablyMeant) {
  constexpr std::array<std::string_view, 4> zones = {"Europe/Berlin", "Europe/Dublin", "America/New_York", "UTC"};
  const struct {
    const char* wrong;
    const char* meant;
  } cases[] = {{"Europe/Berln", "Europe/Berlin"},
               {"europe/berlin", "Europe/Berlin"},
               {"America/NewYork", "America/New_York"},
               {"Europe/Belrin", "Europe/Berlin"},
               {"utc", "UTC"},
               {"PST", ""},
               {"", ""},
               {"Middle-earth/Shire", ""}};
  for (const auto& c : cases) EXPECT_EQ(nearest(c.wrong, zones), c.meant) << c.wrong;
}

}  // namespace
}  // namespace offhours::fault
