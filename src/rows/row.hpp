// A row of a frame and its cells, as they stand there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/lane.hpp"

namespace offhours::rows {

// One cell as it stands in the frame, quotes included.
class Cell {
 public:
  Cell() = default;
  explicit Cell(std::string_view bytes) : bytes_(bytes) {}

  std::string_view bytes() const { return bytes_; }
  bool empty() const { return bytes_.empty() || bytes_ == "\"\""; }
  // Between an opening quote and one that ends the cell: any quote in there should be doubled (but need not be, in a
  // cell that is no proper CSV).
  bool quoted() const { return bytes_.size() > 1 && bytes_.front() == '"' && bytes_.back() == '"'; }
  // The cell's text; `scratch` is written only if quotes have to be undoubled, and must then outlive the view.
  std::string_view text(std::string& scratch) const {
    if (bytes_.empty() || bytes_.front() != '"') return bytes_;
    if (quoted()) {
      const std::string_view inner = bytes_.substr(1, bytes_.size() - 2);
      if (!text::holds(inner, '"')) return inner;
    }
    return undouble(scratch);
  }

 private:
  std::string_view undouble(std::string& scratch) const;

  std::string_view bytes_;
};

// The cells of a row. They lie one after the other in the frame with one byte between them, so where each of them ends
// is all that a row has to know; a cell is made when somebody looks at it.
class Row {
 public:
  class Iterator {
   public:
    using value_type = Cell;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    explicit Iterator(const char* const* end) : end_(end) {}
    Cell operator*() const { return Cell({end_[-1] + 1, static_cast<std::size_t>(*end_ - end_[-1] - 1)}); }
    Iterator& operator++() {
      ++end_;
      return *this;
    }
    Iterator operator++(int) { return Iterator(end_++); }
    bool operator==(const Iterator&) const = default;

   private:
    const char* const* end_ = nullptr;
  };

  Row() = default;
  // `ends`: where each cell ends. In front of it stands the place of the byte before the first cell.
  Row(const char* const* ends, std::size_t size) : ends_(ends), size_(size) {}

  std::size_t size() const { return size_; }
  Cell operator[](std::size_t place) const { return *Iterator(ends_ + place); }
  Iterator begin() const { return Iterator(ends_); }
  Iterator end() const { return Iterator(ends_ + size_); }
  // The cells from place `first` up to but without `last`, with the commas between them.
  std::string_view bytes(std::size_t first, std::size_t last) const {
    if (first >= last) return {};
    const char* const start = ends_[static_cast<std::ptrdiff_t>(first) - 1] + 1;
    return {start, static_cast<std::size_t>(ends_[last - 1] - start)};
  }

 private:
  const char* const* ends_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace offhours::rows
