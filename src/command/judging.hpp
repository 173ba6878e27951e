// What both commands do with a row before they write or count it: see it as an event, pick its schedule, judge it.
// Holds the read plan, and counts what has to be told in a WARN.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command/options.hpp"
#include "event/plan.hpp"
#include "event/view.hpp"
#include "rows/reader.hpp"
#include "wire/metadata.hpp"
#include "worktime/judge.hpp"

namespace offhours::command {

// What has to be told of events in a WARN: how many of each kind there were.
struct Tally {
  std::uint64_t without_time = 0;
  std::uint64_t without_json = 0;
  std::uint64_t broken = 0;
  std::uint64_t broken_and_ruled_out = 0;
  std::uint64_t too_wide = 0;
};

// Where a name's value comes from: the verdict, or the event.
struct Operand {
  bool of_verdict = false;
  std::size_t verdict_name = 0;  // place in verdict_names
  event::NameId name = 0;
};

class Judging {
 public:
  // `lookups`: the app's folder of policy files, for the WARN that there is no policy.
  Judging(JudgeOptions options, std::string lookups);

  Operand want(std::string_view name);
  // The plan is complete: rows can be seen from now on.
  void start();
  std::span<const std::string> columns() const { return plan_.columns(); }

  void bind(std::span<const rows::Cell> header);
  // Sees a row. False: `operation` or `service` rule it out, and it is not judged.
  bool see(std::span<const rows::Cell> row);
  const worktime::Verdict& judge();
  // Of the event seen last, once it is judged. Lives until the next see().
  event::Value value(const Operand& operand);
  // The event's `_time` where it is a number, else its judged instant: always a number.
  std::string_view order_time();

  // The tally as bytes, to be told elsewhere; it starts anew. Empty if there is nothing to tell.
  std::string take_tally();
  // Adds a tally that take_tally() wrote. Kinds that are not known here are passed over. False: it is none.
  bool add_tally(std::string_view tally);

  // What events are held against, as text without blanks: equal if and only if no event can be judged differently.
  std::string policy_digest() const;
  // Whether that is a policy's files, not the arguments or the built-in default alone.
  static bool is_of_policy(std::string_view digest);

  // To be told with the last reply. `fate`: what became of events without a time.
  std::vector<wire::Message> warnings(std::string_view fate) const;

 private:
  std::string_view verdict_text(std::size_t verdict_name);

  JudgeOptions options_;
  std::string lookups_;
  bool built_in_ = false;
  worktime::Schedule schedule_;
  std::string week_text_;
  event::Plan plan_;
  std::optional<event::NameId> operation_;
  std::optional<event::NameId> service_;
  event::NameId time_column_ = 0;
  event::NameId event_time_ = 0;
  std::optional<event::View> view_;
  std::size_t width_ = 0;
  worktime::Verdict verdict_{};
  std::string local_time_;
  std::string detail_;
  Tally tally_;
};

}  // namespace offhours::command
