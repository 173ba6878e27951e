// The policy: lookup files that say who works when. `<name>_schedules.csv`, `_holidays.csv`, `_assignments.csv` and
// `_exceptions.csv` in the app's lookups folder; any of them may be missing. Each has a class of its own, which knows
// its columns, reads it and warns of what is hardly meant; here they are put together.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/assignments.hpp"
#include "policy/calendars.hpp"
#include "policy/exceptions.hpp"
#include "policy/schedules.hpp"

namespace offhours::policy {

constexpr std::string_view default_policy = "offhours";

class Policy {
 public:
  // Reads the files of that name. What is at fault is in faults(); all the rest can be used, so that it can be shown.
  Policy(const std::string& folder, std::string name);
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  const std::string& name() const { return name_; }
  std::size_t fault_count() const;
  // In the order of the files and their lines, with their places and suggestions: not more than `most`.
  std::vector<fault::Fault> faults(std::size_t most = std::numeric_limits<std::size_t>::max()) const;
  bool any_file() const;
  // Of the bytes of all files and of which are there: 32 hexadecimal digits, the same on every machine.
  const std::string& digest() const { return digest_; }

  // `always`, `never` and `default` are there in any case.
  const worktime::Schedule* find_schedule(std::string_view name) const { return schedules_.find(name); }
  std::vector<std::string_view> schedule_names() const { return schedules_.names(); }
  std::shared_ptr<const worktime::Calendar> find_calendar(std::string_view name) const { return calendars_.find(name); }
  std::vector<std::string_view> calendar_names() const { return calendars_.names(); }

  // The names that the assignments look at; assigned() takes what each of them holds, in this order.
  std::span<const std::string_view> assignment_names() const { return assignments_.names(); }
  bool has_assignments() const { return !assignments_.entries().empty(); }
  const worktime::Schedule& assigned(std::span<const Texts> values) const;
  // Likewise for the exceptions.
  std::span<const std::string_view> exception_names() const { return exceptions_.names(); }
  bool has_exceptions() const { return !exceptions_.empty(); }
  const Exception* exception(std::span<const Texts> values, worktime::Instant instant) const {
    return exceptions_.find(values, instant);
  }

  const Schedules& schedules() const { return schedules_; }
  const Calendars& calendars() const { return calendars_; }
  const Assignments& assignments() const { return assignments_; }
  const Exceptions& exceptions() const { return exceptions_; }
  std::array<const CsvFile*, 4> files() const;

  // What is no fault, but hardly meant: first of files that are not there, then in the order of the files.
  Warnings warnings(std::chrono::local_days today) const;
  // Those that searches tell too: all are found in one pass over the cells.
  Warnings search_warnings(std::chrono::local_days today) const;

 private:
  void add_search_warnings(Warnings& warnings) const;
  static void warn_of_blanks(Warnings& warnings, const CsvFile& file);
  void warn_of_built_in_hours(Warnings& warnings) const;
  void make_digest();
  // Only the default policy may be without schedules.
  void check_named(const std::string& folder);

  std::string name_;
  Calendars calendars_;
  Schedules schedules_;      // name calendars
  Assignments assignments_;  // name schedules
  Exceptions exceptions_;
  const worktime::Schedule* default_;
  std::optional<fault::Fault> unknown_;  // there is no policy of that name
  std::string digest_;
};

}  // namespace offhours::policy
