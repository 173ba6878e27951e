// iCalendar (RFC 5545) as holiday calendars use it: whole and part days, yearly rules, and what is wrong with them in
// the field. What is not understood is a fault, never a guess.
#include "holidays/icalendar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "text/ascii.hpp"
#include "text/dates.hpp"
#include "worktime/zone.hpp"
#include "worktime/zone_words.hpp"

namespace offhours::holidays {
namespace {

using fault::Code;

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using Clock = std::chrono::local_time<std::chrono::seconds>;

struct Property {
  std::string name;  // upper case
  std::map<std::string, std::string> parameters;
  std::string value;
  std::size_t line = 0;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Folded lines joined, each split into its name, parameters and value.
std::vector<Property> parse_lines(std::string_view text) {
  std::vector<std::pair<std::string, std::size_t>> lines;
  std::size_t number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!lines.empty() && (line.starts_with(' ') || line.starts_with('\t'))) {
      lines.back().first += line.substr(1);
    } else if (!line.empty()) {
      lines.emplace_back(line, number);
    }
  }
  std::vector<Property> properties;
  for (const auto& [line, place] : lines) {
    Property property;
    property.line = place;
    std::vector<std::string> head = {""};
    bool quoted = false;
    std::size_t i = 0;
    for (; i < line.size() && (quoted || line[i] != ':'); ++i) {
      if (line[i] == '"') {
        quoted = !quoted;
      } else if (line[i] == ';' && !quoted) {
        head.emplace_back();
      } else {
        head.back() += line[i];
      }
    }
    property.name = text::to_upper(head.front());
    for (std::size_t k = 1; k < head.size(); ++k) {
      const std::size_t equals = head[k].find('=');
      if (equals != std::string::npos)
        property.parameters[text::to_upper(head[k].substr(0, equals))] = head[k].substr(equals + 1);
    }
    if (i < line.size()) property.value = line.substr(i + 1);
    properties.push_back(std::move(property));
  }
  return properties;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      out += text[i] == 'n' || text[i] == 'N' ? ' ' : text[i];
    } else {
      out += text[i];
    }
  }
  return out;
}

std::optional<int> whole_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Moment {
  Clock clock;  // as the event's own zone shows it
  bool timed = false;
  bool utc = false;
};

// `20261224`, `20261224T140000`, `20261224T140000Z`.
std::optional<Moment> parse_moment(std::string_view text) {
  Moment moment;
  if (text.size() < 8 || !text::all_digits(text.substr(0, 8))) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*whole_number(text.substr(0, 4))),
                                         std::chrono::month(static_cast<unsigned>(*whole_number(text.substr(4, 2)))),
                                         std::chrono::day(static_cast<unsigned>(*whole_number(text.substr(6, 2))))};
  if (!date.ok()) return std::nullopt;
  moment.clock = local_days(date);
  text.remove_prefix(8);
  if (text.empty() || text == "Z") return moment;  // a date with a `Z` is wrong, but seen in the field
  if (text.size() < 7 || text.front() != 'T' || !text::all_digits(text.substr(1, 6))) return std::nullopt;
  const int hour = *whole_number(text.substr(1, 2));
  const int minute = *whole_number(text.substr(3, 2));
  const int second = *whole_number(text.substr(5, 2));
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  moment.timed = true;
  moment.utc = text.substr(7) == "Z";
  if (text.size() > 7 && !moment.utc) return std::nullopt;
  moment.clock += std::chrono::hours(hour) + minutes(minute) + std::chrono::seconds(second);
  return moment;
}

// `P1D`, `P1W`, `PT10H30M`.
std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  if (!text.starts_with('P')) return std::nullopt;
  text.remove_prefix(1);
  std::chrono::seconds sum{0};
  bool time = false;
  while (!text.empty()) {
    if (text.front() == 'T') {
      time = true;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = text.find_first_not_of("0123456789");
    if (length == 0 || length > 5 || length == std::string_view::npos) return std::nullopt;
    const int value = *whole_number(text.substr(0, length));
    switch (text[length]) {
      case 'W': sum += std::chrono::weeks(value); break;
      case 'D': sum += days(value); break;
      case 'H': sum += std::chrono::hours(value); break;
      case 'M':
        if (!time) return std::nullopt;
        sum += minutes(value);
        break;
      case 'S': sum += std::chrono::seconds(value); break;
      default: return std::nullopt;
    }
    text.remove_prefix(length + 1);
  }
  return sum;
}

