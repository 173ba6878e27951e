// A CSV body as splunkd writes it: a header row, then rows; cells quoted at will, quotes doubled, raw line ends inside
// quotes, rows ended by LF or CRLF, the last one perhaps by nothing. Cells are views over the frame's bytes.
//
// The reader takes the body as it arrives; what it has read can be given up. Bytes are opaque: no encoding is assumed.
// A blank line is a row with one empty cell where the header has one column, and nothing where it has more. Of the
// cells beyond the header's one is kept, to show that there are some.
//
// It looks ahead: some thousand bytes are indexed in one go, and only where cells and rows end is written down.
//
//     a,"b,c"\n1,2\n        body
//      ^     ^  ^ ^         ends of cells: 1, 7, 10, 12
//            ^    ^         of these, ends of rows: the second and the fourth
//
// Rows are then handed out of that list. A quote where none may stand (`1"2,3`) is text, and changes what the quotes
// behind it mean: such a row is read byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rows/masks.hpp"
#include "rows/row.hpp"

namespace offhours::rows {

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
  // Lives until the next call of next().
  Row cells() const { return row_; }

 private:
  void restart(std::size_t at);
  bool scan(std::string_view body, bool whole);
  bool scan_blocks(std::string_view body, bool whole);
  bool scan_bytes(std::string_view body, bool whole);
  bool index_blocks(std::string_view body, bool whole);
  void make_room_for_index();
  void add_end(const char* end);
  bool end_row(const char* body, std::uint32_t last);
  bool end_row_of_bytes(const char* body, std::size_t behind);
  bool end_of_body(std::string_view body);
  void set_row(const char* body, std::uint32_t last);
  // How many cells of a row are kept.
  std::uint32_t most_cells() const { return width_ > 0 ? width_ + 1 : static_cast<std::uint32_t>(-1); }

  const MaskReader* masks_;
  Row row_;
  std::uint32_t width_ = 0;  // cells of the header, 0 before it is read
  std::size_t row_start_ = 0;
  bool first_ = true;  // nothing of the frame has been given up or read

  // What was found ahead. The first place of `cell_ends_` is for the byte before the first cell.
  std::vector<const char*> cell_ends_;
  std::vector<std::uint32_t> row_ends_;
  Ends ends_;
  std::uint32_t next_cell_ = 1;  // in cell_ends_: the first of the next row
  std::uint32_t next_row_ = 0;   // in row_ends_
  QuoteState quotes_;
  std::size_t next_block_ = 0;
  bool in_long_cell_ = false;  // nothing ended in the last block, which ends inside quotes

  // By bytes, for a row that has a quote where none may stand.
  bool by_bytes_ = false;
  bool in_quotes_ = false;
  std::size_t position_ = 0;
  std::size_t cell_start_ = 0;
};

}  // namespace offhours::rows
