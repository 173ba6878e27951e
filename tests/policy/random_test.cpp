// Random policies, written as files and read back, at random and at nasty instants: never another verdict than that of
// the slow evaluator.
#include <gtest/gtest.h>

#include <array>

#include "folder.hpp"
#include "policy/dates.hpp"
#include "policy/policy.hpp"
#include "reference/working_time.hpp"
#include "trials.hpp"
#include "worktime/judge.hpp"

namespace offhours::test {
namespace {

using reference::Date;
using reference::Span;
using worktime::Instant;

constexpr std::array<const char*, 14> zones = {"UTC",
                                               "Europe/Berlin",
                                               "America/New_York",
                                               "Asia/Tokyo",
                                               "Asia/Kathmandu",
                                               "Asia/Tehran",
                                               "Australia/Lord_Howe",
                                               "Pacific/Apia",
                                               "America/Caracas",
                                               "Africa/Casablanca",
                                               "Asia/Pyongyang",
                                               "America/Vancouver",
                                               "Antarctica/Troll",
                                               "America/Scoresbysund"};
constexpr std::array<const char*, 3> ranks = {"single", "range", "yearly"};
constexpr std::array<const char*, 3> kinds = {"closed", "short", "workday"};

class Maker {
 public:
  explicit Maker(Random& random) : random_(random) {}

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool chance(int one_in) { return below(one_in) == 0; }

  // Dates lie close together, so that rules meet, around a few centres that matter.
  Date date() {
    constexpr std::array<std::chrono::year_month_day, 6> centres = {
        std::chrono::year(2011) / 12 / 30, std::chrono::year(2024) / 2 / 29,  std::chrono::year(2026) / 3 / 29,
        std::chrono::year(2026) / 10 / 25, std::chrono::year(2026) / 12 / 31, std::chrono::year(2018) / 5 / 5};
    return Date(centres[static_cast<std::size_t>(centre_)]) + std::chrono::days(below(21) - 10);
  }

  std::vector<Span> spans() {
    std::vector<Span> list;
    for (int n = 1 + below(3); n > 0; --n) {
      const int step = chance(4) ? 1 : 60;
      const int start = below(1440 / step) * step;
      int end = below(1440 / step + 1) * step;
      if (end == start) end = start == 0 ? 1440 : 0;
      if (end == 0) end = chance(2) ? 1440 : 1440 + (start == 0 ? 1 : 0);
      list.push_back({start, end <= start ? end + 1440 : end});
    }
    return list;
  }

  std::string cell() {
    std::string text;
    for (int n = below(4); n > 0; --n) text += "ab*?"[below(4)];
    return text;
  }
  std::string value() {
    std::string text;
    for (int n = below(4); n > 0; --n) text += "ab"[below(2)];
    return text;
  }

