#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::test {

// A configuration file as Splunk reads it: stanzas of keys, `#` lines left out, a line that ends in a backslash goes on
// in the next.
struct ConfFile {
  using Stanza = std::map<std::string, std::string>;

  std::map<std::string, Stanza> stanzas;
  // What Splunk would swallow in silence: doubled stanzas and keys, lines that are neither, blanks after a backslash.
  std::vector<std::string> faults;

  // The value, or empty if there is none.
  std::string get(const std::string& stanza, const std::string& key) const;
};

ConfFile parse_conf(std::string_view text);

}  // namespace offhours::test
