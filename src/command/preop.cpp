#include "command/preop.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "command/arguments.hpp"
#include "command/partial.hpp"

namespace offhours::command {

std::string streaming_preop(const OffhoursStatsOptions& options, std::span<const std::string> columns,
                            const std::string& digest) {
  // Splunk passes these two on in any case; named, they cannot be cut by a rule that is not known.
  std::vector<std::string_view> names = {"_raw", "_time"};
  for (const std::string& column : columns) {
    if (std::ranges::find(names, column) == names.end()) names.emplace_back(column);
  }
  // The search may be run over its own results.
  names.insert(names.end(), partial_columns.begin(), partial_columns.end());
  std::string spl = "fields";
  for (const std::string_view name : names) spl += ' ' + quoted(name);
  spl += " | offhoursstats";
  for (const GivenOption& option : options.given) spl += ' ' + option.name + '=' + quoted(option.value);
  for (const AggregateOption& aggregate : options.aggregates) {
    spl += ' ' + std::string(aggregate.function->name);
    if (!aggregate.field.empty()) spl += '(' + quoted(aggregate.field) + ')';
    spl += " as " + quoted(aggregate.output);
  }
  if (!options.by.empty()) spl += " by";
  for (const std::string& field : options.by) spl += ' ' + quoted(field);
  return spl + " digest=" + quoted(digest) + " phase=map";
}

}  // namespace offhours::command
