// Runs a search command on a table of cells, as a session would, without the pipes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::tests {

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  // A column's cells; empty texts if it is not there.
  std::vector<std::string> column(std::string_view name) const;
};

struct Outcome {
  std::string error;  // of getinfo
  std::string type;   // of getinfo: streaming, stateful, ...
  std::vector<std::string> required_fields;
  Table table;
  std::vector<std::string> warnings;
  int replies = 0;
};

// `arguments` as typed after the command's name.
Outcome run_command(const std::string& lookups, std::string_view command, std::string_view arguments,
                    const Table& input = {}, int max_result_rows = 50000);

// Events as `_raw` cells.
Table raw_events(const std::vector<std::string>& events);

}  // namespace offhours::tests
