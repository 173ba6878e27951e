// XXH3, for looking texts up and for the policy's digest.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <string_view>

namespace offhours::policy {

inline std::uint64_t hash_bytes(std::string_view text, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

}  // namespace offhours::policy
