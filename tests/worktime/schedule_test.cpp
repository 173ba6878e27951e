#include "worktime/schedule.hpp"

#include <gtest/gtest.h>

namespace offhours::test {
namespace {

using namespace worktime;

using std::chrono::local_days;

local_days date(int y, unsigned m, unsigned d) {
  return local_days(std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d));
}

TEST(Week, IsToldTheShortestWay) {
  const auto text = [](std::initializer_list<std::pair<const char*, const char*>> rows) {
    Week week;
    for (const auto& [days, hours] : rows) week.add(*parse_days(days), *parse_hours(hours));
    return week.text();
  };
  EXPECT_EQ(text({}), "never");
  EXPECT_EQ(text({{"mon-fri", "08:00-18:00"}}), "mon-fri 08:00-18:00");
  EXPECT_EQ(text({{"mon-sun", "00:00-24:00"}}), "mon-sun 00:00-24:00");
  EXPECT_EQ(text({{"mon-thu", "10:00-17:00"}, {"fri", "10:00-15:00"}}), "mon-thu 10:00-17:00; fri 10:00-15:00");
  EXPECT_EQ(text({{"fri-mon", "22:00-06:00"}}), "fri-mon 22:00-06:00");
  EXPECT_EQ(text({{"mon wed fri", "13:00-17:00 08:00-12:00"}}), "mon,wed,fri 08:00-12:00 13:00-17:00");
}

TEST(Schedule, RowsThatCountOnADate) {
  Schedule s("s", Zone::utc());
  const auto add = [&](std::optional<local_days> from, std::optional<local_days> to) {
    s.add({every_day, {{std::chrono::hours(8), std::chrono::hours(9)}}, from, to});
  };
  add({}, {});
  add({}, date(2026, 12, 31));
  add(date(2026, 6, 1), {});
  add(date(2026, 6, 1), date(2026, 6, 30));
  add(date(2026, 6, 15), date(2026, 6, 15));
  using Places = std::vector<std::size_t>;
  EXPECT_EQ(s.rows_on(date(2026, 5, 31)), Places{1});
  EXPECT_EQ(s.rows_on(date(2026, 6, 1)), (Places{2, 3}));
  EXPECT_EQ(s.rows_on(date(2026, 6, 15)), Places{4});
  EXPECT_EQ(s.rows_on(date(2026, 6, 30)), (Places{2, 3}));
  EXPECT_EQ(s.rows_on(date(2026, 7, 1)), Places{2});
  EXPECT_EQ(s.era(date(2026, 6, 20)).first, date(2026, 6, 16));
  EXPECT_EQ(s.era(date(2026, 6, 20)).last, date(2026, 6, 30));
}

TEST(Schedule, ADayIsWorkedOutAgainWhenAnotherTookItsPlace) {
  Schedule s("s", Zone::utc());
  s.add({monday_to_friday, {{std::chrono::hours(8), std::chrono::hours(9)}}, {}, {}});
  const local_days saturday = date(2026, 5, 16);
  for (int week = 0; week < 100; ++week) {
    EXPECT_TRUE(s.day(saturday + std::chrono::weeks(week)).windows.empty());
    EXPECT_FALSE(s.day(saturday + std::chrono::weeks(week) + std::chrono::days(2)).windows.empty());
  }
  EXPECT_EQ(s.day(date(1969, 12, 31)).windows.size(), 1U) << "a Wednesday before the epoch";
}

TEST(Schedule, RemembersTheDatesOfAYearAndAHalf) {
  Schedule s("s", Zone::utc());
  s.add({monday_to_friday, {{std::chrono::hours(8), std::chrono::hours(9)}}, {}, {}});
  const local_days first = date(2025, 3, 1);
  std::vector<std::pair<const Day*, const Window*>> days;
  for (int i = 0; i < 550; ++i) {
    const Day& day = s.day(first + std::chrono::days(i));
    days.emplace_back(&day, day.windows.data());
  }
  for (int i = 0; i < 550; ++i) {
    const local_days asked = first + std::chrono::days(i);
    EXPECT_EQ(days[static_cast<std::size_t>(i)].first->date, asked) << "another date took its place";
    EXPECT_EQ(s.day(asked).windows.data(), days[static_cast<std::size_t>(i)].second);
  }
}

TEST(Schedule, ACopyAndAChangeForgetWhatWasWorkedOut) {
  Schedule s("s", Zone::utc());
  s.add({monday_to_friday, {{std::chrono::hours(8), std::chrono::hours(9)}}, {}, {}});
  const local_days saturday = date(2026, 5, 16);
  EXPECT_TRUE(s.day(saturday).windows.empty());
  Schedule copy = s;
  copy.add({every_day, {{std::chrono::hours(8), std::chrono::hours(9)}}, {}, {}});
  EXPECT_EQ(copy.day(saturday).windows.size(), 1U);
  EXPECT_TRUE(s.day(saturday).windows.empty());
  s = copy;
  EXPECT_EQ(s.day(saturday).windows.size(), 1U);
}

}  // namespace
}  // namespace offhours::test
