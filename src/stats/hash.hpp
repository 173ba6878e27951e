// XXH3: boost::hash goes byte by byte over strings in Boost 1.81 and makes the flat containers slower than std's.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <string_view>

namespace offhours::stats {

inline std::uint64_t hash_bytes(std::string_view text, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

}  // namespace offhours::stats
