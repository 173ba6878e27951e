// The policy: lookup files that say who works when. `<name>_schedules.csv`, `_holidays.csv`, `_assignments.csv` and
// `_exceptions.csv` in the app's lookups folder; any of them may be missing.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/csv_file.hpp"
#include "policy/matcher.hpp"
#include "worktime/calendar.hpp"
#include "worktime/schedule.hpp"

namespace offhours::policy {

constexpr std::string_view default_policy = "offhours";

// An announced change: events that match are on-hours from `from` to before `to`.
struct Exception {
  worktime::Instant from;
  worktime::Instant to;
  std::string_view reason;
};

class Policy {
 public:
  // Reads the files of that name. What is at fault is in faults(); all the rest can be used, so that it can be shown.
  Policy(const std::string& folder, std::string name);
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  const std::string& name() const { return name_; }
  // In the order of the files and their lines.
  std::span<const fault::Fault> faults() const { return faults_; }
  bool any_file() const;
  // Of the bytes of all files and of which are there: 32 hexadecimal digits, the same on every machine.
  const std::string& digest() const { return digest_; }

  // `always`, `never` and `default` are there in any case.
  const worktime::Schedule* find_schedule(std::string_view name) const;
  std::vector<std::string_view> schedule_names() const;  // sorted
  std::shared_ptr<const worktime::Calendar> find_calendar(std::string_view name) const;
  std::vector<std::string_view> calendar_names() const;  // sorted
  // Whether the file of holidays tells which calendars there are.
  bool knows_calendars() const { return !holidays_file_.there() || holidays_file_.sound(); }

  // The names that the assignments look at; assigned() takes what each of them holds, in this order.
  std::span<const std::string_view> assignment_names() const { return assignment_names_; }
  const worktime::Schedule& assigned(std::span<const Texts> values) const;
  // Likewise for the exceptions.
  std::span<const std::string_view> exception_names() const { return exception_names_; }
  bool has_exceptions() const { return !exceptions_.empty(); }
  const Exception* exception(std::span<const Texts> values, worktime::Instant instant) const;

  // Where things come from, for showing the policy.
  struct Defined {
    worktime::Schedule schedule;
    std::vector<std::size_t> rows;  // of the file, for each row of the schedule
    std::size_t first_row = 0;      // of the file, sound or not
    bool zoned = false;             // a zone could be read
  };
  struct Assigned {
    std::size_t row = 0;  // of the file
    const worktime::Schedule* schedule = nullptr;
  };
  struct Listed {
    std::shared_ptr<worktime::Calendar> calendar;
    std::size_t first_row = 0;
  };
  std::span<const std::unique_ptr<Defined>> defined() const { return defined_; }
  std::span<const Listed> calendars() const { return calendars_; }
  std::span<const Assigned> assignments() const { return assignments_; }
  const Matcher& assignment_matcher() const { return assignment_matcher_; }
  const CsvFile& schedules_file() const { return schedules_file_; }
  const CsvFile& holidays_file() const { return holidays_file_; }
  const CsvFile& assignments_file() const { return assignments_file_; }
  const CsvFile& exceptions_file() const { return exceptions_file_; }

 private:
  void read_holidays(Faults& faults);
  void read_schedules(Faults& faults);
  void read_assignments(Faults& faults);
  void read_exceptions(Faults& faults);
  std::vector<std::size_t> pattern_columns(CsvFile& file, std::span<const std::string_view> others, Faults& faults,
                                           std::vector<std::string_view>& names);
  void make_digest();
  // Only the default policy may be without schedules.
  void check_named(const std::string& folder);

  std::string name_;
  std::array<Faults, 4> file_faults_;  // while reading
  Faults faults_;
  CsvFile schedules_file_;
  CsvFile holidays_file_;
  CsvFile assignments_file_;
  CsvFile exceptions_file_;
  std::string digest_;

  std::vector<std::unique_ptr<Defined>> defined_;
  std::unordered_map<std::string_view, Defined*> defined_by_name_;
  std::vector<Listed> calendars_;
  std::unordered_map<std::string_view, std::size_t> calendars_by_name_;
  worktime::Schedule always_;
  worktime::Schedule never_;
  worktime::Schedule default_;

  std::vector<std::string_view> assignment_names_;
  Matcher assignment_matcher_;
  std::vector<Assigned> assignments_;
  std::vector<std::string_view> exception_names_;
  Matcher exception_matcher_;
  std::vector<Exception> exceptions_;
};

}  // namespace offhours::policy