enum class Frequency { daily, weekly, monthly, yearly };

// A recurrence rule (RFC 5545, 3.3.10), as far as holidays need it: no week numbers, no days of the year, no hours.
struct Rule {
  Frequency frequency = Frequency::yearly;
  int interval = 1;
  std::optional<int> count;
  std::optional<Moment> until;
  std::vector<int> months;
  std::vector<int> month_days;
  std::vector<std::pair<int, unsigned>> weekdays;  // which one (0: each), ISO number
  std::vector<int> positions;                      // in the set of a period, from its end if negative
  unsigned week_start = 1;                         // ISO number
};

// The ISO number of `MO` to `SU`; 0: it is none.
unsigned weekday_number(std::string_view name) {
  constexpr std::array<std::string_view, 7> names = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  const auto* const found = std::ranges::find(names, name);
  return found == names.end() ? 0 : static_cast<unsigned>(found - names.begin() + 1);
}

// Reads a rule, if it has no part that is not understood; else that part is returned.
std::optional<std::string> parse_rule(std::string_view text, Rule& rule) {
  bool has_frequency = false;
  for (const std::string_view part : split(text, ';')) {
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string key = text::to_upper(part.substr(0, equals));
    const std::string value = text::to_upper(part.substr(std::min(equals + 1, part.size())));
    bool good = true;
    const auto numbers = [&](std::vector<int>& list, int least, int most) {
      for (const std::string_view one : split(value, ',')) {
        const auto number = whole_number(one);
        good = good && number && *number >= least && *number <= most && *number != 0;
        if (good && std::ranges::find(list, *number) == list.end()) list.push_back(*number);
      }
    };
    if (key == "FREQ") {
      constexpr std::array<std::string_view, 4> names = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
      const auto* const name = std::ranges::find(names, value);
      has_frequency = good = name != names.end();
      if (good) rule.frequency = static_cast<Frequency>(name - names.begin());
    } else if (key == "INTERVAL") {
      const auto number = whole_number(value);
      good = number && *number > 0 && *number <= 1000;
      if (good) rule.interval = *number;
    } else if (key == "COUNT") {
      rule.count = whole_number(value);
      good = rule.count && *rule.count > 0;
    } else if (key == "UNTIL") {
      rule.until = parse_moment(value);
      good = rule.until.has_value();
    } else if (key == "BYMONTH") {
      numbers(rule.months, 1, 12);
    } else if (key == "BYMONTHDAY") {
      numbers(rule.month_days, -31, 31);
    } else if (key == "BYSETPOS") {
      numbers(rule.positions, -366, 366);
    } else if (key == "BYDAY") {
      for (const std::string_view one : split(value, ',')) {
        const std::string_view which = one.substr(0, one.size() < 2 ? 0 : one.size() - 2);
        const unsigned weekday = weekday_number(one.substr(which.size()));
        const auto number = which.empty() ? std::optional(0) : whole_number(which);
        good = good && weekday != 0 && number && *number >= -53 && *number <= 53 && (which.empty() || *number != 0);
        const std::pair wanted(number.value_or(0), weekday);
        if (good && std::ranges::find(rule.weekdays, wanted) == rule.weekdays.end()) rule.weekdays.push_back(wanted);
      }
    } else if (key == "WKST") {
      rule.week_start = weekday_number(value);
      good = rule.week_start != 0;
    } else {
      good = false;
    }
    if (!good) return std::string(part);
  }
  if (!has_frequency) return std::string(text);
  // The second Monday of a day or a week, and a day of the month of a week, are none.
  const bool counts_weekdays = std::ranges::any_of(rule.weekdays, [](const auto& one) { return one.first != 0; });
  if (counts_weekdays && rule.frequency < Frequency::monthly) return std::string(text);
  if (!rule.month_days.empty() && rule.frequency == Frequency::weekly) return std::string(text);
  return std::nullopt;
}

