#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::test {

// One command of a search with its arguments as they were written. What a search begins with, if it is no bar, is a
// `search`.
struct SplCommand {
  std::string name;
  std::string arguments;
};

// The commands of a search, those of its subsearches after them. Bars in quotes part nothing.
std::vector<SplCommand> commands_in(std::string_view search);

// The stanza names of the macros that a search calls: `name`, or name(number of arguments).
std::set<std::string> macros_in(std::string_view search);

// The text with each call of a macro replaced by what `definition` gives for its stanza's name.
std::string with_macros(std::string text, const std::function<std::string(const std::string&)>& definition,
                        const std::function<std::string(const std::string&)>& arguments);

// The text with each `$token$` that is known replaced.
std::string with_tokens(std::string text, const std::map<std::string, std::string>& tokens);

// Percent escapes undone.
std::string percent_decoded(std::string_view text);

}  // namespace offhours::test
