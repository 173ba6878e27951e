#include "policy/schedules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "policy/dates.hpp"
#include "policy/row_reader.hpp"

namespace offhours::policy {
namespace {

using worktime::DaySet;
using worktime::Hours;
using worktime::Schedule;
using worktime::Window;
using worktime::Zone;

constexpr std::array<std::string_view, 4> required = {"schedule", "time_zone", "days", "hours"};
constexpr std::array<std::string_view, 4> optional = {"holidays", "valid_from", "valid_to", "comment"};
constexpr Columns columns{required, optional, false, Candidates::schedule_columns};

using fault::Code;

constexpr std::array<std::string_view, 3> built_in_names = {"always", "default", "never"};

constexpr std::chrono::milliseconds day_length = std::chrono::hours(24);

std::optional<std::chrono::local_days> read_date(RowReader& reader, std::size_t column, std::string_view thing) {
  const std::string_view text = reader.cell(column);
  if (text.empty()) return std::nullopt;
  const auto date = parse_date(text);
  if (!date) reader.fault(column, thing, text, Code::not_a_date);
  return date;
}

DaySet read_days(RowReader& reader, std::size_t column) {
  const auto parsed = worktime::parse_days(reader.cell(column));
  if (parsed) return *parsed;
  reader.fault(column, "days", RowReader::part_of(reader.cell(column), parsed.error().part),
               code_of(parsed.error().fault), Candidates::days);
  return {};
}

}  // namespace

struct Schedules::ColumnPlaces {
  std::size_t schedule;
  std::size_t time_zone;
  std::size_t days;
  std::size_t hours;
  std::size_t holidays;
  std::size_t valid_from;
  std::size_t valid_to;
};

// Zones by the names that the file has for them: each is looked for once.
struct Schedules::ZoneNames {
  std::unordered_map<std::string_view, std::optional<Zone>> found;

