#include "rows/reader.hpp"

#include <cstring>

namespace offhours::rows {

std::string_view Cell::text(std::string& scratch) const {
  if (bytes_.empty() || bytes_.front() != '"') return bytes_;
  if (!doubled_) return bytes_.substr(1, bytes_.size() - 2);
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
  cells_.clear();
  position_ = 0;
  cell_start_ = 0;
  width_ = 0;
  in_quotes_ = false;
  cell_doubled_ = false;
  row_ended_ = true;
}

void Reader::end_cell(std::string_view body, std::size_t end) {
  cells_.emplace_back(body.substr(cell_start_, end - cell_start_), cell_doubled_);
  cell_doubled_ = false;
}

bool Reader::next(std::string_view body, bool whole) {
  while (scan(body, whole)) {
    const bool blank = cells_.size() == 1 && cells_.front().bytes().empty();
    if (width_ == 0 && !blank) width_ = cells_.size();
    if (!blank || width_ == 1) return true;
  }
  return false;
}

bool Reader::scan(std::string_view body, bool whole) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (row_ended_) {
    if (position_ == 0) {
      if (body.size() < byte_order_mark.size() && !whole) return false;
      if (body.starts_with(byte_order_mark)) position_ = byte_order_mark.size();
    }
    cells_.clear();
    cell_start_ = position_;
    row_ended_ = false;
  }
  const std::size_t size = body.size();
  while (position_ < size) {
    if (in_quotes_) {
      const void* found = std::memchr(body.data() + position_, '"', size - position_);
      if (found == nullptr) {
        position_ = size;
        break;
      }
      const auto quote = static_cast<std::size_t>(static_cast<const char*>(found) - body.data());
      if (quote + 1 == size && !whole) {
        position_ = quote;
        return false;
      }
      if (quote + 1 < size && body[quote + 1] == '"') {
        cell_doubled_ = true;
        position_ = quote + 2;
      } else {
        in_quotes_ = false;
        position_ = quote + 1;
        // Bytes between the closing quote and the separator belong to the cell: have them copied, not cut.
        if (position_ < size && body[position_] != ',' && body[position_] != '\n' && body[position_] != '\r') {
          cell_doubled_ = true;
        }
      }
      continue;
    }
    const char c = body[position_];
    if (c == '"' && position_ == cell_start_) {
      in_quotes_ = true;
      ++position_;
    } else if (c == ',') {
      end_cell(body, position_);
      cell_start_ = ++position_;
    } else if (c == '\n') {
      end_cell(body, position_);
      ++position_;
      row_ended_ = true;
      return true;
    } else if (c == '\r') {
      if (position_ + 1 == size && !whole) return false;
      if (position_ + 1 < size && body[position_ + 1] == '\n') {
        end_cell(body, position_);
        position_ += 2;
        row_ended_ = true;
        return true;
      }
      if (body[cell_start_] == '"') cell_doubled_ = true;
      ++position_;
    } else {
      ++position_;
    }
  }
  // The last row needs no line end. An unclosed quote ends with the body: what is there is kept.
  if (!whole || (cells_.empty() && cell_start_ == size)) return false;
  if (in_quotes_) cell_doubled_ = true;
  end_cell(body, size);
  in_quotes_ = false;
  row_ended_ = true;
  cell_start_ = size;
  return true;
}

}  // namespace offhours::rows
