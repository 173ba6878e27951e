// Which columns a search has behind each of its commands, as far as its text tells.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/spl.hpp"

namespace offhours::test {

class Columns {
 public:
  // The columns of our command, which are all there are (`offhoursstats`, `offhourspolicy`) or come to those at hand
  // (`offhours`).
  void give(const std::vector<std::string>& names, bool all);

  // Goes on behind a command of Splunk's. Returns the names that it reads and that no column can have.
  std::vector<std::string> pass(const SplCommand& command);

 private:
  bool can_be(std::string_view name) const;

  std::set<std::string, std::less<>> known_;
  bool open_ = true;  // there may be others, but none that begins as ours do
};

// The fields that an expression of `eval` or `where` reads.
std::vector<std::string> fields_of_expression(std::string_view expression);

}  // namespace offhours::test
