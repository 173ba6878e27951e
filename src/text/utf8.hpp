// Characters as UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>

namespace offhours::text {

constexpr std::size_t most_utf8_bytes = 4;

// Writes a character, up to U+10FFFF and no half of a surrogate pair; returns the end of it.
inline char* append_utf8(std::uint32_t code, char* to) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (code < 0x80) {
    *to++ = byte(code);
    return to;
  }
  if (code < 0x800) {
    *to++ = byte(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      *to++ = byte(0xE0 | code >> 12);
    } else {
      *to++ = byte(0xF0 | code >> 18);
      *to++ = byte(0x80 | (code >> 12 & 0x3F));
    }
    *to++ = byte(0x80 | (code >> 6 & 0x3F));
  }
  *to++ = byte(0x80 | (code & 0x3F));
  return to;
}

}  // namespace offhours::text
