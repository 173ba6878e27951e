// An aggregate function as a search spells it: `count`, `count(f)`, `min(f)`.
#pragma once

#include <gtest/gtest.h>

#include "stats/aggregate.hpp"

namespace offhours::test {

inline const stats::Function* spelled(std::string_view text) {
  const std::size_t open = text.find('(');
  const stats::Function* const function = stats::find_function(text.substr(0, open), open != std::string_view::npos);
  EXPECT_NE(function, nullptr) << text;
  return function;
}

}  // namespace offhours::test
