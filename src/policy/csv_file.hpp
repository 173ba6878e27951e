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

namespace offhours::policy {

using Faults = std::vector<fault::Fault>;

class CsvFile {
 public:
  // Reads `folder/name`. Not there is no fault; anything else that keeps it from being read is.
  CsvFile(const std::string& folder, std::string name, Faults& faults);
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  const std::string& name() const { return name_; }
  const std::string& path() const { return path_; }
  bool there() const { return there_; }
  // Its header could be read, so that its rows mean something.
  bool sound() const { return sound_; }
  std::string_view bytes() const { return bytes_; }

  std::span<const std::string_view> columns() const { return columns_; }
  // The column of that name; npos: there is none.
  std::size_t column(std::string_view name) const;
  // Faults: a column of `required` that is missing; one that is neither there nor in `optional`, unless others may be
  // named too.
  void check_columns(std::span<const std::string_view> required, std::span<const std::string_view> optional,
                     bool others, Faults& faults);

  std::size_t rows() const { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }
  // The cell's text; empty if `column` is npos.
  std::string_view cell(std::size_t row, std::size_t column) const {
    return column == npos ? std::string_view() : cells_[row * columns_.size() + column].text;
  }
  // Where the cell is; the row's first if `column` is npos.
  fault::Place place(std::size_t row, std::size_t column) const;
  fault::Place header_place(std::size_t column) const { return place_of(header_starts_[column]); }

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  struct Cell {
    std::string_view text;
    std::uint32_t start;  // of its first byte in the file
  };
  void read(Faults& faults);
  fault::Place place_of(std::size_t byte) const;

  std::string name_;
  std::string path_;
  std::string bytes_;
  bool there_ = false;
  bool sound_ = false;
  std::vector<std::string_view> columns_;
  std::vector<std::uint32_t> header_starts_;
  std::vector<Cell> cells_;
  std::deque<std::string> undoubled_;  // texts of cells that had quotes inside
};

}  // namespace offhours::policy
