#include "rows/reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "text/block.hpp"
#include "text/byte_order_mark.hpp"

namespace offhours::rows {
namespace {

using text::block_size;

// How many blocks are indexed in one go: few enough that the lists stay in the processor's nearest cache.
constexpr std::size_t blocks_ahead = 64;
// No block has more ends than bytes.
constexpr std::size_t ends_ahead = blocks_ahead * block_size;

}  // namespace

void Reader::start_frame() {
  width_ = 0;
  first_ = true;
  restart(0);
}

// A row starts at that place.
void Reader::restart(std::size_t at) {
  row_start_ = next_block_ = at;
  next_cell_ = ends_.cell_count = 1;
  next_row_ = ends_.row_count = 0;
  quotes_ = {};
  in_long_cell_ = false;
  by_bytes_ = false;
}

std::size_t Reader::release() {
  const std::size_t before = row_start_;
  restart(0);
  return before;
}

bool Reader::next(std::string_view body, bool whole) {
  while (scan(body, whole)) {
    const bool blank = row_.size() == 1 && row_[0].bytes().empty();
    if (width_ == 0 && !blank) width_ = static_cast<std::uint32_t>(row_.size());
    if (!blank || width_ == 1) return true;
  }
  return false;
}

bool Reader::scan(std::string_view body, bool whole) {
  if (first_) {
    if (body.size() < text::byte_order_mark.size() && !whole) return false;
    first_ = false;
    if (body.starts_with(text::byte_order_mark)) restart(text::byte_order_mark.size());
  }
  return by_bytes_ ? scan_bytes(body, whole) : scan_blocks(body, whole);
}

bool Reader::scan_blocks(std::string_view body, bool whole) {
  while (true) {
    if (next_row_ < ends_.row_count) return end_row(body.data(), row_ends_[next_row_++]);
    if (quotes_.irregular) {
      restart(row_start_);
      by_bytes_ = true;
      in_quotes_ = false;
      cell_start_ = position_ = row_start_;
      return scan_bytes(body, whole);
    }
    if (!index_blocks(body, whole)) return whole && end_of_body(body);
  }
}

// What is left of the row in work goes to the front, and behind it is room for the ends of some blocks.
void Reader::make_room_for_index() {
  if (next_cell_ > 1) {
    std::copy(cell_ends_.begin() + next_cell_, cell_ends_.begin() + ends_.cell_count, cell_ends_.begin() + 1);
    ends_.cell_count -= next_cell_ - 1;
    next_cell_ = 1;
  }
  ends_.cell_count = std::min(ends_.cell_count - 1, most_cells()) + 1;
  next_row_ = ends_.row_count = 0;
  if (cell_ends_.size() < ends_.cell_count + ends_ahead) cell_ends_.resize((ends_.cell_count + ends_ahead) * 2);
  row_ends_.resize(ends_ahead);
  ends_.cells = cell_ends_.data();
  ends_.rows = row_ends_.data();
}

// Looks for ends in some more blocks. False: there are none yet.
bool Reader::index_blocks(std::string_view body, bool whole) {
  make_room_for_index();
  if (in_long_cell_ && quotes_.may_open == 0) {
    // Most of a long text is blocks whose quotes are all doubled: nothing ends there.
    const char* const end = body.data() + body.size();
    next_block_ = static_cast<std::size_t>(masks_->skip_pairs(body.data() + next_block_, end) - body.data());
  }
  const char* const at = body.data() + next_block_;
  const std::size_t left = body.size() - next_block_;
  if (left >= block_size) {
    const std::size_t blocks = std::min(left / block_size, blocks_ahead);
    const std::size_t indexed = masks_->index(at, blocks, at, quotes_, ends_);
    in_long_cell_ = indexed < blocks;
    next_block_ += indexed * block_size;
    return true;
  }
  if (!whole || left == 0) return false;
  std::array<char, block_size> last{};
  std::memcpy(last.data(), at, left);
  (void)masks_->index(last.data(), 1, at, quotes_, ends_);
  next_block_ += left;
  in_long_cell_ = false;
  return true;
}

// The row in work is the cells up to the one whose end stands at place `last`.
void Reader::set_row(const char* body, std::uint32_t last) {
  const char** const ends = cell_ends_.data() + next_cell_;
  ends[-1] = body + row_start_ - 1;
  row_ = Row(ends, std::min(last + 1 - next_cell_, most_cells()));
  next_cell_ = last + 1;
}

// The line feed at place `last` ends the row in work.
bool Reader::end_row(const char* body, std::uint32_t last) {
  set_row(body, last);
  const char*& end = cell_ends_[last];
  row_start_ = static_cast<std::size_t>(end + 1 - body);
  if (end - cell_ends_[last - 1] > 1 && end[-1] == '\r') --end;
  return true;
}

void Reader::add_end(const char* end) {
  if (ends_.cell_count > most_cells()) return;
  if (ends_.cell_count >= cell_ends_.size()) cell_ends_.resize(cell_ends_.size() * 2 + block_size);
  cell_ends_[ends_.cell_count++] = end;
}

bool Reader::end_row_of_bytes(const char* body, std::size_t behind) {
  set_row(body, ends_.cell_count - 1);
  restart(behind);
  return true;
}

// A row with a quote that opens nothing: such a quote is text.
bool Reader::scan_bytes(std::string_view body, bool whole) {
  const std::size_t size = body.size();
  while (position_ < size) {
    const char c = body[position_];
    if (in_quotes_) {
      const void* found = std::memchr(body.data() + position_, '"', size - position_);
      if (found == nullptr) {
        position_ = size;
        break;
      }
      position_ = static_cast<std::size_t>(static_cast<const char*>(found) - body.data());
      if (position_ + 1 == size && !whole) return false;
      const bool doubled = position_ + 1 < size && body[position_ + 1] == '"';
      in_quotes_ = doubled;
      position_ += doubled ? 2 : 1;
    } else if (c == '"' && position_ == cell_start_) {
      in_quotes_ = true;
      ++position_;
    } else if (c == ',') {
      add_end(body.data() + position_);
      cell_start_ = ++position_;
    } else if (c == '\n') {
      const bool crlf = position_ > cell_start_ && body[position_ - 1] == '\r';
      add_end(body.data() + position_ - (crlf ? 1 : 0));
      return end_row_of_bytes(body.data(), position_ + 1);
    } else {
      ++position_;
    }
  }
  return whole && end_of_body(body);
}

// The last row needs no line end. An unclosed quote ends with the body: what is there is kept.
bool Reader::end_of_body(std::string_view body) {
  if (ends_.cell_count == next_cell_ && row_start_ == body.size()) return false;
  add_end(body.data() + body.size());
  return end_row_of_bytes(body.data(), body.size());
}

}  // namespace offhours::rows
