#include "text/utf16.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "text/utf8.hpp"

namespace offhours::text {
namespace {

constexpr std::size_t looked_at = 64;

}  // namespace

Utf16 find_utf16(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return Utf16::little_endian;
  if (bytes.starts_with("\xFE\xFF")) return Utf16::big_endian;
  const std::size_t size = std::min(bytes.size(), looked_at) / 2 * 2;
  if (size < 4) return Utf16::none;
  std::size_t zeros_first = 0;
  std::size_t zeros_second = 0;
  for (std::size_t i = 0; i < size; i += 2) {
    zeros_first += bytes[i] == '\0' ? 1U : 0U;
    zeros_second += bytes[i + 1] == '\0' ? 1U : 0U;
  }
  if (zeros_first == 0 && zeros_second * 2 == size) return Utf16::little_endian;
  if (zeros_second == 0 && zeros_first * 2 == size) return Utf16::big_endian;
  return Utf16::none;
}

bool utf16_to_utf8(std::string_view bytes, Utf16 form, std::string& out) {
  if (bytes.size() % 2 != 0) return false;
  out.clear();
  out.reserve(bytes.size() / 2);
  const auto unit = [&](std::size_t at) {
    const std::uint32_t first = static_cast<unsigned char>(bytes[at]);
    const std::uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
    return form == Utf16::little_endian ? second << 8 | first : first << 8 | second;
  };
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    std::uint32_t code = unit(at);
    if (code >= 0xD800 && code <= 0xDFFF) {
      if (code >= 0xDC00 || at + 2 == bytes.size()) return false;
      const std::uint32_t low = unit(at + 2);
      if (low < 0xDC00 || low > 0xDFFF) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    }
    char character[most_utf8_bytes];
    out.append(character, append_utf8(code, character));
  }
  return true;
}

}  // namespace offhours::text
