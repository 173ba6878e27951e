#include "command/partial.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "rows/writer.hpp"
#include "stats/encoding.hpp"
#include "stats/table.hpp"
#include "text/ascii.hpp"
#include "text/lane.hpp"

namespace offhours::command {
namespace {

// In the order of partial_columns.
constexpr std::array<std::string Partial::*, partial_columns.size()> members = {
    &Partial::version, &Partial::digest, &Partial::shape, &Partial::key, &Partial::states, &Partial::tally};
constexpr std::size_t key_place = 3;

// Writes bytes as they are in a quoted cell: printable ASCII stands for itself, quotes are doubled, and the percent
// sign and all others become `%XX`. May touch up to a lane's bytes behind what it writes. Returns its end.
char* write_escaped(char* to, std::string_view bytes) {
  const char* from = bytes.data();
  const char* const end = from + bytes.size();
  while (from != end) {
    if (static_cast<std::size_t>(end - from) >= text::lane_size) {
      std::memcpy(to, from, text::lane_size);
      const text::LaneMask special =
          text::unprintable_in_lane(from) | text::equal_in_lane(from, '%') | text::equal_in_lane(from, '"');
      const std::size_t plain = special != 0 ? text::first_place(special) : text::lane_size;
      from += plain;
      to += plain;
      if (special == 0) continue;
    }
    const char c = *from++;
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '%') {
      *to++ = c;
      if (c == '"') *to++ = c;
      continue;
    }
    *to++ = '%';
    *to++ = text::upper_hex_digits[byte >> 4];
    *to++ = text::upper_hex_digits[byte & 15];
  }
  return to;
}
constexpr std::size_t most_escaped(std::size_t bytes) { return 3 * bytes + text::lane_size; }

void write_escaped_cell(text::Buffer& out, std::string_view bytes) {
  if (bytes.empty()) return;
  char* to = out.room(most_escaped(bytes.size()) + 2);
  *to++ = '"';
  to = write_escaped(to, bytes);
  *to++ = '"';
  out.commit(to);
}

// A key's cells as texts with their length before them, escaped. False, and nothing is written: a cell has a zero byte,
// so that it does not stand in the key as it is.
bool write_plain_key(text::Buffer& out, std::string_view key) {
  constexpr std::size_t most_length = 24;
  char* const start = out.room(most_escaped(key.size()) + key.size() / stats::key_cell_end.size() * most_length + 2);
  char* to = start;
  *to++ = '"';
  while (!key.empty()) {
    const std::size_t size = key.find('\0');
    if (key[size + 1] != '\0') return false;
    to = std::to_chars(to, to + most_length, size).ptr;
    *to++ = ':';
    to = write_escaped(to, key.substr(0, size));
    key.remove_prefix(size + stats::key_cell_end.size());
  }
  *to++ = '"';
  out.commit(to);
  return true;
}

bool unescape(std::string_view text, std::string& out) {
  out.clear();
  while (!text.empty()) {
    const std::size_t percent = text.find('%');
    out += text.substr(0, percent);
    if (percent == std::string_view::npos) return true;
    if (percent + 2 >= text.size()) return false;
    const int high = text::hex_value(text[percent + 1]);
    const int low = text::hex_value(text[percent + 2]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
    text.remove_prefix(percent + 3);
  }
  return true;
}

}  // namespace

std::string partial_shape(const OffhoursStatsOptions& options) {
  std::string shape;
  for (const AggregateOption& aggregate : options.aggregates) {
    shape += aggregate.function->shape;
    shape += ' ';
  }
  return shape + "by " + std::to_string(options.by.size());
}

PartialWriter::PartialWriter(std::string_view digest, std::string_view shape) {
  rows::write_cell(first_cells_, partial_version);
  for (const std::string_view cell : {digest, shape}) {
    first_cells_ += ',';
    rows::write_cell(first_cells_, cell);
  }
}

void PartialWriter::write_header(text::Buffer& out) {
  std::string_view separator;
  for (const std::string_view column : partial_columns) {
    out.append(separator);
    rows::write_cell(out, column);
    separator = ",";
  }
  out.append('\n');
}

void PartialWriter::write_row(text::Buffer& out, std::string_view key, std::string_view states,
                              std::string_view tally) {
  out.append(first_cells_);
  out.append(',');
  if (!key.empty() && !write_plain_key(out, key)) {
    stats::split_key(key, cells_);
    text_.clear();
    for (const std::string& cell : cells_) stats::append_string(text_, cell);
    write_escaped_cell(out, text_);
  }
  for (const std::string_view bytes : {states, tally}) {
    out.append(',');
    write_escaped_cell(out, bytes);
  }
  out.append('\n');
}

void PartialReader::bind(rows::Row header) {
  places_.fill(npos);
  raw_ = npos;
  time_ = npos;
  for (std::size_t place = 0; place < header.size(); ++place) {
    const std::string_view name = header[place].text(scratch_);
    const auto* const found = std::ranges::find(partial_columns, name);
    const auto column = static_cast<std::size_t>(found - partial_columns.begin());
    if (found != partial_columns.end() && places_[column] == npos) places_[column] = place;
    if (name == "_raw" && raw_ == npos) raw_ = place;
    if (name == "_time" && time_ == npos) time_ = place;
  }
}

const Partial* PartialReader::read(rows::Row row) {
  partial_.key_cells = 0;
  for (std::size_t column = 0; column < members.size(); ++column) {
    const std::size_t place = places_[column];
    const std::string_view cell = place < row.size() ? row[place].text(scratch_) : std::string_view();
    if (!unescape(cell, partial_.*members[column])) return nullptr;
    if (column == 0 && partial_.version != partial_version) return &partial_;
    if (column != key_place) continue;
    text_.swap(partial_.key);
    partial_.key.clear();
    for (std::string_view rest = text_; !rest.empty();) {
      const auto part = stats::consume_string(rest);
      if (!part) return nullptr;
      stats::append_key_cell(partial_.key, *part);
      ++partial_.key_cells;
    }
  }
  return &partial_;
}

}  // namespace offhours::command
