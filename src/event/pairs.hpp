// OCSF's `unmapped` where it is a list: `[{"key":K,"value":V},…]` (or "name"), `[[K,V],…]`, or `[{K:V},…]`.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace offhours::event {

struct Pair {
  std::string_view key;  // what is looked for
  std::string value;     // what was found; the first non-missing text counts
  bool found = false;
};

// Fills in the values of the wanted keys. Text that is no such list, or is cut, gives what was read before.
void read_pairs(std::string_view json, std::span<Pair> wanted);

}  // namespace offhours::event
