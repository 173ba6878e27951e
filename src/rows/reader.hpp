// A CSV body as splunkd writes it: a header row, then rows; cells quoted at will, quotes doubled, raw line ends inside
// quotes, rows ended by LF or CRLF, the last one perhaps by nothing. Cells are views over the frame's bytes.
//
// The reader takes the body as it arrives and never looks at a byte twice. Bytes are opaque: no encoding is assumed.
// A blank line is a row with one empty cell where the header has one column, and nothing where it has more.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::rows {

// One cell as it stands in the frame, quotes included.
class Cell {
 public:
  Cell() = default;
  // `doubled`: there is a quote inside, so that the text differs from the bytes.
  Cell(std::string_view bytes, bool doubled) : bytes_(bytes), doubled_(doubled) {}

  std::string_view bytes() const { return bytes_; }
  bool empty() const { return bytes_.empty() || bytes_ == "\"\""; }
  // The cell's text; `scratch` is written only if quotes have to be undoubled, and must then outlive the view.
  std::string_view text(std::string& scratch) const;

 private:
  std::string_view bytes_;
  bool doubled_ = false;
};

class Reader {
 public:
  void start_frame();
  // The next complete row, header first. `body` is the frame's body so far, at the same address in each call of a
  // frame; `whole` says that no more will come. False: no further row is complete yet.
  bool next(std::string_view body, bool whole);
  std::span<const Cell> cells() const { return cells_; }

 private:
  bool scan(std::string_view body, bool whole);
  void end_cell(std::string_view body, std::size_t end);

  std::vector<Cell> cells_;
  std::size_t position_ = 0;  // the next byte to look at
  std::size_t cell_start_ = 0;
  std::size_t width_ = 0;  // cells of the header, 0 before it is read
  bool in_quotes_ = false;
  bool cell_doubled_ = false;
  bool row_ended_ = true;
};

}  // namespace offhours::rows
