#include "policy/problems.hpp"

#include <algorithm>
#include <set>

#include "event/names.hpp"
#include "policy/dates.hpp"

namespace offhours::policy {
namespace {

using worktime::DaySet;
using worktime::Hours;
using worktime::Schedule;
using worktime::Window;

constexpr std::chrono::milliseconds day_length = std::chrono::hours(24);

class Finder {
 public:
  Finder(const Policy& policy, std::chrono::local_days today) : policy_(policy), today_(today) {}

  std::vector<Problem> find() {
    for (const fault::Fault& fault : policy_.faults()) problems_.push_back({true, fault});
    for (const CsvFile* file : {&policy_.schedules_file(), &policy_.holidays_file(), &policy_.assignments_file(),
                                &policy_.exceptions_file()}) {
      if (!file->there()) warn({file->path(), 0, 0}, "file", file->name(), "is not there");
    }
    for (const auto& defined : policy_.defined()) {
      check_overlaps(*defined);
      check_seasons(*defined);
    }
    check_used();
    check_calendars();
    check_assignments();
    check_names(policy_.assignments_file(), policy_.assignment_names());
    check_names(policy_.exceptions_file(), policy_.exception_names());
    return std::move(problems_);
  }

 private:
  void warn(fault::Place place, std::string thing, std::string_view value, std::string what, std::string mend = {}) {
    problems_.push_back(
        {false, {std::move(place), std::move(thing), std::string(value), std::move(what), std::move(mend)}});
  }

  // Whether two rows can count on one date.
  static bool count_together(const Hours& a, const Hours& b) {
    if (!a.has_validity() && !b.has_validity()) return true;
    if (!a.has_validity() || !b.has_validity() || a.valid_from != b.valid_from) return false;
    return true;
  }

  static bool overlap(const Window& a, const Window& b, std::chrono::milliseconds later) {
    return a.start < b.end + later && b.start + later < a.end;
  }

  // The first day of the week on which both have a window for one and the same moment.
  static const std::string_view* common_day(const Hours& a, const Hours& b, bool same_row) {
    for (std::size_t day = 0; day < a.days.size(); ++day) {
      if (!a.days[day]) continue;
      const bool next_day = b.days[(day + 1) % b.days.size()];
      for (std::size_t i = 0; i < a.windows.size(); ++i) {
        for (std::size_t j = 0; j < b.windows.size(); ++j) {
          const bool itself = same_row && i == j;
          if ((b.days[day] && !itself && overlap(a.windows[i], b.windows[j], {})) ||
              (next_day && overlap(a.windows[i], b.windows[j], day_length))) {
            return &worktime::day_names[day];
          }
        }
      }
    }
    return nullptr;
  }

  void check_overlaps(const Policy::Defined& defined) {
    const CsvFile& file = policy_.schedules_file();
    const std::size_t column = file.column("hours");
    const auto rows = defined.schedule.rows();
    for (std::size_t later = 0; later < rows.size(); ++later) {
      for (std::size_t earlier = 0; earlier <= later; ++earlier) {
        if (!count_together(rows[earlier], rows[later])) continue;
        const std::string_view* day = common_day(rows[earlier], rows[later], earlier == later);
        if (day == nullptr && earlier != later) day = common_day(rows[later], rows[earlier], false);
        if (day == nullptr) continue;
        const std::string with = earlier == later
                                     ? " with each other"
                                     : " with line " + std::to_string(file.place(defined.rows[earlier], column).line);
        warn(file.place(defined.rows[later], column), "hours", file.cell(defined.rows[later], column),
             "overlap" + with + " from " + std::string(*day) + " on; they count once");
        break;
      }
    }
  }

  void check_seasons(const Policy::Defined& defined) {
    const auto rows = defined.schedule.rows();
    DaySet usual{};
    for (const Hours& row : rows) {
      for (std::size_t day = 0; day < usual.size(); ++day) usual[day] |= !row.has_validity() && row.days[day];
    }
    std::set<std::chrono::local_days> told;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].has_validity()) continue;
      const std::chrono::local_days from = rows[i].valid_from.value_or(std::chrono::local_days::min());
      if (!told.insert(from).second) continue;
      DaySet open{};
      for (const Hours& row : rows) {
        if (!row.has_validity() || row.valid_from != rows[i].valid_from) continue;
        for (std::size_t day = 0; day < open.size(); ++day) open[day] |= row.days[day];
      }
      std::string closed;
      for (std::size_t day = 0; day < open.size(); ++day) {
        if (!usual[day] || open[day]) continue;
        closed += (closed.empty() ? "" : " ") + std::string(worktime::day_names[day]);
      }
      if (closed.empty()) continue;
      const CsvFile& file = policy_.schedules_file();
      const std::size_t column = file.column("days");
      warn(file.place(defined.rows[i], column), "days", file.cell(defined.rows[i], column),
           "leave " + closed +
               " closed while this row is valid, since its schedule's rows without validity do not count then");
    }
  }

  void check_used() {
    std::set<const Schedule*> used;
    for (const Policy::Assigned& assigned : policy_.assignments()) used.insert(assigned.schedule);
    const CsvFile& file = policy_.schedules_file();
    for (const auto& defined : policy_.defined()) {
      const std::string& name = defined->schedule.name();
      if (name == "default" || name == "always" || name == "never" || used.contains(&defined->schedule)) continue;
      warn(file.place(defined->first_row, file.column("schedule")), "schedule", name,
           "is used by no assignment; only schedule=" + name + " can choose it");
    }
  }

  void check_calendars() {
    const CsvFile& file = policy_.holidays_file();
    const std::chrono::year this_year = std::chrono::year_month_day(today_).year();
    for (const Policy::Listed& listed : policy_.calendars()) {
      for (const std::chrono::year year : {this_year, this_year + std::chrono::years(1)}) {
        if (listed.calendar->covers(year)) continue;
        warn(file.place(listed.first_row, file.column("calendar")), "calendar", listed.calendar->name(),
             "has no entry for " + std::to_string(static_cast<int>(year)));
      }
    }
  }

  void check_assignments() {
    const CsvFile& file = policy_.assignments_file();
    const auto assignments = policy_.assignments();
    for (std::size_t i = 0; i < assignments.size(); ++i) {
      const auto earlier = policy_.assignment_matcher().covered_by(i);
      if (!earlier) continue;
      const std::size_t column = file.column("schedule");
      warn(file.place(assignments[i].row, CsvFile::npos), "assignment", file.cell(assignments[i].row, column),
           "can never match: line " + std::to_string(file.place(assignments[*earlier].row, column).line) +
               " matches all that it would");
    }
  }

  void check_names(const CsvFile& file, std::span<const std::string_view> names) {
    for (const std::string_view name : names) {
      if (event::find_computed(name) || event::is_pipeline_column(name) || name.find('.') != std::string_view::npos) {
        continue;
      }
      std::string mend = fault::nearest(name, event::computed_names());
      if (mend.empty()) continue;
      warn(file.header_place(file.column(name)), "name", name,
           "is no computed name, so it is looked for in _raw and among the columns", std::move(mend));
    }
  }

  const Policy& policy_;
  std::chrono::local_days today_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> find_problems(const Policy& policy, std::chrono::local_days today) {
  return Finder(policy, today).find();
}

}  // namespace offhours::policy
