#include "stats/aggregate.hpp"

#include <algorithm>

#include "stats/families.hpp"

namespace offhours::stats {

std::span<const Function> functions() {
  static const std::vector<Function> table = [] {
    std::vector<Function> rows;
    for (const auto family : {counts(), sets(), extremes(), sums(), pushes()}) {
      rows.insert(rows.end(), family.begin(), family.end());
    }
    return rows;
  }();
  return table;
}

const Function* find_function(std::string_view name, bool with_field) {
  const auto found = std::ranges::find_if(
      functions(), [&](const Function& row) { return row.name == name && row.takes_field == with_field; });
  return found == functions().end() ? nullptr : &*found;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names;
  for (const Function& row : functions()) {
    if (std::ranges::find(names, row.name) == names.end()) names.push_back(row.name);
  }
  return names;
}

}  // namespace offhours::stats
