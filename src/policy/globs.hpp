// Patterns that know only `*` (any text) and `?` (any one byte), case-sensitive. A missing value is empty text.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::policy {

inline bool glob_matches(std::string_view pattern, std::string_view text) {
  // Each pattern matches its own text, and most patterns for operations have no wildcard.
  if (pattern == text) return true;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;  // the last `*` passed, and the text it was tried against
  std::size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

inline bool any_glob_matches(const std::vector<std::string>& patterns, std::string_view text) {
  return std::ranges::any_of(patterns, [text](const std::string& pattern) { return glob_matches(pattern, text); });
}

}  // namespace offhours::policy
