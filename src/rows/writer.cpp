#include "rows/writer.hpp"

#include <algorithm>

#include "rows/multivalue.hpp"

namespace offhours::rows {
namespace {

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

}  // namespace

void write_cell(std::string& out, std::string_view text) {
  if (std::ranges::all_of(text, is_plain)) {
    out += text;
    return;
  }
  out += '"';
  while (true) {
    const std::size_t quote = text.find('"');
    out += text.substr(0, quote);
    if (quote == std::string_view::npos) break;
    out += "\"\"";
    text.remove_prefix(quote + 1);
  }
  out += '"';
}

void write_header(std::string& out, std::span<const std::string> columns) {
  std::string_view separator;
  for (const std::string& column : columns) {
    out += separator;
    write_cell(out, column);
    separator = ",";
  }
  for (const std::string& column : columns) {
    out += separator;
    write_cell(out, std::string(multivalue_prefix) + column);
  }
  out += '\n';
}

}  // namespace offhours::rows
