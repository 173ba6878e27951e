// The command `offhoursstats`: keeps off-hours events and aggregates them by group; answers when all input is there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "command/judging.hpp"
#include "rows/reader.hpp"
#include "stats/table.hpp"
#include "wire/session.hpp"

namespace offhours::command {

class Detect final : public wire::Command {
 public:
  Detect(DetectOptions options, std::string lookups);

  wire::GetInfoReply getinfo(const wire::GetInfo& info) override;
  void begin(bool finished, std::uint64_t body_bytes) override;
  void body(std::string_view body) override { read(body, false); }
  wire::ExecuteReply end(std::string_view body) override;

 private:
  void read(std::string_view body, bool whole);
  void count();
  void count_in(stats::GroupId group);
  void write_table();

  DetectOptions options_;
  Judging judging_;
  std::vector<Operand> by_;
  std::vector<Operand> inputs_;  // of each aggregate; unused where rows are counted
  stats::Table table_;
  rows::Reader reader_;
  bool finished_ = false;
  bool headed_ = false;
  bool over_memory_ = false;
  std::int64_t max_result_rows_ = 0;
  std::vector<std::vector<std::string_view>> key_values_;  // of the row in work, for each BY field
  std::vector<std::size_t> key_place_;
  std::vector<event::Value> input_values_;
  std::string key_;
  std::string out_;
};

}  // namespace offhours::command
