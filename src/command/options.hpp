// The arguments of the commands, checked. All faults of one call are gathered, the first is told.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command/arguments.hpp"
#include "fault/fault.hpp"
#include "policy/policy.hpp"
#include "stats/aggregate.hpp"
#include "worktime/schedule.hpp"

namespace offhours::command {

using Faults = std::vector<fault::Fault>;

enum class Keep { all, off, on };

// What decides which events are judged, against what, and by which time.
struct JudgeOptions {
  std::string policy = "offhours";
  std::optional<worktime::Schedule> inline_schedule;
  std::vector<std::string> holidays;            // calendars of the inline schedule
  std::string schedule;                         // one by its name, for all events; empty: the policy assigns them
  std::shared_ptr<const policy::Policy> files;  // of that name, once read
  std::string time;                             // name to judge by; empty: the event's own time
  bool raw = true;
  std::vector<std::string> operation;  // globs; empty: any
  std::vector<std::string> service;
};

enum class PolicyPage { effective, problems, week };

struct PolicyViewOptions {
  std::string policy = "offhours";
  PolicyPage page = PolicyPage::effective;
  std::string schedule;                         // empty: all, or `default` for the week
  std::optional<std::chrono::local_days> date;  // none: today
};

struct AnnotateOptions {
  JudgeOptions judge;
  Keep keep = Keep::all;
  std::vector<std::string> fields;  // computed names
};

struct AggregateOption {
  const stats::Function* function = nullptr;
  std::string field;  // empty: it takes none
  std::string output;
};

// Where an `offhoursstats` stands: `whole` takes events and partial aggregates, `map` runs on an indexer and makes
// partial aggregates.
enum class Phase { whole, map };

struct GivenOption {
  std::string name;
  std::string value;
};

struct DetectOptions {
  JudgeOptions judge;
  Keep keep = Keep::off;
  std::string fillnull = "0";
  std::uint64_t max_memory = std::uint64_t{200} << 20;  // bytes
  std::vector<AggregateOption> aggregates;
  std::vector<std::string> by;
  bool map = true;  // whether there is to be a map phase
  Phase phase = Phase::whole;
  std::string digest;              // map: the search head's policy
  std::vector<GivenOption> given;  // all options as given, without the two that only a map phase has
};

AnnotateOptions parse_annotate(const std::vector<Token>& tokens, Faults& faults);
DetectOptions parse_detect(const std::vector<Token>& tokens, Faults& faults);

PolicyViewOptions parse_policy_view(const std::vector<Token>& tokens, Faults& faults);

}  // namespace offhours::command
