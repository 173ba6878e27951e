#include "worktime/verdict_text.hpp"

#include <gtest/gtest.h>

namespace offhours::worktime {
namespace {

Instant utc(unsigned m, unsigned d, int hour, int minute = 0, int second = 0, int ms = 0) {
  return std::chrono::sys_days(std::chrono::year(2026) / std::chrono::month(m) / std::chrono::day(d)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
         std::chrono::milliseconds(ms);
}

Schedule berlin() {
  Schedule made("emea", *Zone::find("Europe/Berlin"));
  made.add({*parse_days("mon-fri"), *parse_hours("08:00-12:00 13:00-18:00"), {}, {}});
  return made;
}

std::string text_of(VerdictText text, const Verdict& verdict) {
  return std::string(VerdictTexts().text(text, verdict));
}

TEST(VerdictText, NamesAreFoundAndEachHasItsPlace) {
  const auto names = verdict_text_names();
  ASSERT_EQ(names.size(), verdict_text_count);
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(find_verdict_text(names[i]), static_cast<VerdictText>(i));
    EXPECT_TRUE(names[i].starts_with("off_hours")) << names[i];
  }
  EXPECT_EQ(names[static_cast<std::size_t>(VerdictText::time_zone)], "off_hours_time_zone");
  EXPECT_EQ(names[static_cast<std::size_t>(VerdictText::detail)], "off_hours_detail");
  EXPECT_FALSE(find_verdict_text("off_hour"));
  EXPECT_FALSE(find_verdict_text("off_hours_"));
  EXPECT_FALSE(find_verdict_text(""));
}

TEST(VerdictText, EachTextOfAVerdict) {
  const Schedule s = berlin();
  const Verdict verdict = judge(s, utc(5, 13, 20, 0, 0, 7));
  EXPECT_EQ(text_of(VerdictText::off_hours, verdict), "1");
  EXPECT_EQ(text_of(VerdictText::reason, verdict), "after_hours");
  EXPECT_EQ(text_of(VerdictText::schedule, verdict), "emea");
  EXPECT_EQ(text_of(VerdictText::time_zone, verdict), "Europe/Berlin");
  EXPECT_EQ(text_of(VerdictText::local_time, verdict), "2026-05-13T22:00:00.007+02:00");
  EXPECT_EQ(text_of(VerdictText::off_hours, judge(s, utc(5, 13, 7))), "0");
}

TEST(VerdictText, WithoutATimeTheScheduleIsStillTold) {
  const Schedule s = berlin();
  const Verdict verdict{.schedule = &s};
  EXPECT_EQ(text_of(VerdictText::off_hours, verdict), "");
  EXPECT_EQ(text_of(VerdictText::reason, verdict), "no_time");
  EXPECT_EQ(text_of(VerdictText::schedule, verdict), "emea");
  EXPECT_EQ(text_of(VerdictText::time_zone, verdict), "Europe/Berlin");
  EXPECT_EQ(text_of(VerdictText::local_time, verdict), "");
  EXPECT_EQ(text_of(VerdictText::detail, verdict), "The event has no usable time to hold against schedule emea");
}

// What was made for one verdict is not told of the next.
TEST(VerdictText, IsMadeAnewForEachVerdict) {
  const Schedule s = berlin();
  VerdictTexts texts;
  const Verdict first = judge(s, utc(5, 13, 20));
  EXPECT_EQ(texts.text(VerdictText::local_time, first), "2026-05-13T22:00:00+02:00");
  const Verdict second = judge(s, utc(5, 13, 21));
  texts.clear();
  EXPECT_EQ(texts.text(VerdictText::local_time, second), "2026-05-13T23:00:00+02:00");
  EXPECT_EQ(texts.text(VerdictText::local_time, second), "2026-05-13T23:00:00+02:00");
}

TEST(VerdictText, TheClockIsAsShortAsItCanBe) {
  const auto clock = [](std::int64_t ms, Clock form) {
    std::array<char, most_clock_bytes> room;
    return std::string(room.data(), write_clock(room.data(), std::chrono::milliseconds(ms), form));
  };
  EXPECT_EQ(clock(0, Clock::minutes), "00:00");
  EXPECT_EQ(clock(0, Clock::seconds), "00:00:00");
  EXPECT_EQ(clock(1, Clock::minutes), "00:00:00.001");
  EXPECT_EQ(clock(43'205'000, Clock::minutes), "12:00:05");
  EXPECT_EQ(clock(86'399'999, Clock::seconds), "23:59:59.999");
}

TEST(Detail, IsASentenceForAnAnalyst) {
  const Schedule s = berlin();
  const auto detail = [&s](Instant instant) { return text_of(VerdictText::detail, judge(s, instant)); };
  const std::string hours = "schedule emea (mon-fri 08:00-12:00 13:00-18:00)";
  EXPECT_EQ(detail(utc(5, 16, 10)), "Sat 2026-05-16 12:00 Europe/Berlin is a day off in " + hours);
  EXPECT_EQ(detail(utc(5, 13, 4, 0, 5)),
            "Wed 2026-05-13 06:00:05 Europe/Berlin is before the working hours of " + hours);
  EXPECT_EQ(detail(utc(5, 13, 20, 0, 0, 7)),
            "Wed 2026-05-13 22:00:00.007 Europe/Berlin is after the working hours of " + hours);
  EXPECT_EQ(detail(utc(5, 13, 10, 30)), "Wed 2026-05-13 12:30 Europe/Berlin is between the working hours of " + hours);
  EXPECT_EQ(detail(utc(5, 13, 7)), "Wed 2026-05-13 09:00 Europe/Berlin is in the working hours of " + hours);
}

}  // namespace
}  // namespace offhours::worktime