  const std::optional<Zone>& read(RowReader& reader, std::size_t column) {
    const std::string_view text = reader.cell(column);
    const auto [known, fresh] = found.try_emplace(text);
    if (fresh && !text.empty()) known->second = Zone::find(text);
    if (text.empty()) {
      reader.fault(column, "time_zone", text, Code::empty);
    } else if (!known->second) {
      reader.fault(column, "time_zone", text, fault_of_zone(text), Candidates::zones);
    }
    return known->second;
  }
};

Schedules::Schedules(const std::string& folder, std::string_view policy, const Calendars& calendars)
    : file_(folder, std::string(policy) + "_schedules.csv", columns),
      always_(worktime::built_in_always()),
      never_(worktime::built_in_never()),
      default_(worktime::built_in_default()) {
  if (file_.sound()) read(calendars);
}

void Schedules::read(const Calendars& calendars) {
  const ColumnPlaces at{file_.column("schedule"), file_.column("time_zone"), file_.column("days"),
                        file_.column("hours"),    file_.column("holidays"),  file_.column("valid_from"),
                        file_.column("valid_to")};
  ZoneNames zones;
  for (std::size_t row = 0; row < file_.rows(); ++row) read_row(row, at, zones, calendars);
}

void Schedules::read_row(std::size_t row, const ColumnPlaces& at, ZoneNames& zones, const Calendars& calendars) {
  RowReader reader(file_, row);
  const std::string_view name = reader.cell(at.schedule);
  if (name.empty()) reader.fault(at.schedule, "schedule", name, Code::empty);
  if (name == "always" || name == "never") {
    reader.fault(at.schedule, "schedule", name, Code::built_in);
  }
  const auto known = by_name_.find(name);
  Entry* entry = known == by_name_.end() ? nullptr : known->second;
  const std::optional<Zone>& zone = zones.read(reader, at.time_zone);
  if (zone && entry != nullptr && entry->zoned && entry->schedule.zone().name() != zone->name()) {
    reader.fault(
        at.time_zone, "time_zone", reader.cell(at.time_zone),
        {Code::second_zone,
         {entry->schedule.name(), entry->schedule.zone().name(), std::to_string(file_.line(entry->first_row))}});
  }
  Hours hours;
  hours.days = read_days(reader, at.days);
  hours.windows = reader.hours(at.hours);
  hours.valid_from = read_date(reader, at.valid_from, "valid_from");
  hours.valid_to = read_date(reader, at.valid_to, "valid_to");
  if (hours.valid_from && hours.valid_to && *hours.valid_to < *hours.valid_from) {
    reader.fault(at.valid_to, "valid_to", reader.cell(at.valid_to), Code::before_valid_from);
  }
  std::vector<std::shared_ptr<const worktime::Calendar>> used;
  for_each_word(reader.cell(at.holidays), [&](std::string_view calendar) {
    if (auto found = calendars.find(calendar)) {
      used.push_back(std::move(found));
    } else if (!calendars.file().there()) {
      reader.fault(at.holidays, "calendar", calendar, {Code::unknown_without_file, {calendars.file().name()}});
    } else if (calendars.complete()) {
      reader.fault(at.holidays, "calendar", calendar, Code::unknown, Candidates::calendars);
    }
  });
  if (name.empty()) return;
  if (entry == nullptr) {
    // One that is at fault is known by its name all the same, so that an assignment to it is no second fault.
    entries_.push_back(std::make_unique<Entry>(Entry{Schedule(std::string(name), Zone::utc()), {}, row, false}));
    entry = entries_.back().get();
    by_name_.emplace(name, entry);
  }
  if (zone && !entry->zoned) {
    entry->schedule = Schedule(std::string(name), *zone);
    entry->zoned = true;
  }
  if (!reader.sound()) return;
  entry->schedule.add(std::move(hours));
  entry->rows.push_back(row);
  for (auto& calendar : used) entry->schedule.use(std::move(calendar));
}

const Schedule* Schedules::find(std::string_view name) const {
  if (name == "always") return &always_;
  if (name == "never") return &never_;
  const auto found = by_name_.find(name);
  if (found != by_name_.end()) return &found->second->schedule;
  return name == "default" ? &default_ : nullptr;
}

std::vector<std::string_view> Schedules::names() const {
  std::vector<std::string_view> names(built_in_names.begin(), built_in_names.end());
  for (const auto& entry : entries_) names.emplace_back(entry->schedule.name());
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void Schedules::warn(Warnings& warnings, std::span<const Schedule* const> used) const {
  for (const auto& entry : entries_) {
    warn_of_overlaps(warnings, *entry);
    warn_of_seasons(warnings, *entry);
  }
  const std::set<const Schedule*> in_use(used.begin(), used.end());
  for (const auto& entry : entries_) {
    const std::string& name = entry->schedule.name();
    if (std::ranges::find(built_in_names, name) != built_in_names.end() || in_use.contains(&entry->schedule)) continue;
    warnings.add(file_, file_.start(entry->first_row, file_.column("schedule")), "schedule", name,
                 {Code::unused_schedule, {name}});
  }
}

void Schedules::add_search_warnings(Warnings& warnings) const {
  for (const auto& entry : entries_) warn_of_the_end(warnings, *entry);
  warn_of_last_minutes(warnings, file_);
  warn_of_lost_columns(warnings);
}

// Windows of rows that count on the same dates are laid side by side on one week, whose Monday comes twice so that
// Sunday's nights meet it, and passed once by their starts: one that starts before the farthest end so far overlaps.
void Schedules::warn_of_overlaps(Warnings& warnings, const Entry& entry) const {
  struct Span {
    std::chrono::milliseconds start;
    std::chrono::milliseconds end;
    std::size_t row;
    std::size_t day;
  };
  // Rows count together if none has a validity, or if their validities start together.
  std::map<std::pair<bool, std::chrono::local_days>, std::vector<Span>> together;
  const auto rows = entry.schedule.rows();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto from = rows[row].valid_from.value_or(std::chrono::local_days::min());
    std::vector<Span>& spans = together[{rows[row].has_validity(), from}];
    for (std::size_t day = 0; day <= rows[row].days.size(); ++day) {
      if (!rows[row].days[day % rows[row].days.size()]) continue;
      for (const Window& window : rows[row].windows) {
        const auto midnight = day_length * static_cast<int>(day);
        spans.push_back({midnight + window.start, midnight + window.end, row, day % rows[row].days.size()});
      }
    }
  }
  struct Overlap {
    std::size_t with;
    std::size_t day;
  };
  std::map<std::size_t, Overlap> overlaps;
  for (auto& [validity, spans] : together) {
    std::ranges::stable_sort(spans, {}, &Span::start);
    const Span* farthest = nullptr;
    for (const Span& span : spans) {
      if (farthest != nullptr && span.start < farthest->end) {
        overlaps.try_emplace(std::max(span.row, farthest->row),
                             Overlap{std::min(span.row, farthest->row), farthest->day});
      }
      if (farthest == nullptr || span.end > farthest->end) farthest = &span;
    }
  }
  const std::size_t column = file_.column("hours");
  for (const auto& [row, overlap] : overlaps) {
    const std::string with =
        overlap.with == row ? "each other" : "line " + std::to_string(file_.line(entry.rows[overlap.with]));
    warnings.add(file_, file_.start(entry.rows[row], column), "hours", file_.cell(entry.rows[row], column),
                 {Code::overlap, {with, std::string(worktime::day_names[overlap.day])}});
  }
}

// A season replaces the usual week, so it has to name all its days.
void Schedules::warn_of_seasons(Warnings& warnings, const Entry& entry) const {
  struct Season {
    std::size_t first_row;
    DaySet open{};
  };
  DaySet usual{};
  std::map<std::chrono::local_days, Season> seasons;
  const auto rows = entry.schedule.rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto from = rows[i].valid_from.value_or(std::chrono::local_days::min());
    DaySet& open = rows[i].has_validity() ? seasons.try_emplace(from, Season{i}).first->second.open : usual;
    for (std::size_t day = 0; day < open.size(); ++day) open[day] |= rows[i].days[day];
  }
  const std::size_t column = file_.column("days");
  for (const auto& [from, season] : seasons) {
    std::string closed;
    for (std::size_t day = 0; day < usual.size(); ++day) {
      if (usual[day] && !season.open[day]) {
        closed += (closed.empty() ? "" : " ") + std::string(worktime::day_names[day]);
      }
    }
    if (closed.empty()) continue;
    const std::size_t row = entry.rows[season.first_row];
    warnings.add(file_, file_.start(row, column), "days", file_.cell(row, column), {Code::closed_season, {closed}});
  }
}

