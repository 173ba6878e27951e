// 16 bytes at a time, for texts that are short: where the first quote or backslash stands.
//
//     bytes   P u t I m a g e " , " t i m e "
//     mask    0 0 0 0 0 0 0 0 1 0 1 0 0 0 0 1      first_place() is 8
//
// SSE2 has a bit for each byte; NEON has no such instruction and makes four bits of each.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/block.hpp"

namespace offhours::text {

constexpr std::size_t lane_size = 16;

#if defined(__SSE2__)

using LaneMask = std::uint32_t;

inline LaneMask equal_in_lane(const char* at, char wanted) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  return static_cast<LaneMask>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(wanted))));
}
inline LaneMask quotes_and_backslashes_in_lane(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  return static_cast<LaneMask>(_mm_movemask_epi8(
      _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')))));
}
// Bytes that are not ASCII's printable ones, 0x20 to 0x7E.
inline LaneMask unprintable_in_lane(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  // As signed bytes those from 0x80 on are the least.
  const __m128i low_or_high = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
  return static_cast<LaneMask>(
      _mm_movemask_epi8(_mm_or_si128(low_or_high, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)))));
}
inline std::size_t first_place(LaneMask mask) { return static_cast<unsigned>(std::countr_zero(mask)); }

#elif defined(__aarch64__)

using LaneMask = std::uint64_t;

inline LaneMask four_bits_a_byte(uint8x16_t found) {
  return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(found), 4)), 0);
}
inline LaneMask equal_in_lane(const char* at, char wanted) {
  const uint8x16_t wanted_bytes = vdupq_n_u8(static_cast<std::uint8_t>(wanted));
  return four_bits_a_byte(vceqq_u8(vld1q_u8(reinterpret_cast<const std::uint8_t*>(at)), wanted_bytes));
}
inline LaneMask quotes_and_backslashes_in_lane(const char* at) {
  const uint8x16_t bytes = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  return four_bits_a_byte(vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('"')), vceqq_u8(bytes, vdupq_n_u8('\\'))));
}
inline LaneMask unprintable_in_lane(const char* at) {
  const uint8x16_t bytes = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  return four_bits_a_byte(vorrq_u8(vcltq_u8(bytes, vdupq_n_u8(0x20)), vcgeq_u8(bytes, vdupq_n_u8(0x7F))));
}
inline std::size_t first_place(LaneMask mask) { return static_cast<unsigned>(std::countr_zero(mask)) / 4; }

#else

using LaneMask = std::uint32_t;

inline LaneMask equal_in_lane(const char* at, char wanted) {
  LaneMask found = 0;
  for (std::size_t i = 0; i < lane_size; ++i) found |= LaneMask{at[i] == wanted} << i;
  return found;
}
inline LaneMask quotes_and_backslashes_in_lane(const char* at) {
  LaneMask found = 0;
  for (std::size_t i = 0; i < lane_size; ++i) found |= LaneMask{at[i] == '"' || at[i] == '\\'} << i;
  return found;
}
inline LaneMask unprintable_in_lane(const char* at) {
  LaneMask found = 0;
  for (std::size_t i = 0; i < lane_size; ++i) found |= LaneMask{at[i] < 0x20 || at[i] > 0x7E} << i;
  return found;
}
inline std::size_t first_place(LaneMask mask) { return static_cast<unsigned>(std::countr_zero(mask)); }

#endif

// The first quote or backslash in two lanes, or where these end.
inline const char* quote_or_backslash_in_two_lanes(const char* at) {
  if (const LaneMask mask = quotes_and_backslashes_in_lane(at); mask != 0) return at + first_place(mask);
  at += lane_size;
  const LaneMask mask = quotes_and_backslashes_in_lane(at);
  return at + (mask != 0 ? first_place(mask) : lane_size);
}

// Whether a byte is among them. Most texts that this is asked of are shorter than a call of memchr() is worth; the last
// lane may overlap the one before it.
inline bool holds(std::string_view text, char wanted) {
  if (text.size() < lane_size) return text.find(wanted) != std::string_view::npos;
  if (text.size() > 4 * lane_size) return std::memchr(text.data(), wanted, text.size()) != nullptr;
  LaneMask found = equal_in_lane(text.data() + text.size() - lane_size, wanted);
  for (std::size_t at = 0; at + lane_size < text.size(); at += lane_size)
    found |= equal_in_lane(text.data() + at, wanted);
  return found != 0;
}

// The first quote or backslash, or the end.
inline const char* quote_or_backslash(const char* at, const char* end) {
  for (; static_cast<std::size_t>(end - at) >= lane_size; at += lane_size) {
    if (const LaneMask mask = quotes_and_backslashes_in_lane(at); mask != 0) return at + first_place(mask);
  }
  while (at != end && *at != '"' && *at != '\\') ++at;
  return at;
}

// Copies up to a backslash or the end, and moves both pointers. It may write up to 15 bytes more.
inline void copy_up_to_backslash(const char*& from, const char* end, char*& to) {
  for (; static_cast<std::size_t>(end - from) >= lane_size; from += lane_size, to += lane_size) {
    std::memcpy(to, from, lane_size);
    if (const LaneMask mask = equal_in_lane(from, '\\'); mask != 0) {
      from += first_place(mask);
      to += first_place(mask);
      return;
    }
  }
  while (from != end && *from != '\\') *to++ = *from++;
}

// Whether a word of up to four bytes stands here, where four may be read.
template <std::size_t Size>
inline bool begins_with(const char* at, const std::array<char, Size>& word) {
  static_assert(Size <= 4);
  std::array<char, 4> wanted{};
  std::array<unsigned char, 4> ones{};
  for (std::size_t i = 0; i < Size; ++i) {
    wanted[i] = word[i];
    ones[i] = 0xFF;
  }
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return (bytes & std::bit_cast<std::uint32_t>(ones)) == std::bit_cast<std::uint32_t>(wanted);
}

}  // namespace offhours::text