// Days from `begin` up to `end`, out of which a rule picks: a day, a week, a month or a year.
struct Period {
  local_days begin;
  local_days end;
};

// The period that the rule reaches after so many intervals.
Period period_of(const Rule& rule, local_days start, int number) {
  const std::chrono::year_month_day first(start);
  const int steps = number * rule.interval;
  switch (rule.frequency) {
    case Frequency::daily: return {start + days(steps), start + days(steps + 1)};
    case Frequency::weekly: {
      const days into_week = std::chrono::weekday(start) - std::chrono::weekday(rule.week_start);
      const local_days begin = start - into_week + days(7) * steps;
      return {begin, begin + days(7)};
    }
    case Frequency::monthly: {
      const std::chrono::year_month month = first.year() / first.month() + std::chrono::months(steps);
      return {local_days(month / 1), local_days((month + std::chrono::months(1)) / 1)};
    }
    case Frequency::yearly: break;
  }
  const std::chrono::year year = first.year() + std::chrono::years(steps);
  return {local_days(year / 1 / 1), local_days((year + std::chrono::years(1)) / 1 / 1)};
}

// Where a day stands among those that `which` counts: the 2nd Monday, the last one (-1).
bool is_nth(int which, std::chrono::days before, std::chrono::days after) {
  return which > 0 ? before.count() / 7 + 1 == which : after.count() / 7 + 1 == -which;
}

bool is_in_rule(const Rule& rule, local_days start, local_days date) {
  const std::chrono::year_month_day first(start);
  const std::chrono::year_month_day civil(date);
  const auto month = static_cast<int>(static_cast<unsigned>(civil.month()));
  const auto day = static_cast<int>(static_cast<unsigned>(civil.day()));
  if (!rule.months.empty() && std::ranges::find(rule.months, month) == rule.months.end()) return false;
  const local_days last_of_month(civil.year() / civil.month() / std::chrono::last);
  const int last_day = day + static_cast<int>((last_of_month - date).count());
  const auto on_day = [&](int wanted) { return wanted > 0 ? wanted == day : last_day + 1 + wanted == day; };
  if (!rule.month_days.empty() && std::ranges::none_of(rule.month_days, on_day)) return false;
  const auto on_weekday = [&](const std::pair<int, unsigned>& wanted) {
    const auto& [which, weekday] = wanted;
    if (std::chrono::weekday(date).iso_encoding() != weekday) return false;
    if (which == 0) return true;
    // Counted in the year by a yearly rule that names no months.
    if (rule.frequency == Frequency::yearly && rule.months.empty()) {
      return is_nth(which, date - local_days(civil.year() / 1 / 1),
                    local_days(civil.year() / std::chrono::December / 31) - date);
    }
    return is_nth(which, days(day - 1), last_of_month - date);
  };
  if (!rule.weekdays.empty()) return std::ranges::any_of(rule.weekdays, on_weekday);
  if (!rule.month_days.empty()) return true;
  // What the rule leaves open is that of the start.
  switch (rule.frequency) {
    case Frequency::daily: return true;
    case Frequency::weekly: return std::chrono::weekday(date) == std::chrono::weekday(start);
    case Frequency::monthly: return civil.day() == first.day();
    case Frequency::yearly: break;
  }
  return civil.day() == first.day() && (!rule.months.empty() || civil.month() == first.month());
}

// The rule's dates in a period, sorted.
std::vector<local_days> dates_in(const Rule& rule, local_days start, const Period& period) {
  std::vector<local_days> all;
  for (local_days date = period.begin; date < period.end; date += days(1)) {
    if (is_in_rule(rule, start, date)) all.push_back(date);
  }
  if (rule.positions.empty()) return all;
  std::set<local_days> picked;
  for (const int position : rule.positions) {
    const auto size = static_cast<int>(all.size());
    const int place = position > 0 ? position - 1 : size + position;
    if (place >= 0 && place < size) picked.insert(all[static_cast<std::size_t>(place)]);
  }
  return {picked.begin(), picked.end()};
}

