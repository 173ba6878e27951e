#include "worktime/calendar.hpp"

#include <gtest/gtest.h>

namespace offhours::test {
namespace {

using namespace worktime;

using std::chrono::local_days;

local_days date(int y, unsigned m, unsigned d) {
  return local_days(std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d));
}

Calendar sample() {
  Calendar calendar("de");
  calendar.add_yearly(std::chrono::December / 25, {DayKind::closed, {}, "yearly"});
  calendar.add_yearly(std::chrono::February / 29, {DayKind::closed, {}, "leap"});
  calendar.add_range(date(2026, 12, 24), date(2026, 12, 26), {DayKind::closed, {}, "range"});
  calendar.add(date(2026, 12, 25), {DayKind::short_day, {}, "second"});
  calendar.add(date(2026, 12, 25), {DayKind::closed, {}, "third"});
  calendar.add(date(2024, 5, 1), {DayKind::closed, {}, "first"});
  calendar.sort_dates();
  return calendar;
}

std::string names(const Calendar& calendar, local_days day) {
  std::vector<const Holiday*> found;
  std::string text = std::to_string(static_cast<int>(calendar.find(day, found)));
  for (const Holiday* holiday : found) text += ' ' + holiday->name;
  return text;
}

TEST(Calendar, ASingleDateBeatsARangeBeatsAYearlyOne) {
  const Calendar calendar = sample();
  EXPECT_EQ(names(calendar, date(2026, 12, 25)), "3 second third");
  EXPECT_EQ(names(calendar, date(2026, 12, 24)), "2 range");
  EXPECT_EQ(names(calendar, date(2026, 12, 26)), "2 range");
  EXPECT_EQ(names(calendar, date(2025, 12, 25)), "1 yearly");
  EXPECT_EQ(names(calendar, date(2026, 12, 27)), "0");
  EXPECT_EQ(names(calendar, date(2028, 2, 29)), "1 leap");
  EXPECT_EQ(names(calendar, date(2027, 3, 1)), "0");
}

TEST(Calendar, KnowsItsYears) {
  const Calendar calendar = sample();
  for (const auto& [year, covered] :
       {std::pair{2023, false}, {2024, true}, {2025, false}, {2026, true}, {2027, false}}) {
    EXPECT_EQ(calendar.covers(std::chrono::year(year)), covered) << year;
  }
  Calendar turn("turn");
  turn.add_range(date(2026, 12, 30), date(2027, 1, 2), {});
  EXPECT_TRUE(turn.covers(std::chrono::year(2027)));
  EXPECT_FALSE(turn.covers(std::chrono::year(2028)));
  Calendar yearly("yearly");
  yearly.add_yearly(std::chrono::December / 25, {});
  EXPECT_TRUE(yearly.covers(std::chrono::year(2050)));
}

}  // namespace
}  // namespace offhours::test
