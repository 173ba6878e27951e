// One lookup file, read strictly: a header with known columns, rows as wide as the header, quotes where RFC 4180 has
// them. Blank lines and rows with nothing in them are passed over. Bytes are opaque.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fault/fault.hpp"
#include "policy/finding.hpp"

namespace offhours::policy {

// The columns that a lookup must and may have.
struct Columns {
  std::span<const std::string_view> required;
  std::span<const std::string_view> optional;
  bool others = false;  // any other name may be a column too
  Candidates candidates = Candidates::none;
};

class CsvFile {
 public:
  // Reads `folder/name`. That it is not there is no fault; anything else that keeps it from being read is.
  CsvFile(const std::string& folder, std::string name, const Columns& columns);
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  const std::string& name() const { return name_; }
  const std::string& path() const { return path_; }
  bool there() const { return there_; }
  // Its header is as it must be, so that its rows mean something.
  bool sound() const { return sound_; }
  std::string_view bytes() const { return bytes_; }

  std::span<const std::string_view> columns() const { return columns_; }
  // Known columns that it does not have.
  const std::vector<std::string_view>& missing_columns() const { return missing_columns_; }
  // The column of that name; npos: there is none.
  std::size_t column(std::string_view name) const;

  std::size_t rows() const { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }
  // The cell's text; empty if `column` is npos.
  std::string_view cell(std::size_t row, std::size_t column) const {
    return column == npos ? std::string_view() : cells_[row * columns_.size() + column].text;
  }
  // Where the cell starts in the file's text; the row's first if `column` is npos.
  std::uint32_t start(std::size_t row, std::size_t column) const {
    return cells_[row * columns_.size() + (column == npos ? 0 : column)].start;
  }
  std::uint32_t header_start(std::size_t column) const { return header_starts_[column]; }
  // Line and column as an editor counts them.
  fault::Place place(std::uint32_t start) const;
  std::size_t line(std::size_t row) const { return place(start(row, npos)).line; }

  // What is wrong with the file, in the order it was found.
  std::span<const Finding> faults() const { return faults_; }
  void add_fault(std::uint32_t start, std::string_view thing, std::string_view value, fault::What what,
                 Candidates candidates = Candidates::none);
  // By their places.
  void sort_faults();

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  struct Cell {
    std::string_view text;
    std::uint32_t start;
  };
  void load();
  void read(const Columns& columns);
  bool find_text();
  std::size_t find_separator(const Columns& columns);
  bool is_policy(const Columns& columns) const;
  bool read_header(std::span<const std::string_view> cells, const Columns& columns);
  void read_row(std::span<const std::string_view> cells);
  std::string_view cell_text(std::string_view bytes);
  std::uint32_t start_of(std::string_view bytes) const {
    return static_cast<std::uint32_t>(bytes.data() - text_.data());
  }

  std::string name_;
  std::string path_;
  std::string bytes_;
  std::string converted_;  // the text as UTF-8, where the file is UTF-16
  std::string_view text_;  // bytes_ or converted_ without the byte order mark
  char separator_ = ',';   // between cells
  bool there_ = false;
  bool sound_ = false;
  std::vector<std::string_view> columns_;
  std::vector<std::uint32_t> header_starts_;
  std::vector<std::string_view> missing_columns_;
  std::vector<Cell> cells_;
  std::deque<std::string> undoubled_;  // texts of cells that had quotes inside
  std::vector<Finding> faults_;
  mutable std::vector<std::uint32_t> line_starts_;  // once a place is asked for
};

}  // namespace offhours::policy
