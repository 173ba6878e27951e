// What both commands do with a row before they write or count it: see it as an event, pick its schedule, judge it.
// Holds the read plan, and counts what has to be told in a WARN.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command/options.hpp"
#include "event/plan.hpp"
#include "event/view.hpp"
#include "rows/reader.hpp"
#include "wire/metadata.hpp"
#include "worktime/judge.hpp"
#include "worktime/verdict_text.hpp"

namespace offhours::command {

// What became of events without a usable time.
enum class Fate { passed_on, dropped, left_out };

// What has to be told of events in a WARN: how many of each kind there were.
struct Tally {
  std::uint64_t without_time = 0;
  std::uint64_t without_json = 0;
  std::uint64_t without_operation = 0;  // that operation or service rule out, though they show no operation
  std::uint64_t by_built_in_hours = 0;  // though there is a policy
  std::uint64_t broken = 0;
  std::uint64_t broken_and_kept = 0;  // what operation or service ask for could not be read
  std::uint64_t too_wide = 0;
  std::uint64_t long_lists = 0;  // manifests that list more than are read
};

// Where a name's value comes from: the verdict, or the event.
struct Operand {
  bool of_verdict = false;
  worktime::VerdictText text{};  // of the verdict
  event::NameId name = 0;
};

// Reads the policy from the app's lookups folder, and checks what the options name in it.
void read_policy(JudgeOptions& options, const std::string& lookups, Faults& faults);

class Judging {
 public:
  // `options` with the policy read. `lookups`: the folder it was read from, for the WARN that there is none.
  Judging(JudgeOptions options, std::string lookups);

  Operand want(std::string_view name);
  Operand want(const event::ComputedName& hidden);
  // The plan is complete: rows can be seen from now on.
  void start();
  std::span<const std::string> columns() const { return plan_.columns(); }

  void bind(rows::Row header);
  // Sees a row, and the first event in it that is to be judged. False: `operation` or `service` rule all of them out.
  bool see(rows::Row row);
  // Moves on to the next event of the row that is to be judged. False: there is none.
  bool next();
  // Whether there may be one.
  bool has_next() const { return view_->has_next(); }
  const worktime::Verdict& judge();
  // Of the event seen last, once it is judged. Lives until the next see() or next().
  event::Value value(const Operand& operand);
  // The event's `_time` where it is a number, else its judged instant: always a number.
  std::string_view order_time();

  // Of the event judged last, if it had a usable time.
  event::Instant instant() { return *view_->instant(); }
  void count_long_list() { ++tally_.long_lists; }

  // What warnings() would tell of events, as bytes, to be told elsewhere; it starts anew. Empty if there is nothing.
  std::string drain_tally();
  // Adds a tally that drain_tally() wrote. Kinds that are not known here are passed over. False: it is none.
  bool add_tally(std::string_view tally);

  // Of the policy's files, as text without blanks: equal on two machines if and only if the files are.
  std::string policy_digest() const;
  // Whether that is a policy's files, not the arguments or the built-in default alone.
  static bool is_of_policy(std::string_view digest);

  // To be told with the last reply. `fate`: what became of events without a time.
  std::vector<wire::Message> warnings(Fate fate) const;

 private:
  // What an event holds under each of some names.
  struct NamedTexts {
    std::vector<event::NameId> names;
    std::vector<std::string_view> ones;  // see event::Value::texts()
    std::vector<policy::Texts> texts;
  };
  struct CalendarYear {
    const worktime::Calendar* calendar;
    std::chrono::year year;
    bool operator==(const CalendarYear&) const = default;
  };
  void want_all(std::span<const std::string_view> names, NamedTexts& asked);
  std::span<const policy::Texts> ask(NamedTexts& asked);
  bool wants_event();
  const worktime::Schedule& find_schedule();
  void note_uncovered(const worktime::Day& day);

  JudgeOptions options_;
  std::string lookups_;
  bool built_in_ = false;
  const worktime::Schedule* built_in_default_ = nullptr;  // where a policy does not define its own
  const worktime::Schedule* fixed_ = nullptr;             // for all events; null: the policy assigns them
  event::Plan plan_;
  NamedTexts assignment_;
  NamedTexts exception_;
  std::optional<event::NameId> operation_;
  std::optional<event::NameId> service_;
  event::NameId time_column_ = 0;
  event::NameId event_time_ = 0;
  std::optional<event::View> view_;
  std::size_t width_ = 0;
  worktime::Verdict verdict_{};
  worktime::VerdictTexts texts_;
  std::vector<CalendarYear> uncovered_;
  std::set<std::pair<std::string, int>> uncovered_elsewhere_;  // calendar and year, told by indexers
  Tally tally_;
};

}  // namespace offhours::command
