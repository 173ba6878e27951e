#include "worktime/judge.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "trials.hpp"
#include "worktime/verdict_text.hpp"

namespace offhours::test {
namespace {

using namespace worktime;

struct Row {
  const char* days;
  const char* hours;
};

Schedule schedule(const char* zone, std::initializer_list<Row> rows) {
  Schedule made("emea", *Zone::find(zone));
  for (const Row& row : rows) made.add({*parse_days(row.days), *parse_hours(row.hours), {}, {}});
  return made;
}

Instant utc(int y, unsigned m, unsigned d, int hour, int minute = 0, int second = 0, int ms = 0) {
  return std::chrono::sys_days(std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
         std::chrono::milliseconds(ms);
}

std::string told(const Schedule& s, Instant instant) {
  const Verdict verdict = judge(s, instant);
  std::string text(name_of(verdict.reason));
  text += ' ';
  text += VerdictTexts().text(VerdictText::local_time, verdict);
  return text;
}

TEST(Judge, TheBuiltInDefaultToTheMillisecond) {
  const Schedule s = built_in_default();
  EXPECT_EQ(told(s, utc(2026, 5, 13, 7, 59, 59, 999)), "before_hours 2026-05-13T07:59:59.999+00:00");
  EXPECT_EQ(told(s, utc(2026, 5, 13, 8)), "working_hours 2026-05-13T08:00:00+00:00");
  EXPECT_EQ(told(s, utc(2026, 5, 13, 19, 59, 59, 999)), "working_hours 2026-05-13T19:59:59.999+00:00");
  EXPECT_EQ(told(s, utc(2026, 5, 13, 20)), "after_hours 2026-05-13T20:00:00+00:00");
  EXPECT_EQ(told(s, utc(2026, 5, 16, 10)), "day_off 2026-05-16T10:00:00+00:00");
}

TEST(Judge, ByTheLocalDayAndClock) {
  const Schedule new_york = schedule("America/New_York", {{"mon-fri", "09:00-20:00"}});
  EXPECT_EQ(told(new_york, utc(2026, 3, 3, 0, 30)), "working_hours 2026-03-02T19:30:00-05:00");
  EXPECT_EQ(told(new_york, utc(2026, 3, 9, 3)), "day_off 2026-03-08T23:00:00-04:00");
  const Schedule kathmandu = schedule("Asia/Kathmandu", {{"sun-thu", "10:00-17:00"}, {"fri", "10:00-15:00"}});
  EXPECT_EQ(told(kathmandu, utc(2026, 5, 13, 4, 14, 59)), "before_hours 2026-05-13T09:59:59+05:45");
  EXPECT_EQ(told(kathmandu, utc(2026, 5, 15, 9, 15)), "after_hours 2026-05-15T15:00:00+05:45");
  EXPECT_EQ(told(kathmandu, utc(2026, 5, 17, 6)), "working_hours 2026-05-17T11:45:00+05:45");
}

TEST(Judge, AWindowBelongsToTheDateItStartsOn) {
  const Schedule s = schedule("Europe/Berlin", {{"mon-fri", "22:00-06:00"}});
  EXPECT_EQ(told(s, utc(2026, 5, 11, 0)), "before_hours 2026-05-11T02:00:00+02:00");
  EXPECT_EQ(told(s, utc(2026, 5, 11, 20)), "working_hours 2026-05-11T22:00:00+02:00");
  EXPECT_EQ(told(s, utc(2026, 5, 12, 3, 59, 59)), "working_hours 2026-05-12T05:59:59+02:00");
  EXPECT_EQ(told(s, utc(2026, 5, 12, 4)), "before_hours 2026-05-12T06:00:00+02:00");
  EXPECT_EQ(told(s, utc(2026, 5, 16, 0)), "working_hours 2026-05-16T02:00:00+02:00");
  EXPECT_EQ(told(s, utc(2026, 5, 17, 0)), "day_off 2026-05-17T02:00:00+02:00");
}

TEST(Judge, OnDaysOf23And25HoursByTheClock) {
  const Schedule night = schedule("Europe/Berlin", {{"sat", "22:00-06:00"}});
  EXPECT_EQ(told(night, utc(2026, 3, 29, 0, 30)), "working_hours 2026-03-29T01:30:00+01:00");
  EXPECT_EQ(told(night, utc(2026, 3, 29, 1, 30)), "working_hours 2026-03-29T03:30:00+02:00");
  EXPECT_EQ(told(night, utc(2026, 3, 29, 4)), "day_off 2026-03-29T06:00:00+02:00");
  const Schedule hour = schedule("Europe/Berlin", {{"sun", "02:00-03:00"}});
  EXPECT_EQ(told(hour, utc(2026, 10, 25, 0, 30)), "working_hours 2026-10-25T02:30:00+02:00");
  EXPECT_EQ(told(hour, utc(2026, 10, 25, 1, 30)), "working_hours 2026-10-25T02:30:00+01:00");
  EXPECT_EQ(told(hour, utc(2026, 10, 25, 2)), "after_hours 2026-10-25T03:00:00+01:00");
}

TEST(Judge, BetweenTheWindowsOfASplitDay) {
  const Schedule s = schedule("Europe/Madrid", {{"mon-fri", "16:00-19:30 09:00-14:00"}});
  EXPECT_EQ(told(s, utc(2026, 5, 13, 11, 59, 59)), "working_hours 2026-05-13T13:59:59+02:00");
  EXPECT_EQ(told(s, utc(2026, 5, 13, 12)), "between_hours 2026-05-13T14:00:00+02:00");
  EXPECT_EQ(told(s, utc(2026, 5, 13, 17, 30)), "after_hours 2026-05-13T19:30:00+02:00");
}

TEST(Judge, AlwaysAndNever) {
  for (int hour = 0; hour < 24 * 7; ++hour) {
    EXPECT_EQ(judge(built_in_always(), utc(2026, 5, 11, hour)).reason, Reason::working_hours);
    EXPECT_EQ(judge(built_in_never(), utc(2026, 5, 11, hour)).reason, Reason::day_off);
  }
}

// Days are kept as stretches with one verdict each; days of too many are not. Both must say what the windows say.
TEST(Judge, SaysWhatTheWindowsSayHoweverManyThereAre) {
  using std::chrono::milliseconds;
  run_trials("windows", milliseconds(300), [](Random& random) {
    Schedule s("s", Zone::utc());
    std::array<std::vector<Window>, 7> week;
    for (std::size_t day = 0; day < week.size(); ++day) {
      DaySet days{};
      days[day] = true;
      for (std::size_t n = below(random, 7); n > 0; --n) {
        const auto at = [&](std::size_t hours) { return milliseconds(below(random, hours * 4) * 900'000); };
        const milliseconds start = at(24);
        week[day].push_back({start, start + milliseconds(900'000) + at(6)});
      }
      s.add({days, week[day], {}, {}});
    }
    for (int i = 0; i < 400; ++i) {
      // On a border, a millisecond before it, or somewhere.
      const std::int64_t quarter = 1'764'000'000'000 / 900'000 + static_cast<std::int64_t>(below(random, 21 * 96));
      const std::int64_t inside = one_in(random, 3)   ? 0
                                  : one_in(random, 2) ? -1
                                                      : static_cast<std::int64_t>(below(random, 900'000));
      const Instant instant{milliseconds(quarter * 900'000 + inside)};
      const auto date = std::chrono::floor<std::chrono::days>(instant);
      const milliseconds now = instant - date;
      const std::size_t weekday = std::chrono::weekday(date).iso_encoding() - 1;
      const std::vector<Window>& today = week[weekday];
      bool holds = false;
      milliseconds first = std::chrono::hours(48);
      milliseconds last{0};
      for (const Window& window : today) {
        holds |= window.start <= now && now < window.end;
        first = std::min(first, window.start);
        last = std::max(last, window.end);
      }
      for (const Window& window : week[(weekday + 6) % 7]) {
        const milliseconds since = now + std::chrono::hours(24);
        holds |= window.start <= since && since < window.end;
      }
      const Reason expected = holds           ? Reason::working_hours
                              : today.empty() ? Reason::day_off
                              : now < first   ? Reason::before_hours
                              : now >= last   ? Reason::after_hours
                                              : Reason::between_hours;
      ASSERT_EQ(judge(s, instant).reason, expected) << instant.time_since_epoch().count();
    }
  });
}

}  // namespace
}  // namespace offhours::test
