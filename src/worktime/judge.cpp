#include "worktime/judge.hpp"

#include <algorithm>

namespace offhours::worktime {
namespace {

constexpr std::chrono::milliseconds day_length = std::chrono::hours(24);

bool inside(std::span<const Window> windows, std::chrono::milliseconds clock) {
  for (const Window& window : windows) {
    if (clock >= window.start && clock < window.end) return true;
  }
  return false;
}

Stretch stretch_at(const Day& today, const Day& yesterday, std::uint32_t of_day) {
  const auto by_today = [](Reason reason) { return Stretch{reason, false}; };
  const auto by_yesterday = [](Reason reason) { return Stretch{reason, true}; };
  const std::chrono::milliseconds now(of_day);
  const std::chrono::milliseconds since_yesterday = now + day_length;
  if (inside(today.windows, now)) return by_today(Reason::working_hours);
  if (inside(yesterday.windows, since_yesterday)) return by_yesterday(Reason::working_hours);

  if (today.kind == DayKind::closed) return by_today(Reason::holiday);
  const bool taken_yesterday = inside(yesterday.taken, since_yesterday);
  if (taken_yesterday && yesterday.kind == DayKind::closed) return by_yesterday(Reason::holiday);
  if (inside(today.taken, now)) return by_today(Reason::short_day);
  if (taken_yesterday) return by_yesterday(Reason::short_day);

  if (today.windows.empty()) return by_today(Reason::day_off);
  if (now < today.windows.front().start) return by_today(Reason::before_hours);
  std::chrono::milliseconds last_end{0};
  for (const Window& window : today.windows) last_end = std::max(last_end, window.end);
  return by_today(now >= last_end ? Reason::after_hours : Reason::between_hours);
}

// Nothing changes but where a window starts or ends.
void find_stretches(const Day& today, const Day& yesterday) {
  std::vector<std::chrono::milliseconds> borders = {std::chrono::milliseconds(0)};
  const auto add = [&borders](std::span<const Window> windows, std::chrono::milliseconds midnight) {
    for (const Window& window : windows) {
      for (const std::chrono::milliseconds border : {window.start - midnight, window.end - midnight}) {
        if (border > std::chrono::milliseconds(0) && border < day_length) borders.push_back(border);
      }
    }
  };
  add(today.windows, std::chrono::milliseconds(0));
  add(today.taken, std::chrono::milliseconds(0));
  add(yesterday.windows, day_length);
  add(yesterday.taken, day_length);
  std::ranges::sort(borders);
  Stretches found;
  found.state = Stretches::State::known;
  std::size_t count = 0;
  for (const std::chrono::milliseconds border : borders) {
    const auto from = static_cast<std::uint32_t>(border.count());
    const Stretch stretch = stretch_at(today, yesterday, from);
    if (count > 0 && found.list[count - 1] == stretch) continue;
    if (count == Stretches::most) {
      found.state = Stretches::State::too_many;
      break;
    }
    if (count > 0) found.from[count - 1] = from;
    found.list[count++] = stretch;
  }
  today.stretches = found;
}

const Day& day_before(const Schedule& schedule, const Day& today) {
  return schedule.day(today.date - std::chrono::days(1));
}

// Of a date that has no stretches yet, or too many of them. Out of line, so that the others' way stays short.
[[gnu::noinline]] Stretch find_stretch(const Schedule& schedule, const Day& today, std::uint32_t of_day) {
  const Day& yesterday = day_before(schedule, today);
  if (today.stretches.state == Stretches::State::unknown) find_stretches(today, yesterday);
  return today.stretches.state == Stretches::State::known ? today.stretches.at(of_day)
                                                          : stretch_at(today, yesterday, of_day);
}

}  // namespace

void judge(const Schedule& schedule, Instant instant, Verdict& made) {
  const LocalTime local = schedule.zone().at(instant);
  const Day& today = schedule.day(local.date);
  const auto now = static_cast<std::uint32_t>(local.of_day.count());
  const Stretch found =
      today.stretches.state == Stretches::State::known ? today.stretches.at(now) : find_stretch(schedule, today, now);
  made.schedule = &schedule;
  made.reason = found.reason;
  made.local.date = local.date;
  made.local.of_day = local.of_day;
  made.local.offset = local.offset;
  made.today = &today;
  made.decider = found.by_yesterday ? &day_before(schedule, today) : &today;
  made.exception = {};
}

}  // namespace offhours::worktime
