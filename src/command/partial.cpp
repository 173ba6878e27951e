#include "command/partial.hpp"

#include <algorithm>

#include "rows/writer.hpp"
#include "stats/encoding.hpp"
#include "stats/table.hpp"
#include "text/ascii.hpp"

namespace offhours::command {
namespace {

// In the order of partial_columns.
constexpr std::array<std::string Partial::*, partial_columns.size()> members = {
    &Partial::version, &Partial::digest, &Partial::shape, &Partial::key, &Partial::states, &Partial::tally};
constexpr std::size_t key_place = 3;

// As they are in a cell: printable ASCII but the percent sign.
constexpr std::array<bool, 256> safe = [] {
  std::array<bool, 256> bytes{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) bytes[c] = c != '%';
  return bytes;
}();

// The others become `%XX`.
void write_escaped_cell(text::Buffer& out, std::string_view bytes) {
  if (bytes.empty()) return;
  char* to = out.room(3 * bytes.size() + 2);
  *to++ = '"';
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (safe[byte]) {
      *to++ = c;
      if (c == '"') *to++ = c;
      continue;
    }
    *to++ = '%';
    *to++ = text::upper_hex_digits[byte >> 4];
    *to++ = text::upper_hex_digits[byte & 15];
  }
  *to++ = '"';
  out.commit(to);
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
  stats::split_key(key, cells_);
  text_.clear();
  for (const std::string& cell : cells_) stats::append_string(text_, cell);
  out.append(first_cells_);
  for (const std::string_view bytes : {std::string_view(text_), states, tally}) {
    out.append(',');
    write_escaped_cell(out, bytes);
  }
  out.append('\n');
}

void PartialReader::bind(std::span<const rows::Cell> header) {
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

const Partial* PartialReader::read(std::span<const rows::Cell> row) {
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
