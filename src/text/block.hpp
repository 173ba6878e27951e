// 64 bytes at a time: which of them equal a byte, as a mask whose lowest bit is the first byte. SSE2 and NEON are part
// of every x86_64 and aarch64; WideBlock is for the few places where it pays to ask the processor for more.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace offhours::text {

constexpr std::size_t block_size = 64;

#if defined(__SSE2__)

class Block {
 public:
  explicit Block(const char* bytes)
      : a_(load(bytes)), b_(load(bytes + 16)), c_(load(bytes + 32)), d_(load(bytes + 48)) {}

  std::uint64_t equal(char c) const {
    const __m128i wanted = _mm_set1_epi8(c);
    return mask([wanted](__m128i lane) { return _mm_cmpeq_epi8(lane, wanted); });
  }
  // Bytes below 0x20.
  std::uint64_t control() const {
    const __m128i most = _mm_set1_epi8(0x1F);
    return mask([most](__m128i lane) { return _mm_cmpeq_epi8(_mm_min_epu8(lane, most), lane); });
  }

 private:
  static __m128i load(const char* bytes) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)); }
  static std::uint64_t bits(__m128i lane) { return static_cast<std::uint32_t>(_mm_movemask_epi8(lane)); }
  template <typename Test>
  std::uint64_t mask(Test test) const {
    return bits(test(a_)) | bits(test(b_)) << 16 | bits(test(c_)) << 32 | bits(test(d_)) << 48;
  }
  __m128i a_, b_, c_, d_;
};

#elif defined(__aarch64__)

class Block {
 public:
  explicit Block(const char* bytes)
      : a_(load(bytes)), b_(load(bytes + 16)), c_(load(bytes + 32)), d_(load(bytes + 48)) {}

  std::uint64_t equal(char c) const {
    const uint8x16_t wanted = vdupq_n_u8(static_cast<std::uint8_t>(c));
    return mask([wanted](uint8x16_t lane) { return vceqq_u8(lane, wanted); });
  }
  std::uint64_t control() const {
    const uint8x16_t limit = vdupq_n_u8(0x20);
    return mask([limit](uint8x16_t lane) { return vcltq_u8(lane, limit); });
  }

 private:
  static uint8x16_t load(const char* bytes) { return vld1q_u8(reinterpret_cast<const std::uint8_t*>(bytes)); }
  // One bit of weight for each place in a group of eight, then pairs added up until eight bytes are left.
  template <typename Test>
  std::uint64_t mask(Test test) const {
    constexpr std::array<std::uint8_t, 16> weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weight = vld1q_u8(weights.data());
    const uint8x16_t low = vpaddq_u8(vandq_u8(test(a_), weight), vandq_u8(test(b_), weight));
    const uint8x16_t high = vpaddq_u8(vandq_u8(test(c_), weight), vandq_u8(test(d_), weight));
    const uint8x16_t sums = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
  }
  uint8x16_t a_, b_, c_, d_;
};

#else

class Block {
 public:
  explicit Block(const char* bytes) : bytes_(bytes) {}
  std::uint64_t equal(char c) const {
    return mask([c](char byte) { return byte == c; });
  }
  std::uint64_t control() const {
    return mask([](char byte) { return static_cast<unsigned char>(byte) < 0x20; });
  }

 private:
  template <typename Test>
  std::uint64_t mask(Test test) const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < block_size; ++i) bits |= std::uint64_t{test(bytes_[i])} << i;
    return bits;
  }
  const char* bytes_;
};

#endif

#if defined(__x86_64__)

// The same with AVX2, for functions that are compiled for it and called only where has_avx2() of processor.hpp says so.
class WideBlock {
 public:
  [[gnu::target("avx2")]] explicit WideBlock(const char* bytes) : low_(load(bytes)), high_(load(bytes + 32)) {}

  [[gnu::target("avx2")]] std::uint64_t equal(char c) const {
    const __m256i wanted = _mm256_set1_epi8(c);
    return mask(_mm256_cmpeq_epi8(low_, wanted), _mm256_cmpeq_epi8(high_, wanted));
  }
  [[gnu::target("avx2")]] std::uint64_t control() const {
    const __m256i most = _mm256_set1_epi8(0x1F);
    return mask(_mm256_cmpeq_epi8(_mm256_min_epu8(low_, most), low_),
                _mm256_cmpeq_epi8(_mm256_min_epu8(high_, most), high_));
  }

 private:
  [[gnu::target("avx2")]] static __m256i load(const char* bytes) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  }
  [[gnu::target("avx2")]] static std::uint64_t mask(__m256i low, __m256i high) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
           std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(high))} << 32;
  }
  __m256i low_, high_;
};

#endif

// Each bit becomes the parity of the bits up to and with it: set from an opening quote to just before its closing one.
constexpr std::uint64_t parity(std::uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

inline std::size_t first_bit(std::uint64_t bits) { return static_cast<std::size_t>(std::countr_zero(bits)); }

}  // namespace offhours::text
