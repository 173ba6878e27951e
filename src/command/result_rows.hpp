// Groups as the rows that the user sees: a cell for each BY field and aggregate, and its multivalue twin.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "command/options.hpp"
#include "stats/table.hpp"
#include "text/buffer.hpp"

namespace offhours::command {

class ResultRows {
 public:
  explicit ResultRows(const DetectOptions& options);

  void write_header(text::Buffer& out) const { out.append(header_); }
  void write(text::Buffer& out, const stats::Table& table, stats::GroupId group);

 private:
  std::string header_;
  std::vector<std::string> key_cells_;
  std::vector<std::string> scratch_;                    // of each aggregate
  std::vector<std::vector<std::string_view>> results_;  // of each aggregate
  std::string joined_;
};

}  // namespace offhours::command