  reference::Policy policy() {
    centre_ = below(6);
    reference::Policy made;
    const int calendars = 1 + below(3);
    const auto calendar = [&] { return "cal" + std::to_string(below(calendars)); };
    for (int n = calendars; n > 0; --n) made.holidays.push_back(holiday("cal" + std::to_string(n - 1)));
    for (int n = below(25); n > 0; --n) made.holidays.push_back(holiday(calendar()));
    std::vector<std::string> names = {"default", "always", "never"};
    for (const char* name : {"default", "s1", "s2"}) {
      made.zones[name] = zones[static_cast<std::size_t>(below(static_cast<int>(zones.size())))];
      if (std::string(name) != "default") names.emplace_back(name);
      for (int n = 1 + below(6); n > 0; --n) {
        reference::ScheduleRow row{name, {}, spans(), {}, {}, {}};
        for (int day = 0; day < 7; ++day) {
          if (!chance(3)) row.days.push_back(day);
        }
        if (row.days.empty()) row.days.push_back(below(7));
        if (chance(2)) row.calendars.push_back(calendar());
        if (chance(3)) row.calendars.push_back(calendar());
        if (chance(3)) row.from = date();
        if (chance(3)) row.to = row.from ? *row.from + std::chrono::days(below(12)) : date();
        made.schedules.push_back(row);
      }
    }
    made.zones["always"] = "UTC";
    made.zones["never"] = "UTC";
    for (int n = below(8); n > 0; --n) {
      made.assignments.push_back(
          {{cell(), cell()}, names[static_cast<std::size_t>(below(static_cast<int>(names.size())))]});
    }
    for (int n = below(4); n > 0; --n) {
      const std::int64_t from = random_instant();
      made.exceptions.push_back({{cell(), cell()}, from, from + 1000LL * (1 + below(400'000))});
    }
    return made;
  }

  // In whole seconds of the days around the centre.
  std::int64_t random_instant() {
    return std::chrono::sys_seconds(std::chrono::sys_days(date().time_since_epoch())).time_since_epoch().count() *
               1000 +
           1000LL * below(86400);
  }

 private:
  reference::HolidayRow holiday(std::string calendar) {
    const int rank = below(3);
    const Date first = date();
    reference::HolidayRow row{std::move(calendar),
                              ranks[static_cast<std::size_t>(rank)],
                              first,
                              rank == 1 ? first + std::chrono::days(below(6)) : first,
                              kinds[static_cast<std::size_t>(below(3))],
                              {}};
    if (row.kind == "short" || (row.kind == "workday" && chance(2))) row.spans = spans();
    return row;
  }

  Random& random_;
  int centre_ = 0;
};

std::string hours_text(const std::vector<Span>& spans) {
  std::string text;
  for (const Span& span : spans) {
    char part[48];
    const int end = span.end > 1440 ? span.end - 1440 : span.end;
    std::snprintf(part, sizeof part, "%02d:%02d-%02d:%02d", span.start / 60, span.start % 60, end / 60, end % 60);
    text += (text.empty() ? "" : " ") + std::string(part);
  }
  return text;
}

std::string instant_text(std::int64_t ms) {
  const Instant instant{std::chrono::milliseconds(ms)};
  const auto date = std::chrono::floor<std::chrono::days>(instant);
  const auto seconds = (instant - date) / std::chrono::seconds(1);
  char text[64];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02dZ", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return policy::date_text(Date(date.time_since_epoch())) + text;
}

void write(const reference::Policy& policy, const Folder& folder) {
  constexpr std::array<const char*, 7> days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  std::string text = "schedule,time_zone,days,hours,holidays,valid_from,valid_to,comment\n";
  for (const reference::ScheduleRow& row : policy.schedules) {
    std::string day_list;
    for (const int day : row.days)
      day_list += (day_list.empty() ? "" : " ") + std::string(days[static_cast<std::size_t>(day)]);
    std::string calendars;
    for (const std::string& calendar : row.calendars) calendars += (calendars.empty() ? "" : " ") + calendar;
    text += row.schedule + ',' + policy.zones.at(row.schedule) + ',' + day_list + ',' + hours_text(row.spans) + ',' +
            calendars + ',' + (row.from ? policy::date_text(*row.from) : "") + ',' +
            (row.to ? policy::date_text(*row.to) : "") + ",\n";
  }
  folder.write("offhours_schedules.csv", text);
  text = "calendar,date,kind,hours,name\n";
  for (const reference::HolidayRow& row : policy.holidays) {
    std::string date = policy::date_text(row.first);
    if (row.rank == "range") date += ".." + policy::date_text(row.last);
    if (row.rank == "yearly") date = '*' + date.substr(4);
    text += row.calendar + ',' + date + ',' + row.kind + ',' + hours_text(row.spans) + ",a name\n";
  }
  folder.write("offhours_holidays.csv", text);
  text = "user_name,vendor_account,schedule\n";
  for (const auto& row : policy.assignments) text += row.cells[0] + ',' + row.cells[1] + ',' + row.schedule + '\n';
  folder.write("offhours_assignments.csv", text);
  text = "user_name,vendor_account,from,to,reason\n";
  for (const auto& row : policy.exceptions) {
    text += row.cells[0] + ',' + row.cells[1] + ',' + instant_text(row.from) + ',' + instant_text(row.to) + ",change\n";
  }
  folder.write("offhours_exceptions.csv", text);
}

// Random seconds, their neighbours to the millisecond, and the moments at which something starts or ends.
std::vector<std::int64_t> nasty_instants(Maker& maker, const reference::Policy& policy, const worktime::Zone& zone) {
  std::vector<std::int64_t> instants;
  const auto around = [&](std::int64_t ms) {
    for (const int step : {-1, 0, 1}) instants.push_back(ms + step);
  };
  for (int n = 0; n < 10; ++n) instants.push_back(maker.random_instant() + maker.below(1000));
  for (int n = 0; n < 10; ++n) {
    const auto& rows = policy.schedules;
    const Span span = rows[static_cast<std::size_t>(maker.below(static_cast<int>(rows.size())))].spans.front();
    const std::int64_t noon = maker.random_instant();
    const worktime::LocalTime local = zone.at(Instant(std::chrono::milliseconds(noon)));
    const std::int64_t midnight = noon - local.of_day.count();
    around(midnight);
    around(midnight + 60'000LL * span.start);
    around(midnight + 60'000LL * span.end);
  }
  for (const auto& row : policy.exceptions) {
    around(row.from);
    around(row.to);
  }
  // Changes of the zone's offset, found by halving.
  std::int64_t low = maker.random_instant();
  std::int64_t high = low + 30LL * 86'400'000;
  const auto offset = [&](std::int64_t ms) { return zone.at(Instant(std::chrono::milliseconds(ms))).offset; };
  if (offset(low) != offset(high)) {
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      (offset(middle) == offset(low) ? low : high) = middle;
    }
    around(high);
    around(high - 3'600'000);
    around(high + 3'600'000);
  }
  return instants;
}

TEST(RandomPolicies, NeverDifferFromTheSlowEvaluator) {
  const Folder folder;
  std::uint64_t judged = 0;
  int policies = 0;
  std::map<std::string, int> reasons;
  run_trials("policies", std::chrono::milliseconds(4000), [&](Random& random) {
    Maker maker(random);
    const reference::Policy expected = maker.policy();
    reference::Policy all = expected;
    all.schedules.push_back({"always", {0, 1, 2, 3, 4, 5, 6}, {{0, 1440}}, {}, {}, {}});
    write(expected, folder);
    const policy::Policy policy(folder.path(), "offhours");
    ASSERT_TRUE(policy.faults().empty()) << fault::to_line(policy.faults());
    ++policies;
    for (int person = 0; person < 4; ++person) {
      const std::vector<std::string> values = {maker.value(), maker.value()};
      const std::array<std::string_view, 2> views = {values[0], values[1]};
      const std::array<policy::Texts, 2> texts = {policy::Texts(&views[0], 1), policy::Texts(&views[1], 1)};
      const worktime::Schedule& schedule = policy.assigned(texts);
      ASSERT_EQ(schedule.name(), reference::assigned_schedule(all, values));
      const worktime::Zone zone = *worktime::Zone::find(expected.zones.at(schedule.name()));
      for (const std::int64_t ms : nasty_instants(maker, expected, zone)) {
        const Instant instant{std::chrono::milliseconds(ms)};
        worktime::Verdict verdict = worktime::judge(schedule, instant);
        if (verdict.off_hours() && policy.exception(texts, instant) != nullptr) {
          verdict.reason = worktime::Reason::exception;
        }
        const worktime::LocalTime local = zone.at(instant);
        const std::string reason = reference::reason(all, schedule.name(), values, ms, local.date, local.of_day);
        ASSERT_EQ(worktime::name_of(verdict.reason), reason)
            << ms << " in schedule " << schedule.name() << " of policy " << policies << ", files in " << folder.path();
        ++reasons[reason];
        ++judged;
      }
    }
  });
  std::printf("%llu verdicts of %d policies:", static_cast<unsigned long long>(judged), policies);
  for (const auto& [reason, count] : reasons) std::printf(" %s %d", reason.c_str(), count);
  std::printf("\n");
  RecordProperty("verdicts", std::to_string(judged));
  EXPECT_EQ(reasons.size(), 8U) << "every reason is to be met";
}

}  // namespace
}  // namespace offhours::test
