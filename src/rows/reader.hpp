// A CSV body as splunkd writes it: a header row, then rows; cells quoted at will, quotes doubled, raw line ends inside
// quotes, rows ended by LF or CRLF, the last one perhaps by nothing. Cells are views over the frame's bytes.
//
// The reader takes the body as it arrives; what it has read can be given up. Bytes are opaque: no encoding is assumed.
// A blank line is a row with one empty cell where the header has one column, and nothing where it has more. Of the
// cells beyond the header's one is kept, to show that there are some.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rows/masks.hpp"

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
  std::string_view text(std::string& scratch) const;

 private:
  std::string_view bytes_;
};

class Reader {
 public:
  explicit Reader(const MaskReader& masks = best_masks()) : masks_(&masks) {}

  void start_frame();
  // The next complete row, header first. `body` is the frame's body so far, at the same address in each call unless
  // release() came between them; `whole` says that no more will come. False: no further row is complete yet.
  bool next(std::string_view body, bool whole);
  // How many bytes of `body` lie before the row in work. From now on `body` starts behind them, at any address; what
  // has been read of that row will be read again.
  std::size_t release();
  std::span<const Cell> cells() const { return {cells_.data(), count_}; }

 private:
  void restart(std::size_t at);
  bool scan(std::string_view body, bool whole);
  bool scan_blocks(std::string_view body, bool whole);
  bool scan_bytes(std::string_view body, bool whole);
  bool end_of_body(std::string_view body);
  void find_separators(const char* block);
  bool end_cells(const char* body);
  void end_cell(std::string_view body, std::size_t end);
  void drop_cells_beyond_header() {
    if (count_ > width_ + 1 && width_ > 0) count_ = width_ + 1;
  }

  const MaskReader* masks_;
  std::vector<Cell> cells_;  // as many as any row had so far; the row's are the first
  std::size_t count_ = 0;
  std::size_t width_ = 0;  // cells of the header, 0 before it is read
  std::size_t row_start_ = 0;
  std::size_t cell_start_ = 0;
  bool row_ended_ = true;
  bool first_ = true;  // nothing of the frame has been given up or read

  // By blocks: the block in work, its separators that are still to be taken, and how the bytes before the next block
  // ended.
  std::size_t block_ = 0;
  std::size_t next_block_ = 0;
  std::uint64_t separators_ = 0;
  std::uint64_t line_feeds_ = 0;  // those of them that end a row
  std::uint64_t inside_ = 0;      // all ones: the next block starts inside quotes
  std::uint64_t may_open_ = 1;    // a quote may stand first in the next block
  bool irregular_ = false;        // a quote stands where none may, behind the separators
  // By bytes, for a row that has such a quote.
  bool by_bytes_ = false;
  bool in_quotes_ = false;
  std::size_t position_ = 0;
};

}  // namespace offhours::rows