struct Event {
  std::size_t line = 0;
  std::map<std::string, Property> properties;
  std::vector<Property> extra_dates;
  std::vector<Property> excluded;

  const Property* find(const std::string& name) const {
    const auto found = properties.find(name);
    return found == properties.end() ? nullptr : &found->second;
  }
  std::string text(const std::string& name) const {
    const Property* const property = find(name);
    return property == nullptr ? std::string() : unescaped(property->value);
  }
};

class Reader {
 public:
  explicit Reader(const ImportOptions& options) : options_(options) {
    if (!options.zone.empty()) zone_ = worktime::Zone::find(options.zone);
  }

  Import read(std::string_view text) {
    if (!options_.zone.empty() && !zone_) {
      import_.faults.push_back(
          {std::nullopt, "time_zone", options_.zone, Code::not_a_zone, worktime::suggest_zone(options_.zone)});
      return std::move(import_);
    }
    constexpr std::size_t days_a_file = 200'000;
    constexpr std::size_t days_a_byte = 200;
    days_left_ = days_a_file + days_a_byte * text.size();
    const std::vector<Event> events = read_events(parse_lines(text));
    for (const Event& event : events) {
      const Property* const moved = event.find("RECURRENCE-ID");
      const auto date = moved == nullptr ? std::nullopt : moment(*moved, moved->value);
      if (date) replaced_.emplace(event.text("UID"), std::chrono::floor<days>(date->clock));
    }
    for (const Event& event : events) read_event(event);
    return std::move(import_);
  }

 private:
  void fault(std::size_t line, std::string thing, std::string_view value, fault::What what) {
    import_.faults.push_back(
        {fault::Place{options_.file, line, 1}, std::move(thing), std::string(value), std::move(what), {}});
  }

  std::vector<Event> read_events(std::vector<Property> properties) {
    std::vector<Event> events;
    std::vector<std::string> open;
    bool calendar = false;
    for (Property& property : properties) {
      if (property.name == "BEGIN") {
        open.push_back(text::to_upper(property.value));
        calendar = calendar || open.back() == "VCALENDAR";
        if (open.back() == "VEVENT") events.push_back({property.line, {}, {}, {}});
      } else if (property.name == "END") {
        if (!open.empty()) open.pop_back();
      } else if (!open.empty() && open.back() == "VEVENT") {
        if (property.name == "EXDATE") {
          events.back().excluded.push_back(std::move(property));
        } else if (property.name == "RDATE") {
          events.back().extra_dates.push_back(std::move(property));
        } else {
          std::string name = property.name;
          events.back().properties.emplace(std::move(name), std::move(property));
        }
      }
    }
    if (!calendar) fault(1, "file", options_.file, Code::not_icalendar_or_json);
    return events;
  }

  // Times in UTC are moved to the zone asked for, except those of a midnight or of the minute before it: they are meant
  // as dates.
  std::optional<Moment> moment(const Property& property, std::string_view value) {
    auto parsed = parse_moment(value);
    if (!parsed) {
      fault(property.line, text::to_upper(property.name), value, Code::not_a_date_or_time);
      return std::nullopt;
    }
    if (parsed->utc && !is_midnight(parsed->clock) && !is_last_minute(parsed->clock) && zone_) {
      const worktime::Instant instant{parsed->clock.time_since_epoch()};
      parsed->clock += zone_->at(instant).offset;
    }
    return parsed;
  }

  bool is_observance(const Event& event) const {
    // TRANSP says nothing: Google's and the British government's public holidays are TRANSPARENT as well.
    return text::to_upper(event.text("CATEGORIES")).find("OBSERVANCE") != std::string::npos ||
           text::to_upper(event.text("DESCRIPTION")).starts_with("OBSERVANCE");
  }

