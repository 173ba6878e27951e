// States of aggregates as other processes may write them. The first byte chooses the function, the rest are states.
// What is refused breaks nothing and is refused in any order; what is taken gives one result in any order, and is
// written as it will be read again.
#include <optional>
#include <string>
#include <vector>

#include "stats/encoding.hpp"
#include "stats/table.hpp"
#include "targets.hpp"

namespace offhours::fuzz {
namespace {

using stats::Function;
using stats::Table;

// What states merge to: the state that is written of it, and its result.
struct Merged {
  std::string written;
  std::vector<std::string> result;
};

// Nothing if a state is refused.
std::optional<Merged> merge(const Function* function, const std::vector<std::string>& states) {
  Table table({&function, 1});
  const stats::GroupId group = table.group("key");
  for (const std::string& state : states) {
    if (!table.merge(group, state)) return std::nullopt;
  }
  Merged made;
  table.encode(group, made.written);
  std::string scratch;
  std::vector<std::string_view> result;
  table.aggregate(0).result(group, scratch, result);
  made.result.assign(result.begin(), result.end());
  return made;
}

}  // namespace

void aggregate_states(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto functions = stats::functions();
  const Function* const function = &functions[static_cast<unsigned char>(bytes.front()) % functions.size()];
  bytes.remove_prefix(1);
  std::vector<std::string> states;
  while (!bytes.empty()) stats::append_string(states.emplace_back(), consume_part(bytes));
  const auto forward = merge(function, states);
  const auto backward = merge(function, {states.rbegin(), states.rend()});
  require(forward.has_value() == backward.has_value(), "states are refused in one order and taken in another");
  if (!forward) return;
  require(forward->result == backward->result, "states give another result in another order");
  const auto again = merge(function, {forward->written});
  // A set is written in the order of its hashes, which each process seeds anew: what is written may be ordered
  // otherwise.
  require(again && again->written.size() == forward->written.size() && again->result == forward->result,
          "a state that was written is read as another");
}

}  // namespace offhours::fuzz
