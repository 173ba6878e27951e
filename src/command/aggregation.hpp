// What both phases of `offhoursstats` do with the rows of a frame: events that are kept are counted in their groups,
// rows of partial aggregates are merged into theirs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "command/grouping.hpp"
#include "command/judging.hpp"
#include "command/partial.hpp"
#include "rows/reader.hpp"
#include "stats/table.hpp"

namespace offhours::command {

class Aggregation {
 public:
  // `make_room` is called when the groups take more memory than maxmem allows: it puts them somewhere else, and the
  // table is empty afterwards.
  Aggregation(OffhoursStatsOptions options, std::string lookups, std::function<void()> make_room);
  // Its parts refer to each other.
  Aggregation(const Aggregation&) = delete;
  Aggregation& operator=(const Aggregation&) = delete;

  void set_folder(std::string folder) { folder_ = std::move(folder); }

  void start_frame();
  // Reads the rows that are whole, or all with `last`. Returns how many bytes need not come again.
  std::size_t read(std::string_view unread, bool last);

  const OffhoursStatsOptions& options() const { return options_; }
  Judging& judging() { return judging_; }
  stats::Table& table() { return table_; }
  const stats::Table& table() const { return table_; }
  const std::string& digest() const { return digest_; }
  const std::string& shape() const { return shape_; }
  // Where to put what does not fit in memory: the search's dispatch directory.
  const std::string& folder() const { return folder_; }
  std::uint64_t rows_in_frame() const { return rows_in_frame_; }
  // Partial aggregates were merged that were judged by another policy.
  bool other_policy() const { return other_policy_; }
  // Partial aggregates came that could not be used.
  std::optional<wire::Message> rejected_warning() const;

  // The search has failed. Nothing more is read then, and the first text stands.
  bool failed() const { return !error_.empty(); }
  const std::string& error() const { return error_; }
  void fail(std::string text);
  // The system refused to write what does not fit in memory. No error: nothing happens.
  void fail_if(std::error_code error);
  // One group alone takes more memory than `bytes`.
  void fail_too_large(std::string_view key, std::size_t bytes);

 private:
  void fail_large_row();
  void read_row(rows::Row row);
  void read_event();
  void merge(rows::Row row);
  void reject(std::string why);
  bool watch_memory(std::size_t bytes);

  OffhoursStatsOptions options_;
  std::function<void()> make_room_;
  Judging judging_;
  Grouping grouping_;
  std::string digest_;
  std::string shape_;
  stats::Table table_;
  stats::Table checked_;  // takes a row of partial aggregates before the other does
  std::size_t max_row_;   // bytes
  rows::Reader reader_;
  PartialReader partials_;
  std::string folder_;
  bool headed_ = false;  // the frame's header has been read
  std::uint64_t rows_in_frame_ = 0;
  std::size_t unwatched_ = 0;  // bytes taken in since memory was looked at
  bool other_policy_ = false;
  std::uint64_t left_out_ = 0;  // rows of partial aggregates
  std::string why_left_out_;    // the first of them
  std::string error_;
};

// The aggregates of the options, as a table keeps them.
stats::Functions functions_of(const std::vector<AggregateOption>& aggregates);

}  // namespace offhours::command