  void read_event(const Event& event) {
    const std::string name = event.text("SUMMARY");
    const auto skip = [&](Code what) {
      import_.skipped.push_back({fault::Place{options_.file, event.line, 1}, "event", name, what, {}});
    };
    if (text::to_upper(event.text("STATUS")) == "CANCELLED") return skip(Code::cancelled);
    if (is_observance(event) && !options_.observances) return skip(Code::observance);
    const Property* const start_property = event.find("DTSTART");
    if (start_property == nullptr) return fault(event.line, "event", name, {Code::no_property, {"DTSTART"}});
    const auto start = moment(*start_property, start_property->value);
    if (!start) return;
    const auto length = length_of(event, *start);
    if (!length) return;
    if (*length == std::chrono::seconds(0)) return skip(Code::no_length);

    std::set<local_days> excluded;
    for (const Property& property : event.excluded) {
      for (const std::string_view value : split(property.value, ',')) {
        if (const auto date = moment(property, value)) excluded.insert(std::chrono::floor<days>(date->clock));
      }
    }
    if (event.find("RECURRENCE-ID") == nullptr) {
      const std::string uid = event.text("UID");
      for (auto it = replaced_.lower_bound({uid, local_days::min()}); it != replaced_.end() && it->first == uid; ++it) {
        excluded.insert(it->second);
      }
    }
    std::set<local_days> dates;
    const local_days first = std::chrono::floor<days>(start->clock);
    if (const Property* const rule = event.find("RRULE")) {
      if (!expand(*rule, *start, *length, dates)) return;
    } else {
      dates.insert(first);
    }
    for (const Property& property : event.extra_dates) {
      for (const std::string_view value : split(property.value, ',')) {
        if (const auto date = moment(property, value)) dates.insert(std::chrono::floor<days>(date->clock));
      }
    }
    for (const local_days date : dates) {
      if (excluded.contains(date)) continue;
      add(date + (start->clock - first), *length, start->timed, name);
    }
  }

  static bool is_midnight(Clock clock) { return clock == std::chrono::floor<days>(clock); }
  static bool is_last_minute(Clock clock) {
    return clock - std::chrono::floor<days>(clock) >= std::chrono::hours(24) - minutes(1);
  }

  // A whole day at least, if no time of day is given, or midnight as both start and end. What lasts from a midnight to
  // the minute before one lasts to that one.
  std::optional<std::chrono::seconds> length_of(const Event& event, const Moment& start) {
    const bool from_midnight = start.timed && is_midnight(start.clock);
    const std::chrono::seconds least = start.timed ? std::chrono::seconds(0) : std::chrono::seconds(days(1));
    if (const Property* const property = event.find("DTEND")) {
      const auto end = moment(*property, property->value);
      if (!end) return std::nullopt;
      if (from_midnight && end->clock == start.clock) return days(1);
      if (from_midnight && end->clock > start.clock && is_last_minute(end->clock)) {
        return std::chrono::ceil<days>(end->clock - start.clock);
      }
      // Wrong, but seen in the field: an end that is not after the start.
      return std::max<std::chrono::seconds>(end->clock - start.clock, least);
    }
    if (const Property* const property = event.find("DURATION")) {
      const auto length = parse_duration(property->value);
      if (!length) fault(property->line, "DURATION", property->value, Code::not_a_duration);
      return length ? std::optional(std::max(*length, least)) : std::nullopt;
    }
    return least;
  }

