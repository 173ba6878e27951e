#include "worktime/verdict_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <vector>

#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace worktime;

using std::chrono::local_days;
using std::chrono::milliseconds;

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

local_days day(unsigned m, unsigned d) {
  return local_days(std::chrono::year(2026) / std::chrono::month(m) / std::chrono::day(d));
}

struct Row {
  const char* days;
  const char* hours;
  std::optional<local_days> from = {};
  std::optional<local_days> to = {};
};

std::shared_ptr<const Calendar> calendar(local_days date, Holiday holiday) {
  auto made = std::make_shared<Calendar>("cal");
  made->add(date, std::move(holiday));
  made->sort_dates();
  return made;
}

Schedule schedule(const char* zone, const std::vector<Row>& rows, std::shared_ptr<const Calendar> holidays = nullptr) {
  Schedule made("emea", *Zone::find(zone));
  for (const Row& row : rows) made.add({*parse_days(row.days), *parse_hours(row.hours), row.from, row.to});
  if (holidays) made.use(std::move(holidays));
  return made;
}

// The hours are those that decided, even where others hold on the date that the clock shows.
TEST(Detail, NamesTheHoursThatStartedYesterdayByTheirDate) {
  const auto detail = [](const Schedule& s, Instant instant) {
    return text_of(VerdictText::detail, judge(s, instant));
  };
  const Schedule first_day =
      schedule("Europe/Berlin", {{"mon-sun", "22:00-06:00"}, {"mon-sun", "10:00-15:00", day(2, 18), day(3, 19)}});
  EXPECT_EQ(detail(first_day, utc(2, 18, 3)),
            "Wed 2026-02-18 04:00 Europe/Berlin is in the working hours of Tue 2026-02-17 in schedule emea (mon-sun "
            "22:00-06:00)");
  EXPECT_EQ(detail(first_day, utc(2, 18, 6)),
            "Wed 2026-02-18 07:00 Europe/Berlin is before the working hours of schedule emea (mon-sun 10:00-15:00)");
  const Schedule last_day =
      schedule("Europe/Berlin", {{"mon-sun", "22:00-06:00", {}, day(3, 28)}, {"mon-sun", "08:00-16:00", day(3, 29)}});
  EXPECT_EQ(detail(last_day, utc(3, 29, 3, 30)),
            "Sun 2026-03-29 05:30 Europe/Berlin is in the working hours of Sat 2026-03-28 in schedule emea (mon-sun "
            "22:00-06:00)");
  const Schedule make_up = schedule("Asia/Shanghai", {{"mon-fri", "09:00-18:00"}},
                                    calendar(day(2, 14), {DayKind::workday, *parse_hours("22:00-06:00"), "makeup"}));
  EXPECT_EQ(detail(make_up, utc(2, 14, 21)),
            "Sun 2026-02-15 05:00 Asia/Shanghai is in the working hours of Sat 2026-02-14 in schedule emea (mon-fri "
            "09:00-18:00; workday (makeup) 22:00-06:00)");
  const std::vector<Row> seasons = {{"mon-sun", "22:00-06:00", {}, day(3, 28)}, {"mon-sun", "08:00-16:00", day(3, 29)}};
  EXPECT_EQ(
      detail(schedule("Europe/Berlin", seasons, calendar(day(3, 28), {DayKind::closed, {}, "X"})), utc(3, 29, 2, 30)),
      "Sun 2026-03-29 04:30 Europe/Berlin is in hours taken away by the holiday of Sat 2026-03-28 (X) in schedule "
      "emea (mon-sun 22:00-06:00)");
  EXPECT_EQ(
      detail(schedule("Europe/Berlin", seasons,
                      calendar(day(3, 28), {DayKind::short_day, *parse_hours("20:00-01:00"), "Y"})),
             utc(3, 29, 2, 30)),
      "Sun 2026-03-29 04:30 Europe/Berlin is in hours cut by the short day of Sat 2026-03-28 (Y) in schedule emea "
      "(mon-sun 22:00-06:00; short day (Y) 22:00-01:00)");
}

TEST(Detail, OfAnExceptionNamesTheHoursThatItLifts) {
  const Schedule s = schedule("UTC", {{"mon-fri", "22:00-06:00"}}, calendar(day(5, 12), {DayKind::closed, {}, ""}));
  Verdict verdict = judge(s, utc(5, 13, 3));
  verdict.reason = Reason::exception;
  verdict.exception = "release";
  EXPECT_EQ(text_of(VerdictText::detail, verdict),
            "Wed 2026-05-13 03:00 UTC is covered by an exception (release) to the hours of Tue 2026-05-12 in schedule "
            "emea (mon-fri 22:00-06:00)");
}

// What a sentence says, read by the rules of its English alone.
struct Sentence {
  local_days named;                            // the date whose hours are told
  std::vector<Window> week;                    // that date's weekday in the week that is told
  std::optional<std::vector<Window>> special;  // what holds instead, on a short day or a workday
};

