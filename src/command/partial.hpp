// Partial aggregates as rows, on their way from an indexer to the search head. Each row tells all that is needed to
// merge it, in any order; a row without a group carries only the digest and the tally. Cells are plain ASCII on one
// line, so that nothing on the way can have a reason to change them.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command/options.hpp"
#include "rows/reader.hpp"
#include "text/buffer.hpp"

namespace offhours::command {

constexpr std::array<std::string_view, 6> partial_columns = {"offhours_p_version", "offhours_p_digest",
                                                             "offhours_p_shape",   "offhours_p_key",
                                                             "offhours_p_state",   "offhours_p_tally"};
constexpr std::string_view partial_version = "1";

// What both sides must have in common to be merged: the functions and the number of BY fields.
std::string partial_shape(const OffhoursStatsOptions& options);

class PartialWriter {
 public:
  PartialWriter(std::string_view digest, std::string_view shape);

  static void write_header(text::Buffer& out);
  // `key` and `states` as a table has them. An empty `states`: no group.
  void write_row(text::Buffer& out, std::string_view key, std::string_view states, std::string_view tally);

 private:
  std::string first_cells_;  // of every row
  std::vector<std::string> cells_;
  std::string text_;
};

// A row's cells, decoded.
struct Partial {
  std::string version;
  std::string digest;
  std::string shape;
  std::string key;  // as a table has it
  std::size_t key_cells = 0;
  std::string states;
  std::string tally;
};

class PartialReader {
 public:
  void bind(rows::Row header);
  // Whether the row is partial aggregates. A row with an event's text or time never is, whatever columns of these
  // names it has: they would come from the event itself, whose text anybody may have chosen.
  bool is_partial(rows::Row row) const { return has(row, places_[0]) && !has(row, raw_) && !has(row, time_); }
  // Nothing: the row is broken. Of another version only `version` is read. Lives until the next call.
  const Partial* read(rows::Row row);

 private:
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  static bool has(rows::Row row, std::size_t place) { return place < row.size() && !row[place].empty(); }

  std::array<std::size_t, partial_columns.size()> places_{};
  std::size_t raw_ = npos;
  std::size_t time_ = npos;
  Partial partial_;
  std::string scratch_;
  std::string text_;
};

}  // namespace offhours::command
