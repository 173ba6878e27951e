#include "rows/writer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "rows/multivalue.hpp"

namespace offhours::rows {
namespace {

constexpr std::array<bool, 256> plain = [] {
  std::array<bool, 256> bytes{};
  for (int c = '0'; c <= '9'; ++c) bytes[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) bytes[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) bytes[static_cast<std::size_t>(c)] = true;
  return bytes;
}();
bool is_plain(char c) { return plain[static_cast<unsigned char>(c)]; }

// The most bytes that the cell of a text has.
std::size_t most_bytes(std::string_view text) { return 2 * text.size() + 2; }

char* copy(char* to, std::string_view text) {
  if (!text.empty()) std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* put_doubled(char* to, std::string_view text) {
  while (true) {
    const std::size_t quote = text.find('"');
    to = copy(to, text.substr(0, quote));
    if (quote == std::string_view::npos) return to;
    to = copy(to, "\"\"");
    text.remove_prefix(quote + 1);
  }
}

// Writes a cell where there is room for most_bytes(), and returns its end.
char* put_cell(char* to, std::string_view text) {
  if (std::ranges::all_of(text, is_plain)) return copy(to, text);
  *to++ = '"';
  to = put_doubled(to, text);
  *to++ = '"';
  return to;
}

}  // namespace

void write_cell(std::string& out, std::string_view text) {
  const std::size_t before = out.size();
  out.resize(before + most_bytes(text));
  const char* const end = put_cell(out.data() + before, text);
  out.resize(static_cast<std::size_t>(end - out.data()));
}

void write_cell(text::Buffer& out, std::string_view text) { out.commit(put_cell(out.room(most_bytes(text)), text)); }

void append_doubled(text::Buffer& out, std::string_view text) {
  out.commit(put_doubled(out.room(most_bytes(text)), text));
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
