// Groups as the rows that the user sees: a cell for each BY field and aggregate, and its multivalue twin.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "command/options.hpp"
#include "command/reply_body.hpp"
#include "stats/table.hpp"

namespace offhours::command {

class ResultRows {
 public:
  explicit ResultRows(const OffhoursStatsOptions& options);

  void write_header(ReplyBody& reply) const { reply.out().append(header_); }
  // `other_bytes`: memory in use but for the reply.
  void write(ReplyBody& reply, const stats::Table& table, stats::GroupId group, std::size_t other_bytes);

 private:
  using Values = std::vector<std::string_view>;

  void write_cell(ReplyBody& reply, const Values& values, std::size_t other_bytes);
  void write_twin(ReplyBody& reply, const Values& values, std::size_t other_bytes);

  std::string header_;
  std::vector<std::string> key_cells_;
  std::vector<std::string> scratch_;  // of each aggregate
  std::vector<Values> results_;       // of each aggregate
  std::string twin_;                  // of one value
};

}  // namespace offhours::command