std::optional<local_days> date_in(std::string_view text) {
  int y = 0;
  unsigned m = 0;
  unsigned d = 0;
  if (std::sscanf(std::string(text).c_str(), "%d-%u-%u", &y, &m, &d) != 3) return {};
  return local_days(std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d));
}

Sentence read_sentence(const std::string& detail) {
  Sentence said{*date_in(detail.substr(4)), {}, {}};
  for (const std::string_view before_date : {"working hours of ", "holiday of ", "short day of "}) {
    const std::size_t at = detail.find(before_date);
    if (at == std::string::npos) continue;
    const std::string_view behind = std::string_view(detail).substr(at + before_date.size());
    if (behind.size() > 14) said.named = date_in(behind.substr(4)).value_or(said.named);
  }
  const std::string opening = " in schedule s (";
  const std::string other_opening = "of schedule s (";
  std::size_t at = detail.find(opening);
  at = at != std::string::npos ? at + opening.size() : detail.find(other_opening) + other_opening.size();
  std::istringstream parts(detail.substr(at, detail.rfind(')') - at));
  const std::size_t weekday = std::chrono::weekday(said.named).iso_encoding() - 1;
  for (std::string part; std::getline(parts, part, ';');) {
    part.erase(0, part.find_first_not_of(' '));
    const std::size_t hours = part.find_first_of("0123456789");
    if (part.starts_with("workday") || part.starts_with("short day")) {
      said.special.emplace();
      if (hours != std::string::npos) said.special = *parse_hours(part.substr(hours));
    } else if (hours != std::string::npos && (*parse_days(part.substr(0, hours - 1)))[weekday]) {
      said.week = *parse_hours(part.substr(hours));
    }
  }
  return said;
}

bool any_holds(const std::vector<Window>& windows, milliseconds clock) {
  return std::ranges::any_of(windows, [&](const Window& w) { return w.start <= clock && clock < w.end; });
}

std::vector<Window> random_windows(Random& random) {
  std::vector<Window> windows;
  for (std::size_t n = below(random, 2) + 1; n > 0; --n) {
    const milliseconds start(below(random, 48) * 1'800'000);
    windows.push_back({start, start + milliseconds(1'800'000) * static_cast<int>(below(random, 47) + 1)});
  }
  return windows;
}

Schedule random_schedule(Random& random) {
  Schedule made("s", *Zone::find(any_of(random, std::array{"UTC", "Europe/Berlin", "America/New_York"})));
  const auto some_day = [&] { return day(3, 20) + std::chrono::days(below(random, 14)); };
  for (std::size_t n = below(random, 4) + 1; n > 0; --n) {
    Hours row{{}, random_windows(random), {}, {}};
    for (bool& on : row.days) on = one_in(random, 2);
    if (one_in(random, 2)) row.valid_from = some_day();
    if (one_in(random, 3)) row.valid_to = some_day();
    made.add(std::move(row));
  }
  auto holidays = std::make_shared<Calendar>("cal");
  for (std::size_t n = below(random, 5); n > 0; --n) {
    const DayKind kind = any_of(random, std::array{DayKind::closed, DayKind::short_day, DayKind::workday});
    const bool hours = kind == DayKind::short_day || (kind == DayKind::workday && one_in(random, 2));
    holidays->add(some_day(), {kind, hours ? random_windows(random) : std::vector<Window>(), ""});
  }
  holidays->sort_dates();
  made.use(std::move(holidays));
  return made;
}

TEST(Detail, NamesHoursThatHoldTheTimeOrDoNot) {
  run_trials("sentences", milliseconds(300), [](Random& random) {
    const Schedule s = random_schedule(random);
    for (int i = 0; i < 100 && !::testing::Test::HasFailure(); ++i) {
      const Instant instant = utc(3, 20, 0) + milliseconds(below(random, 14 * 48) * 1'800'000 + below(random, 2));
      const Verdict verdict = judge(s, instant);
      const std::string detail = text_of(VerdictText::detail, verdict);
      SCOPED_TRACE(detail);
      const Sentence said = read_sentence(detail);
      const milliseconds clock = verdict.local.of_day + (verdict.local.date - said.named);
      ASSERT_TRUE(said.named == verdict.local.date || said.named + std::chrono::days(1) == verdict.local.date);
      switch (verdict.reason) {
        case Reason::working_hours: EXPECT_TRUE(any_holds(said.special.value_or(said.week), clock)); break;
        case Reason::holiday:
          // Yesterday's window was taken away; a closed day is closed at any time.
          if (said.named != verdict.local.date) {
            EXPECT_TRUE(any_holds(said.week, clock));
          }
          break;
        case Reason::short_day:
          EXPECT_TRUE(any_holds(said.week, clock));
          ASSERT_TRUE(said.special);
          EXPECT_FALSE(any_holds(*said.special, clock));
          break;
        default:
          EXPECT_EQ(said.named, verdict.local.date);
          EXPECT_FALSE(any_holds(said.special.value_or(said.week), clock));
      }
    }
  });
}

}  // namespace
}  // namespace offhours::test
