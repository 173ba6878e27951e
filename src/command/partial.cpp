#include "command/partial.hpp"

#include <algorithm>

#include "rows/writer.hpp"
#include "stats/encoding.hpp"
#include "stats/table.hpp"

namespace offhours::command {
namespace {

// In the order of partial_columns.
constexpr std::array<std::string Partial::*, partial_columns.size()> members = {
    &Partial::version, &Partial::digest, &Partial::shape, &Partial::key, &Partial::states, &Partial::tally};
constexpr std::size_t key_place = 3;

bool is_safe(char c) { return c >= 0x20 && c < 0x7F && c != '%'; }

// Bytes that are no printable ASCII, and the percent sign, become `%XX`.
std::string escaped(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    if (is_safe(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

bool unescape(std::string_view text, std::string& out) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
  out.clear();
  while (!text.empty()) {
    const std::size_t percent = text.find('%');
    out += text.substr(0, percent);
    if (percent == std::string_view::npos) return true;
    if (percent + 2 >= text.size()) return false;
    const int high = digit(text[percent + 1]);
    const int low = digit(text[percent + 2]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
    text.remove_prefix(percent + 3);
  }
  return true;
}

}  // namespace

std::string partial_shape(const DetectOptions& options) {
  std::string shape;
  for (const AggregateOption& aggregate : options.aggregates) {
    shape += stats::name_of(aggregate.function);
    if (aggregate.function == stats::Function::count && !aggregate.field.empty()) shape += "(values)";
    shape += ' ';
  }
  return shape + "by " + std::to_string(options.by.size());
}

void PartialWriter::write_header(std::string& out) {
  std::string_view separator;
  for (const std::string_view column : partial_columns) {
    out += separator;
    rows::write_cell(out, column);
    separator = ",";
  }
  out += '\n';
}

void PartialWriter::write_row(std::string& out, std::string_view key, std::string_view states, std::string_view tally) {
  stats::split_key(key, cells_);
  text_.clear();
  for (const std::string& cell : cells_) stats::put_text(text_, cell);
  rows::write_cell(out, partial_version);
  for (const std::string& cell : {digest_, shape_, escaped(text_), escaped(states), escaped(tally)}) {
    out += ',';
    rows::write_cell(out, cell);
  }
  out += '\n';
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
      const auto part = stats::take_text(rest);
      if (!part) return nullptr;
      stats::append_key_cell(partial_.key, *part);
      ++partial_.key_cells;
    }
  }
  return &partial_;
}

}  // namespace offhours::command
