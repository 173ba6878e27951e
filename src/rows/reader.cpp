#include "rows/reader.hpp"

#include <array>
#include <cstring>

#include "text/block.hpp"
#include "text/byte_order_mark.hpp"

namespace offhours::rows {

using text::block_size;
using text::first_bit;

std::string_view Cell::text(std::string& scratch) const {
  if (bytes_.empty() || bytes_.front() != '"') return bytes_;
  if (quoted()) {
    const std::string_view inner = bytes_.substr(1, bytes_.size() - 2);
    if (inner.empty() || std::memchr(inner.data(), '"', inner.size()) == nullptr) return inner;
  }
  // Quotes toggle; a quote right after a closing one stands for itself. What follows a closing quote is kept as it is.
  scratch.clear();
  scratch.reserve(bytes_.size());
  bool in_quotes = true;
  std::string_view rest = bytes_.substr(1);
  while (!rest.empty()) {
    const std::size_t quote = in_quotes ? rest.find('"') : std::string_view::npos;
    scratch.append(rest.substr(0, quote));
    if (quote == std::string_view::npos) break;
    rest.remove_prefix(quote + 1);
    if (!rest.empty() && rest.front() == '"') {
      scratch += '"';
      rest.remove_prefix(1);
    } else {
      in_quotes = false;
    }
  }
  return scratch;
}

void Reader::start_frame() {
  width_ = 0;
  first_ = true;
  restart(0);
}

// A row starts at that place.
void Reader::restart(std::size_t at) {
  count_ = 0;
  row_start_ = next_block_ = at;
  row_ended_ = true;
  separators_ = 0;
  line_feeds_ = 0;
  inside_ = 0;
  may_open_ = 1;
  irregular_ = false;
  by_bytes_ = false;
}

std::size_t Reader::release() {
  const std::size_t before = row_start_;
  restart(0);
  return before;
}

void Reader::end_cell(std::string_view body, std::size_t end) {
  if (count_ == cells_.size()) cells_.resize(cells_.size() * 2 + block_size);
  cells_[count_++] = Cell(body.substr(cell_start_, end - cell_start_));
  drop_cells_beyond_header();
}

bool Reader::next(std::string_view body, bool whole) {
  while (scan(body, whole)) {
    const bool blank = count_ == 1 && cells_.front().bytes().empty();
    if (width_ == 0 && !blank) width_ = count_;
    if (!blank || width_ == 1) return true;
  }
  return false;
}

bool Reader::scan(std::string_view body, bool whole) {
  if (row_ended_) {
    if (first_) {
      if (body.size() < text::byte_order_mark.size() && !whole) return false;
      first_ = false;
      if (body.starts_with(text::byte_order_mark)) restart(text::byte_order_mark.size());
    }
    count_ = 0;
    cell_start_ = row_start_;
    row_ended_ = false;
  }
  return by_bytes_ ? scan_bytes(body, whole) : scan_blocks(body, whole);
}

// Separators are commas and line feeds outside of quotes. Counting quotes tells inside from outside, as long as a quote
// opens a cell or stands right behind a closing one (a doubled quote is one closed and opened again).
void Reader::find_separators(const char* block) {
  const Masks masks = masks_->read(block);
  const std::uint64_t quotes = masks.quotes;
  const std::uint64_t inside = masks.inside ^ inside_;
  const std::uint64_t outside = ~inside;
  line_feeds_ = masks.line_feeds & outside;
  separators_ = line_feeds_ | (masks.commas & outside);
  const std::uint64_t behind = separators_ | (quotes & outside);
  const std::uint64_t wrong = quotes & inside & ~(behind << 1 | may_open_);
  inside_ = std::uint64_t{0} - (inside >> 63);
  may_open_ = behind >> 63;
  if (wrong != 0) {
    irregular_ = true;
    const std::uint64_t before = (std::uint64_t{1} << first_bit(wrong)) - 1;
    separators_ &= before;
    line_feeds_ &= before;
  }
}

// Ends a cell at each separator up to the end of the row. False: the row goes on behind the block.
bool Reader::end_cells(const char* body) {
  if (cells_.size() < count_ + block_size) cells_.resize(cells_.size() * 2 + block_size);
  const char* const block = body + block_;
  const char* start = body + cell_start_;
  Cell* cell = cells_.data() + count_;
  const auto end_at = [&](const char* end) { *cell++ = Cell({start, static_cast<std::size_t>(end - start)}); };
  std::uint64_t commas = separators_;
  const bool row_ends = line_feeds_ != 0;
  if (row_ends) commas &= (line_feeds_ - 1) & ~line_feeds_;
  for (std::uint64_t left = commas; left != 0; left &= left - 1) {
    const char* const comma = block + first_bit(left);
    end_at(comma);
    start = comma + 1;
  }
  separators_ ^= commas;
  if (row_ends) {
    const char* const line_feed = block + first_bit(line_feeds_);
    end_at(line_feed > start && line_feed[-1] == '\r' ? line_feed - 1 : line_feed);
    separators_ &= separators_ - 1;
    line_feeds_ &= line_feeds_ - 1;
    row_start_ = static_cast<std::size_t>(line_feed + 1 - body);
    row_ended_ = true;
  } else {
    cell_start_ = static_cast<std::size_t>(start - body);
  }
  count_ = static_cast<std::size_t>(cell - cells_.data());
  drop_cells_beyond_header();
  return row_ends;
}

bool Reader::scan_blocks(std::string_view body, bool whole) {
  while (true) {
    const bool long_cell = separators_ == 0;
    if (!long_cell && end_cells(body.data())) return true;
    if (irregular_) {
      by_bytes_ = true;
      in_quotes_ = false;
      count_ = 0;
      cell_start_ = position_ = row_start_;
      return scan_bytes(body, whole);
    }
    if (long_cell && inside_ != 0 && may_open_ == 0) {
      // Most of a long text is blocks whose quotes are all doubled: nothing ends there.
      const char* const end = body.data() + body.size();
      next_block_ = static_cast<std::size_t>(masks_->skip_pairs(body.data() + next_block_, end) - body.data());
    }
    block_ = next_block_;
    const std::size_t left = body.size() - block_;
    if (left >= block_size) {
      next_block_ += block_size;
      find_separators(body.data() + block_);
    } else if (whole && left > 0) {
      std::array<char, block_size> last{};
      std::memcpy(last.data(), body.data() + block_, left);
      next_block_ += left;
      find_separators(last.data());
    } else {
      return whole && end_of_body(body);
    }
  }
}

// A row with a quote that opens nothing: such a quote is text.
bool Reader::scan_bytes(std::string_view body, bool whole) {
  const std::size_t size = body.size();
  const auto end_row = [this](std::size_t behind) {
    const std::size_t count = count_;
    restart(behind);
    count_ = count;
    return true;
  };
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
      end_cell(body, position_);
      cell_start_ = ++position_;
    } else if (c == '\n') {
      end_cell(body, position_ > cell_start_ && body[position_ - 1] == '\r' ? position_ - 1 : position_);
      return end_row(position_ + 1);
    } else {
      ++position_;
    }
  }
  return whole && end_of_body(body) && end_row(size);
}

// The last row needs no line end. An unclosed quote ends with the body: what is there is kept.
bool Reader::end_of_body(std::string_view body) {
  if (count_ == 0 && cell_start_ == body.size()) return false;
  end_cell(body, body.size());
  row_start_ = cell_start_ = body.size();
  row_ended_ = true;
  return true;
}

}  // namespace offhours::rows
