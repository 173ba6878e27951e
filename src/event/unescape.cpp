#include "event/unescape.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "event/quoting.hpp"
#include "text/ascii.hpp"
#include "text/lane.hpp"
#include "text/utf8.hpp"

namespace offhours::event {
namespace {

constexpr std::ptrdiff_t code_size = 6;  // of `\u12ab`
constexpr std::uint32_t replacement = 0xFFFD;

// What a one-letter escape stands for; 0 if it is none.
constexpr std::array<char, 256> escaped_bytes = [] {
  std::array<char, 256> bytes{};
  bytes['"'] = '"';
  bytes['\\'] = '\\';
  bytes['/'] = '/';
  bytes['b'] = '\b';
  bytes['f'] = '\f';
  bytes['n'] = '\n';
  bytes['r'] = '\r';
  bytes['t'] = '\t';
  return bytes;
}();
char escaped_byte(char c) { return escaped_bytes[static_cast<unsigned char>(c)]; }

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// How many bytes of an escape by code stand here: fewer than all where something else follows, or the text ends.
std::ptrdiff_t code_bytes(const char* at, const char* end) {
  std::ptrdiff_t bytes = 0;
  while (bytes < code_size && at + bytes != end) {
    const char c = at[bytes];
    if (bytes == 0 ? c != '\\' : bytes == 1 ? c != 'u' : text::hex_value(c) < 0) break;
    ++bytes;
  }
  return bytes;
}

// Of a whole escape by code.
std::uint32_t unit_at(const char* at) {
  std::uint32_t unit = 0;
  for (int i = 2; i < code_size; ++i) unit = unit << 4 | static_cast<std::uint32_t>(text::hex_value(at[i]));
  return unit;
}

// Whether the text from `at` to its end may become an escape for a low surrogate.
bool may_become_low_surrogate(const char* at, const char* end) {
  const std::ptrdiff_t bytes = code_bytes(at, end);
  if (bytes == code_size || at + bytes != end) return false;
  const auto digit = [&](std::ptrdiff_t place) { return text::hex_value(at[place]); };
  return (bytes < 3 || digit(2) == 0xD) && (bytes < 4 || digit(3) >= 0xC);
}

// The character of a whole escape by code; `at` is moved behind it.
std::uint32_t consume_character(const char*& at, const char* end) {
  const std::uint32_t unit = unit_at(at);
  at += code_size;
  if (is_low_surrogate(unit)) return replacement;
  if (!is_high_surrogate(unit)) return unit;
  if (code_bytes(at, end) < code_size || !is_low_surrogate(unit_at(at))) return replacement;
  const std::uint32_t low = unit_at(at);
  at += code_size;
  return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

}  // namespace

template <typename Quoting>
char* unescape(const char* from, const char* end, char* to) {
  while (true) {
    text::copy_up_to_backslash(from, end, to);
    if (from == end) return to;
    const char c = from + 1 != end ? from[1] : '\0';
    if (const char byte = escaped_byte(c); byte != 0) {
      *to++ = byte;
      from += Quoting::is_doubled && c == '"' ? 3 : 2;
    } else if (c == 'u' && code_bytes(from, end) == code_size) {
      to = text::append_utf8(consume_character(from, end), to);
    } else {
      *to++ = *from++;
    }
  }
}
template char* unescape<PlainQuotes>(const char*, const char*, char*);
template char* unescape<DoubledQuotes>(const char*, const char*, char*);

template <typename Quoting>
const char* whole_characters_end(const char* from, const char* end) {
  for (const char* at = std::find(from, end, '\\'); at != end; at = std::find(at, end, '\\')) {
    if (at + 1 == end) return at;
    const char c = at[1];
    if (c == 'u') {
      const std::ptrdiff_t bytes = code_bytes(at, end);
      if (bytes < code_size && at + bytes == end) return at;
      const bool high = bytes == code_size && is_high_surrogate(unit_at(at));
      if (high && may_become_low_surrogate(at + bytes, end)) return at;
      at += bytes;
    } else {
      at += Quoting::is_doubled && c == '"' ? 3 : 2;
    }
  }
  return end;
}
template const char* whole_characters_end<PlainQuotes>(const char*, const char*);
template const char* whole_characters_end<DoubledQuotes>(const char*, const char*);

}  // namespace offhours::event
