// The rows of a whole CSV body, one byte after the other, each cell with its bytes and its text: slow and plain, what
// rows::Reader is held against.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace offhours::test::reference {

struct ByteCell {
  std::string bytes;  // as in the body
  std::string text;   // quotes undone
  bool operator==(const ByteCell&) const = default;
};
using ByteRow = std::vector<ByteCell>;

inline std::vector<ByteRow> read_rows(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  std::vector<ByteRow> rows;
  ByteRow row;
  ByteCell cell;
  std::size_t width = 0;
  enum class In { start, plain, quotes, after } in = In::start;
  const auto end_cell = [&] {
    row.push_back(cell);
    cell = {};
    in = In::start;
  };
  const auto end_row = [&] {
    end_cell();
    const bool blank = row.size() == 1 && row.front().bytes.empty();
    if (width == 0 && !blank) width = row.size();
    // One cell shows that there are more than the header has.
    if (row.size() > width + 1) row.resize(width + 1);
    if (!blank || width == 1) rows.push_back(row);
    row.clear();
  };
  std::size_t i = 0;
  while (i < body.size()) {
    const char c = body[i];
    const char next = i + 1 < body.size() ? body[i + 1] : '\0';
    const bool has_next = i + 1 < body.size();
    if (in == In::quotes) {
      cell.bytes += c;
      if (c != '"') {
        cell.text += c;
      } else if (has_next && next == '"') {
        cell.bytes += '"';
        cell.text += '"';
        ++i;
      } else {
        in = In::after;
      }
    } else if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      end_row();
    } else if (c == '\r' && has_next && next == '\n') {
      end_row();
      ++i;
    } else if (c == '"' && in == In::start) {
      cell.bytes += c;
      in = In::quotes;
    } else {
      cell.bytes += c;
      cell.text += c;
      if (in == In::start) in = In::plain;
    }
    ++i;
  }
  if (!row.empty() || !cell.bytes.empty()) end_row();
  return rows;
}

}  // namespace offhours::test::reference
