// Verdicts in words.
#include <array>

#include "worktime/judge.hpp"

namespace offhours::worktime {
namespace {

constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

void append_digits(std::string& out, long value, int width) {
  std::array<char, 20> digits;
  int count = 0;
  while (count < width || value != 0) {
    digits[static_cast<std::size_t>(count++)] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  while (count > 0) out += digits[static_cast<std::size_t>(--count)];
}

void append_date(std::string& out, std::chrono::local_days date) {
  const std::chrono::year_month_day ymd(date);
  append_digits(out, static_cast<int>(ymd.year()), 4);
  out += '-';
  append_digits(out, static_cast<unsigned>(ymd.month()), 2);
  out += '-';
  append_digits(out, static_cast<unsigned>(ymd.day()), 2);
}

// `12:00`, `12:00:05`, `12:00:05.250`: `full` has the seconds always.
void append_clock(std::string& out, std::chrono::milliseconds of_day, bool full) {
  const long ms = static_cast<long>(of_day.count());
  append_digits(out, ms / 3'600'000, 2);
  out += ':';
  append_digits(out, ms / 60'000 % 60, 2);
  if (full || ms % 60'000 != 0) {
    out += ':';
    append_digits(out, ms / 1000 % 60, 2);
  }
  if (ms % 1000 != 0) {
    out += '.';
    append_digits(out, ms % 1000, 3);
  }
}

std::string_view phrase(Reason reason) {
  switch (reason) {
    case Reason::working_hours: return " is in the working hours of schedule ";
    case Reason::day_off: return " is a day off in schedule ";
    case Reason::before_hours: return " is before the working hours of schedule ";
    case Reason::after_hours: return " is after the working hours of schedule ";
    case Reason::between_hours: return " is between the working hours of schedule ";
    case Reason::no_time: break;
  }
  return "The event has no usable time to hold against schedule ";
}

}  // namespace

void append_local_time(std::string& out, const LocalTime& local) {
  append_date(out, local.date);
  out += 'T';
  append_clock(out, local.of_day, true);
  const long minutes = static_cast<long>(local.offset.count()) / 60;
  out += local.offset.count() < 0 ? '-' : '+';
  append_digits(out, std::abs(minutes) / 60, 2);
  out += ':';
  append_digits(out, std::abs(minutes) % 60, 2);
}

void append_detail(std::string& out, const Verdict& verdict, const Schedule& schedule, std::string_view week_text) {
  if (verdict.reason != Reason::no_time) {
    out += weekdays[std::chrono::weekday(verdict.local.date).iso_encoding() - 1];
    out += ' ';
    append_date(out, verdict.local.date);
    out += ' ';
    append_clock(out, verdict.local.of_day, false);
    out += ' ';
    out += schedule.zone.name();
  }
  out += phrase(verdict.reason);
  out += schedule.name;
  out += " (";
  out += week_text;
  out += ')';
}

}  // namespace offhours::worktime
