// The plan's columns of the pipeline, read from a row: the cell, or the values of its multivalue twin.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/plan.hpp"
#include "event/value.hpp"
#include "rows/reader.hpp"

namespace offhours::event {

class Columns {
 public:
  explicit Columns(const Plan& plan) : names_(plan.columns()), columns_(names_.size()) {}

  // Where the columns are in a frame. Of two with one name the first counts.
  void bind(rows::Row header);
  void see(rows::Row row) {
    row_ = row;
    ++row_number_;
  }

  bool bound(ColumnSlot slot) const { return columns_[slot].plain != npos || columns_[slot].twin != npos; }
  rows::Cell cell(ColumnSlot slot) const {
    return columns_[slot].plain < row_.size() ? row_[columns_[slot].plain] : rows::Cell();
  }
  // Without missing texts.
  Value value(ColumnSlot slot) { return bound(slot) ? read(columns_[slot]) : Value(); }
  // The texts as they stand, missing ones too.
  std::span<const std::string_view> all(ColumnSlot slot);

 private:
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  struct Column {
    std::size_t plain = npos;  // the place in the row
    std::size_t twin = npos;
    std::uint64_t read_in = 0;  // the number of the row that it was read from last
    Value value;
    std::string scratch;
    std::string twin_scratch;
    std::vector<std::string_view> all;   // of the twin
    std::vector<std::string_view> kept;  // of them those that are not missing
  };

  Value read(Column& column) {
    if (column.read_in == row_number_) return column.value;
    column.read_in = row_number_;
    if (column.twin < row_.size() && !row_[column.twin].empty()) {
      read_twin(column);
    } else {
      column.all.clear();
      column.value = read_plain(column);
    }
    return column.value;
  }
  Value read_plain(Column& column) {
    if (column.plain >= row_.size()) return {};
    const std::string_view text = row_[column.plain].text(column.scratch);
    return is_missing(text) ? Value() : Value(text);
  }
  void read_twin(Column& column);

  std::span<const std::string> names_;
  std::vector<Column> columns_;
  rows::Row row_;
  std::uint64_t row_number_ = 0;
};

}  // namespace offhours::event
