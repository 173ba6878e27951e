// XXH3: boost::hash goes byte by byte over strings in Boost 1.81 and makes the flat containers slower than std's.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace offhours::stats {

inline std::uint64_t hash_bytes(std::string_view text, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

// Memory of a flat set of 32-bit ids. Shortly before it is full, the one of twice the size counts too: both are there
// while it moves.
inline std::size_t set_bytes(std::size_t buckets, std::size_t size) {
  const std::size_t bytes = buckets * (sizeof(std::uint32_t) + 1);
  return size * 8 > buckets * 6 ? 3 * bytes : bytes;
}

}  // namespace offhours::stats
