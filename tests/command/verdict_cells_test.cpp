// Cells that are kept say what worktime says of each single verdict.
#include "command/verdict_cells.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "rows/writer.hpp"

namespace offhours::test {
namespace {

using namespace command;

using worktime::Instant;
using worktime::Schedule;
using worktime::Verdict;

std::shared_ptr<const worktime::Calendar> holidays() {
  using std::chrono::January;
  using std::chrono::local_days;
  auto calendar = std::make_shared<worktime::Calendar>("cal");
  const auto date = [](unsigned month, unsigned day) {
    return local_days(std::chrono::year(2026) / std::chrono::month(month) / std::chrono::day(day));
  };
  calendar->add_range(date(4, 3), date(4, 6), {worktime::DayKind::closed, {}, "Easter, \"the\" feast"});
  calendar->add(date(12, 24), {worktime::DayKind::short_day, *worktime::parse_hours("08:00-12:00"), "Eve"});
  calendar->add(date(5, 16), {worktime::DayKind::workday, *worktime::parse_hours("10:00-11:00"), "Make-up"});
  calendar->sort_dates();
  return calendar;
}

Schedule schedule(const char* name, const char* zone, const char* hours) {
  Schedule made(name, *worktime::Zone::find(zone));
  made.add({*worktime::parse_days("mon-fri"), *worktime::parse_hours(hours), {}, {}});
  made.use(holidays());
  return made;
}

// Each cell by itself, from its text.
std::vector<std::string> expected(const Verdict& verdict) {
  worktime::VerdictTexts texts;
  std::vector<std::string> cells(worktime::annotated_text_count);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    rows::write_cell(cells[i], texts.text(static_cast<worktime::VerdictText>(i), verdict));
  }
  return cells;
}

void expect_same(VerdictCells& cells, const Verdict& verdict) {
  cells.use(verdict);
  const std::vector<std::string> wanted = expected(verdict);
  std::vector<char> room(cells.most_bytes());
  std::string all;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string cell(room.data(), cells.write(room.data(), static_cast<worktime::VerdictText>(i)));
    ASSERT_EQ(cell, wanted[i]);
    all += (i > 0 ? "," : "") + cell;
  }
  ASSERT_EQ(std::string(room.data(), cells.write_all(room.data())), all);
}

TEST(VerdictCells, SayWhatTheTextsSayOfEachVerdict) {
  std::mt19937_64 random(20261125);
  const std::vector<Schedule> schedules = [] {
    std::vector<Schedule> made;
    made.push_back(schedule("emea", "Europe/Berlin", "08:00-12:00 13:00-18:00"));
    made.push_back(schedule("night \"shift\", west", "America/New_York", "22:00-06:00"));
    made.push_back(worktime::built_in_always());
    return made;
  }();
  const std::vector<std::string> announced = {"freeze \"lifted\"", "move"};
  VerdictCells cells;
  for (int round = 0; round < 30000; ++round) {
    const Schedule& schedule = schedules[random() % schedules.size()];
    // Two years around 2026, often on the minute or the second.
    constexpr std::array<std::int64_t, 4> steps = {1, 1000, 60'000, 3'600'000};
    const std::int64_t step = steps[random() % steps.size()];
    const std::int64_t ms = 1751328000000 + static_cast<std::int64_t>(random() % 63072000000U);
    Verdict verdict = worktime::judge(schedule, Instant(std::chrono::milliseconds(ms / step * step)));
    if (verdict.off_hours() && random() % 8 == 0) {
      verdict.reason = worktime::Reason::exception;
      verdict.exception = announced[random() % announced.size()];
    }
    if (random() % 50 == 0) verdict = {.schedule = &schedule};
    ASSERT_NO_FATAL_FAILURE(expect_same(cells, verdict)) << ms << ' ' << step;
  }
}

}  // namespace
}  // namespace offhours::test
