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

}  // namespace

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::working_hours: return "working_hours";
    case Reason::exception: return "exception";
    case Reason::holiday: return "holiday";
    case Reason::short_day: return "short_day";
    case Reason::day_off: return "day_off";
    case Reason::before_hours: return "before_hours";
    case Reason::after_hours: return "after_hours";
    case Reason::between_hours: return "between_hours";
    case Reason::no_time: return "no_time";
  }
  return "no_time";
}

void judge(const Schedule& schedule, Instant instant, Verdict& made) {
  const LocalTime local = schedule.zone().at(instant);
  const Day& today = schedule.day(local.date);
  made.local.date = local.date;
  made.local.of_day = local.of_day;
  made.local.offset = local.offset;
  made.today = &today;
  made.exception = {};
  const auto verdict = [&made](Reason reason, const Day* cause = nullptr) {
    made.reason = reason;
    made.cause = cause;
  };
  const std::chrono::milliseconds now = local.of_day;
  if (inside(today.windows, now)) return verdict(Reason::working_hours);
  const Day& yesterday = schedule.day(local.date - std::chrono::days(1));
  const std::chrono::milliseconds since_yesterday = now + day_length;
  if (inside(yesterday.windows, since_yesterday)) return verdict(Reason::working_hours);

  if (today.kind == DayKind::closed) return verdict(Reason::holiday, &today);
  const bool taken_yesterday = inside(yesterday.taken, since_yesterday);
  if (taken_yesterday && yesterday.kind == DayKind::closed) return verdict(Reason::holiday, &yesterday);
  if (inside(today.taken, now)) return verdict(Reason::short_day, &today);
  if (taken_yesterday) return verdict(Reason::short_day, &yesterday);

  if (today.windows.empty()) return verdict(Reason::day_off);
  if (now < today.windows.front().start) return verdict(Reason::before_hours);
  std::chrono::milliseconds last_end{0};
  for (const Window& window : today.windows) last_end = std::max(last_end, window.end);
  return verdict(now >= last_end ? Reason::after_hours : Reason::between_hours);
}

}  // namespace offhours::worktime
