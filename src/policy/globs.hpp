// Patterns that know only `*` (any text) and `?` (any one byte), case-sensitive. A missing value is empty text.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::policy {

// Each part between two stars is looked for once, from where the one before it ended: the first place is the best one,
// whatever comes behind it, so that nothing is ever tried again. `*ab*c?*d` in `xxabyycz!d`:
//
//   ab    first found at 2
//   c?    first found behind it at 6
//   d     has to stand at the end
//
// The cost is that of searching for the parts: linear in the text where they have no `?`. One with a `?` is laid
// against 64 places at once, and given up there when none of them is left: at worst the text's length times a 64th of
// the part's.
bool glob_matches(std::string_view pattern, std::string_view text);

inline bool any_glob_matches(const std::vector<std::string>& patterns, std::string_view text) {
  return std::ranges::any_of(patterns, [text](const std::string& pattern) { return glob_matches(pattern, text); });
}

}  // namespace offhours::policy
