#include "worktime/detail.hpp"

#include <array>

#include "text/dates.hpp"
#include "text/digits.hpp"

namespace offhours::worktime {
namespace {

constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

void append_named(std::string& out, const Day& day) {
  const std::size_t before = out.size();
  out += " (";
  day.append_names(out);
  if (out.size() == before + 2) {
    out.resize(before);
  } else {
    out += ')';
  }
}

void append_phrase(std::string& out, const Verdict& verdict) {
  switch (verdict.reason) {
    case Reason::working_hours: out += " is in the working hours of schedule "; return;
    case Reason::exception:
      out += " is covered by an exception";
      if (!verdict.exception.empty()) {
        out += " (";
        out += verdict.exception;
        out += ')';
      }
      out += " to schedule ";
      return;
    case Reason::holiday:
      if (verdict.cause == verdict.today) {
        out += " is a holiday";
        append_named(out, *verdict.cause);
      } else {
        out += " is in hours taken away by the holiday of ";
        text::append_date(out, verdict.cause->date);
        append_named(out, *verdict.cause);
      }
      out += " in schedule ";
      return;
    case Reason::short_day:
      out += " is in hours cut by the short day of ";
      text::append_date(out, verdict.cause->date);
      append_named(out, *verdict.cause);
      out += " in schedule ";
      return;
    case Reason::day_off: out += " is a day off in schedule "; return;
    case Reason::before_hours: out += " is before the working hours of schedule "; return;
    case Reason::after_hours: out += " is after the working hours of schedule "; return;
    case Reason::between_hours: out += " is between the working hours of schedule "; return;
    case Reason::no_time: break;
  }
  out += "The event has no usable time to hold against schedule ";
}

// What the date's own hours are, where the week's do not hold.
void append_special(std::string& out, const Day& day) {
  if (!day.kind || *day.kind == DayKind::closed) return;
  out += *day.kind == DayKind::workday ? "; workday" : "; short day";
  append_named(out, day);
  if (day.windows.empty()) {
    out += " without hours";
    return;
  }
  out += ' ';
  append_windows(out, day.windows);
}

void append_before_clock(std::string& out, const LocalTime& local) {
  text::append_date(out, local.date);
  out += 'T';
}

void append_behind_clock(std::string& out, const LocalTime& local) {
  const long minutes = static_cast<long>(local.offset.count()) / 60;
  out += local.offset.count() < 0 ? '-' : '+';
  text::append_padded(out, static_cast<std::uint32_t>(std::abs(minutes) / 60), 2);
  out += ':';
  text::append_padded(out, static_cast<std::uint32_t>(std::abs(minutes) % 60), 2);
}

void append_before_clock(std::string& out, const Verdict& verdict) {
  out += weekdays[std::chrono::weekday(verdict.local.date).iso_encoding() - 1];
  out += ' ';
  text::append_date(out, verdict.local.date);
  out += ' ';
}

void append_behind_clock(std::string& out, const Verdict& verdict, const Schedule& schedule) {
  out += ' ';
  out += schedule.zone().name();
  append_phrase(out, verdict);
  out += schedule.name();
  out += " (";
  out += verdict.today->era->text;
  const bool of_yesterday = verdict.cause != nullptr && verdict.cause != verdict.today;
  append_special(out, of_yesterday ? *verdict.cause : *verdict.today);
  out += ')';
}

void append_clock(std::string& out, std::chrono::milliseconds of_day, bool seconds) {
  std::array<char, most_clock_bytes> clock;
  out.append(clock.data(), write_clock(clock.data(), of_day, seconds));
}

}  // namespace

char* write_clock(char* to, std::chrono::milliseconds of_day, bool seconds) {
  const auto ms = static_cast<std::uint32_t>(of_day.count());
  const auto two_digits = [&to](std::uint32_t value) {
    *to++ = static_cast<char>('0' + value / 10);
    *to++ = static_cast<char>('0' + value % 10);
  };
  const std::uint32_t minutes = ms / 60'000;
  const std::uint32_t rest = ms % 60'000;
  two_digits(minutes / 60);
  *to++ = ':';
  two_digits(minutes % 60);
  if (!seconds && rest == 0) return to;
  *to++ = ':';
  two_digits(rest / 1000);
  if (rest % 1000 == 0) return to;
  *to++ = '.';
  *to++ = static_cast<char>('0' + rest % 1000 / 100);
  two_digits(rest % 100);
  return to;
}

void local_time_around(const LocalTime& local, AroundClock& text) {
  text.before.clear();
  text.behind.clear();
  append_before_clock(text.before, local);
  append_behind_clock(text.behind, local);
}

void append_local_time(std::string& out, const LocalTime& local) {
  append_before_clock(out, local);
  append_clock(out, local.of_day, true);
  append_behind_clock(out, local);
}

void detail_around(const Verdict& verdict, const Schedule& schedule, AroundClock& text) {
  text.before.clear();
  text.behind.clear();
  append_before_clock(text.before, verdict);
  append_behind_clock(text.behind, verdict, schedule);
}

void append_detail(std::string& out, const Verdict& verdict, const Schedule& schedule) {
  if (verdict.reason == Reason::no_time) {
    append_phrase(out, verdict);
    out += schedule.name();
    return;
  }
  append_before_clock(out, verdict);
  append_clock(out, verdict.local.of_day, false);
  append_behind_clock(out, verdict, schedule);
}

}  // namespace offhours::worktime
