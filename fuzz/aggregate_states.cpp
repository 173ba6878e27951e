// States of aggregates as other processes may write them. The first byte chooses the function, the rest are states.
// What is refused breaks nothing; what is taken is written as it will be read again, and in any order merges to the
// same.
#include <string>
#include <vector>

#include "stats/encoding.hpp"
#include "stats/table.hpp"
#include "targets.hpp"

namespace offhours::fuzz {
namespace {

using stats::AggregateKind;
using stats::Table;

// The state that all merge to, or nothing if one is refused.
template <typename States>
std::optional<std::string> merged(const AggregateKind& kind, const States& states) {
  Table table({&kind, 1});
  const stats::GroupId group = table.group("key");
  for (const std::string& state : states) {
    if (!table.merge(group, state)) return std::nullopt;
  }
  std::string written;
  table.encode(group, written);
  std::string scratch;
  std::vector<std::string_view> result;
  table.aggregate(0).result(group, scratch, result);
  return written;
}

}  // namespace

void aggregate_states(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto names = stats::function_names();
  const auto choice = static_cast<unsigned char>(bytes.front());
  const AggregateKind kind{*stats::find_function(names[choice % names.size()]), choice >= 128};
  bytes.remove_prefix(1);
  std::vector<std::string> states;
  while (!bytes.empty()) stats::put_text(states.emplace_back(), take_part(bytes));
  const auto forward = merged(kind, states);
  if (!forward) return;
  require(merged(kind, std::vector<std::string>{*forward}) == forward, "a state that was written is read as another");
  require(merged(kind, std::vector<std::string>(states.rbegin(), states.rend())) == forward,
          "states merge to another state in another order");
}

}  // namespace offhours::fuzz
