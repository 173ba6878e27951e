// The command `offhoursstats`: keeps off-hours events and aggregates them by group. On the search head it takes events
// and partial aggregates, and answers when all input is there; on an indexer it answers each frame with the frame's
// partial aggregates.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "command/judging.hpp"
#include "command/partial.hpp"
#include "rows/reader.hpp"
#include "stats/spill.hpp"
#include "stats/table.hpp"
#include "wire/session.hpp"

namespace offhours::command {

class Detect final : public wire::Command {
 public:
  Detect(DetectOptions options, std::string lookups);

  wire::GetInfoReply getinfo(const wire::GetInfo& info) override;
  void begin(bool finished) override;
  std::size_t body(std::string_view unread) override;
  wire::ExecuteReply end(std::string_view unread) override;

 private:
  // A field that aggregates take, each once, however many take it.
  struct Input {
    Operand operand;
    std::string_view name;
    std::size_t uses = 0;
    std::span<const std::string_view> texts;  // of the row in work
    std::string_view one;                     // see event::Value::texts()
  };
  static constexpr std::size_t no_input = static_cast<std::size_t>(-1);

  bool maps() const { return options_.phase == Phase::map; }

  void read(std::string_view body, bool whole);
  void count();
  void want_input(const AggregateOption& aggregate);
  bool write_key();
  void count_each(std::size_t input_bytes);
  void count_in(stats::GroupId group);
  void take(std::span<const rows::Cell> row);

  void watch_memory(std::size_t bytes);
  void relieve();
  void write_partials(std::string_view tally);
  void write_table();
  void write_group(const stats::Table& table, stats::GroupId group);
  void end_row();
  void fail(std::string text);
  void fail_spill(std::error_code error);
  wire::ExecuteReply reply(std::vector<wire::Message> messages);

  DetectOptions options_;
  std::string lookups_;
  Judging judging_;
  std::string digest_;
  std::string shape_;
  std::vector<Operand> by_;
  std::vector<Input> inputs_;
  std::vector<std::size_t> input_places_;  // in inputs_, of each aggregate; none where rows are counted
  bool by_time_ = false;                   // an aggregate wants the time of each value
  stats::Table table_;
  stats::Runs runs_;
  rows::Reader reader_;
  PartialReader partials_;
  PartialWriter partial_writer_;
  std::string folder_;  // for what does not fit in memory
  bool finished_ = false;
  bool headed_ = false;
  bool other_policy_ = false;
  bool answered_ = false;  // map: the frame's reply has a row
  std::string error_;      // the search has failed
  std::int64_t max_result_rows_ = 0;
  std::uint64_t result_rows_ = 0;
  std::uint64_t rows_read_ = 0;
  std::size_t unwatched_ = 0;                              // bytes taken in since memory was looked at
  std::vector<std::vector<std::string_view>> key_values_;  // of the row in work, for each BY field
  std::vector<std::size_t> key_place_;
  std::string_view order_time_;  // of the row in work
  std::vector<event::Value> by_values_;
  std::string key_;
  // The reply. What outgrows the string goes to the file.
  rows::Buffer out_;
  stats::SpillFile out_file_;
  // For one row of results.
  std::vector<std::string> key_cells_;
  std::vector<std::string> scratch_;
  std::vector<std::vector<std::string_view>> results_;
  std::string joined_;
};

}  // namespace offhours::command
