#include "worktime/judge.hpp"

#include <algorithm>

namespace offhours::worktime {
namespace {

constexpr std::chrono::milliseconds day_length = std::chrono::hours(24);

// From Monday (0).
std::size_t day_of_week(std::chrono::local_days date) { return std::chrono::weekday(date).iso_encoding() - 1; }

bool inside(std::span<const Window> windows, std::chrono::milliseconds clock) {
  for (const Window& window : windows) {
    if (clock >= window.start && clock < window.end) return true;
  }
  return false;
}

}  // namespace

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::working_hours: return "working_hours";
    case Reason::day_off: return "day_off";
    case Reason::before_hours: return "before_hours";
    case Reason::after_hours: return "after_hours";
    case Reason::between_hours: return "between_hours";
    case Reason::no_time: return "no_time";
  }
  return "no_time";
}

Verdict judge(const Schedule& schedule, Instant instant) {
  const LocalTime local = schedule.zone.at(instant);
  const std::size_t today = day_of_week(local.date);
  const std::span<const Window> windows = schedule.week.windows(today);
  const std::span<const Window> yesterday = schedule.week.windows((today + 6) % 7);
  const auto verdict = [&](Reason reason) { return Verdict{reason, local}; };
  if (inside(windows, local.of_day) || inside(yesterday, local.of_day + day_length))
    return verdict(Reason::working_hours);
  if (windows.empty()) return verdict(Reason::day_off);
  if (local.of_day < windows.front().start) return verdict(Reason::before_hours);
  std::chrono::milliseconds last_end{0};
  for (const Window& window : windows) last_end = std::max(last_end, window.end);
  return verdict(local.of_day >= last_end ? Reason::after_hours : Reason::between_hours);
}

}  // namespace offhours::worktime