  bool expand(const Property& property, const Moment& start, std::chrono::seconds length, std::set<local_days>& dates) {
    Rule rule;
    if (const auto wrong = parse_rule(property.value, rule)) {
      fault(property.line, "RRULE", *wrong, Code::not_a_known_rule);
      return false;
    }
    const local_days first = std::chrono::floor<days>(start.clock);
    const Clock until = !rule.until         ? Clock::max()
                        : rule.until->timed ? rule.until->clock
                                            : rule.until->clock + days(1) - std::chrono::seconds(1);
    // Nothing that is over before the years asked for is kept, though a count is used up by it.
    const local_days wanted = first_wanted() - std::min(std::chrono::ceil<days>(length), longest);
    int count = 0;
    bool more = true;
    const auto keep = [&](local_days date) {
      more = (!rule.count || count < *rule.count) && date + (start.clock - first) <= until;
      if (!more) return;
      ++count;
      if (date >= wanted) dates.insert(date);
    };
    // The start counts, whether or not the rule has it.
    keep(first);
    int number = rule.count ? 0 : first_period(rule, first, wanted);
    const local_days last_wanted(options_.last_year / std::chrono::December / 31);
    for (; more; ++number) {
      const Period period = period_of(rule, first, number);
      if (period.begin > last_wanted) break;
      const auto size = static_cast<std::size_t>((period.end - period.begin).count()) * looks_a_day(rule);
      if (days_left_ < size) {
        fault(property.line, "RRULE", property.value, Code::rule_too_long);
        return false;
      }
      days_left_ -= size;
      for (const local_days date : dates_in(rule, first, period)) {
        if (date > first) keep(date);
      }
    }
    return true;
  }

  void add(Clock from, std::chrono::seconds length, bool timed, const std::string& name) {
    const Clock to = from + length;
    const local_days first = std::chrono::floor<days>(from);
    if (!timed || (from == first && to == std::chrono::floor<days>(to) && to > from)) {
      const local_days last = std::min(std::chrono::floor<days>(to) - days(1), last_date);
      import_.rows.push_back({first, std::max(first, last), "closed", {}, name});
      return;
    }
    // Part of a day: working time is what is left of it.
    const local_days last_wanted(options_.last_year / std::chrono::December / 31);
    for (local_days date = std::max(first, first_wanted()); Clock(date) < to && date <= last_wanted; date += days(1)) {
      const minutes start =
          std::chrono::floor<minutes>(std::max<std::chrono::seconds>(from - Clock(date), std::chrono::seconds(0)));
      const minutes end = std::chrono::ceil<minutes>(std::min<std::chrono::seconds>(to - Clock(date), days(1)));
      std::string hours;
      if (start > minutes(0)) hours = "00:00-" + clock_text(start);
      if (end < days(1)) hours += (hours.empty() ? "" : " ") + clock_text(end) + "-24:00";
      import_.rows.push_back({date, date, hours.empty() ? "closed" : "short", hours, name});
    }
  }

  // Long lists make a day cost more than one: what each is held against, in units of the lists that there usually are.
  static std::size_t looks_a_day(const Rule& rule) {
    return 1 + rule.weekdays.size() / 7 + rule.month_days.size() / 16 + rule.positions.size() / 16;
  }

  // A period that ends before what is wanted; those before it need not be looked at.
  static int first_period(const Rule& rule, local_days start, local_days wanted) {
    constexpr std::array<int, 4> longest_days = {1, 7, 31, 366};
    const days each(longest_days[static_cast<std::size_t>(rule.frequency)] * rule.interval);
    return wanted > start ? static_cast<int>(std::max<std::int64_t>(0, (wanted - start) / each - 1)) : 0;
  }

  // How many days the rules of a file may look at, in proportion to its length: more than any true one needs.
  std::size_t days_left_ = 0;

  // Longer than all years that a date can be written with.
  static constexpr days longest{10'000 * 366};
  static constexpr local_days last_date{std::chrono::year(9999) / std::chrono::December / 31};
  local_days first_wanted() const { return local_days(options_.first_year / std::chrono::January / 1); }

  static std::string clock_text(minutes of_day) {
    const auto digits = [](long value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return digits(of_day.count() / 60) + ':' + digits(of_day.count() % 60);
  }

  const ImportOptions& options_;
  std::optional<worktime::Zone> zone_;
  std::set<std::pair<std::string, local_days>> replaced_;
  Import import_;
};

}  // namespace

Import import_icalendar(std::string_view text, const ImportOptions& options) { return Reader(options).read(text); }

}  // namespace offhours::holidays