// Of a schedule all of whose rows have dates: outside of them it has no hours.
void Schedules::warn_of_the_end(Warnings& warnings, const Entry& entry) const {
  const auto rows = entry.schedule.rows();
  if (rows.empty()) return;
  std::chrono::local_days last = std::chrono::local_days::min();
  std::chrono::local_days first = std::chrono::local_days::max();
  bool open = false;
  for (const Hours& row : rows) {
    if (!row.has_validity()) return;
    open = open || !row.valid_to;
    last = std::max(last, row.valid_to.value_or(last));
    first = std::min(first, row.valid_from.value_or(std::chrono::local_days::min()));
  }
  if (open && first <= warnings.today()) return;
  const fault::What what = open                      ? fault::What(Code::starts_late, {date_text(first)})
                           : last < warnings.today() ? fault::What(Code::ended, {date_text(last)})
                                                     : fault::What(Code::only_seasons, {date_text(last)});
  warnings.add_for_searches(file_, file_.start(entry.first_row, file_.column("schedule")), "schedule",
                            entry.schedule.name(), what);
}

// An import that kept only some of the columns, as spreadsheets and lookup editors do.
void Schedules::warn_of_lost_columns(Warnings& warnings) const {
  if (!file_.sound()) return;
  struct Pair {
    std::string_view lost;
    std::string_view there;
    std::string_view effect;
  };
  constexpr std::array pairs = {Pair{"valid_to", "valid_from", "a season never ends"},
                                Pair{"valid_from", "valid_to", "a season has no start"}};
  for (const Pair& pair : pairs) {
    if (file_.column(pair.lost) != CsvFile::npos || file_.column(pair.there) == CsvFile::npos) continue;
    warnings.add_for_searches(file_, file_.header_start(file_.column(pair.there)), "column", pair.lost,
                              {Code::lost_column, {std::string(pair.there), std::string(pair.effect)}});
  }
}

}  // namespace offhours::policy
