#include "worktime/verdict_text.hpp"

#include <algorithm>

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

// `Tue 2026-02-17`
void append_weekday_and_date(std::string& out, std::chrono::local_days date) {
  out += weekdays[std::chrono::weekday(date).iso_encoding() - 1];
  out += ' ';
  text::append_date(out, date);
}

// Up to the schedule's name. Hours that started yesterday are named by their date.
void append_phrase(std::string& out, const Verdict& verdict) {
  const Day& decider = *verdict.decider;
  switch (verdict.reason) {
    case Reason::working_hours:
      out += " is in the working hours of ";
      if (verdict.by_yesterday()) {
        append_weekday_and_date(out, decider.date);
        out += " in ";
      }
      out += "schedule ";
      return;
    case Reason::exception:
      out += " is covered by an exception";
      if (!verdict.exception.empty()) {
        out += " (";
        out += verdict.exception;
        out += ')';
      }
      out += " to ";
      if (verdict.by_yesterday()) {
        out += "the hours of ";
        append_weekday_and_date(out, decider.date);
        out += " in ";
      }
      out += "schedule ";
      return;
    case Reason::holiday:
      if (verdict.by_yesterday()) {
        out += " is in hours taken away by the holiday of ";
        append_weekday_and_date(out, decider.date);
      } else {
        out += " is a holiday";
      }
      append_named(out, decider);
      out += " in schedule ";
      return;
    case Reason::short_day:
      out += " is in hours cut by the short day of ";
      append_weekday_and_date(out, decider.date);
      append_named(out, decider);
      out += " in schedule ";
      return;
    case Reason::day_off: out += " is a day off in schedule "; return;
    case Reason::before_hours: out += " is before the working hours of schedule "; return;
    case Reason::after_hours: out += " is after the working hours of schedule "; return;
    case Reason::between_hours: out += " is between the working hours of schedule "; return;
    case Reason::no_time: return;
  }
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

std::string_view off_hours_word(const Verdict& verdict) {
  if (verdict.reason == Reason::no_time) return {};
  return verdict.off_hours() ? "1" : "0";
}

void split_local_time(const Verdict& verdict, ClockedText& out) {
  if (verdict.reason == Reason::no_time) return;
  text::append_date(out.before, verdict.local.date);
  out.before += 'T';
  const long minutes = static_cast<long>(verdict.local.offset.count()) / 60;
  out.after += verdict.local.offset.count() < 0 ? '-' : '+';
  text::append_padded(out.after, static_cast<std::uint32_t>(std::abs(minutes) / 60), 2);
  out.after += ':';
  text::append_padded(out.after, static_cast<std::uint32_t>(std::abs(minutes) % 60), 2);
  out.clock = Clock::seconds;
}

void split_detail(const Verdict& verdict, ClockedText& out) {
  if (verdict.reason == Reason::no_time) {
    out.before += "The event has no usable time to hold against schedule ";
    out.before += verdict.schedule->name();
    return;
  }
  append_weekday_and_date(out.before, verdict.local.date);
  out.before += ' ';
  out.clock = Clock::minutes;
  out.after += ' ';
  out.after += verdict.schedule->zone().name();
  append_phrase(out.after, verdict);
  out.after += verdict.schedule->name();
  out.after += " (";
  out.after += verdict.decider->era->text;
  append_special(out.after, *verdict.decider);
  out.after += ')';
}

// How a text is made: a word is there already, all else is composed.
struct Maker {
  std::string_view name;
  std::string_view (*word)(const Verdict&) = nullptr;
  void (*split)(const Verdict&, ClockedText&) = nullptr;  // appends to empty parts
};

constexpr std::array<Maker, verdict_text_count> makers = {{
    {.name = "off_hours", .word = off_hours_word},
    {.name = "off_hours_reason", .word = [](const Verdict& verdict) { return name_of(verdict.reason); }},
    {.name = "off_hours_schedule",
     .word = [](const Verdict& verdict) { return std::string_view(verdict.schedule->name()); }},
    {.name = "off_hours_time_zone",
     .word = [](const Verdict& verdict) { return std::string_view(verdict.schedule->zone().name()); }},
    {.name = "off_hours_local_time", .split = split_local_time},
    {.name = "off_hours_detail", .split = split_detail},
}};

constexpr auto names = [] {
  std::array<std::string_view, makers.size()> all;
  std::ranges::transform(makers, all.begin(), &Maker::name);
  return all;
}();

}  // namespace

std::span<const std::string_view> verdict_text_names() { return names; }

std::optional<VerdictText> find_verdict_text(std::string_view name) {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return {};
  return static_cast<VerdictText>(found - names.begin());
}

char* write_clock(char* to, std::chrono::milliseconds of_day, Clock clock) {
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
  if (clock == Clock::minutes && rest == 0) return to;
  *to++ = ':';
  two_digits(rest / 1000);
  if (rest % 1000 == 0) return to;
  *to++ = '.';
  *to++ = static_cast<char>('0' + rest % 1000 / 100);
  two_digits(rest % 100);
  return to;
}

std::string_view VerdictTexts::text(VerdictText text, const Verdict& verdict) {
  const auto place = static_cast<std::size_t>(text);
  if (makers[place].word != nullptr) return makers[place].word(verdict);
  std::string& made = texts_[place];
  if ((made_ >> place & 1U) != 0) return made;
  made_ |= std::uint32_t{1} << place;
  split_at_clock(text, verdict, parts_);
  made.assign(parts_.before);
  if (parts_.clock != Clock::none) {
    std::array<char, most_clock_bytes> clock;
    made.append(clock.data(), write_clock(clock.data(), verdict.local.of_day, parts_.clock));
  }
  made += parts_.after;
  return made;
}

void VerdictTexts::split_at_clock(VerdictText text, const Verdict& verdict, ClockedText& out) {
  out.before.clear();
  out.after.clear();
  out.clock = Clock::none;
  const Maker& maker = makers[static_cast<std::size_t>(text)];
  if (maker.word != nullptr) {
    out.before += maker.word(verdict);
  } else {
    maker.split(verdict, out);
  }
}

}  // namespace offhours::worktime
