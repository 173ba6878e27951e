// XXH3. boost::hash goes byte by byte over strings in Boost 1.81 and makes the flat containers slower than std's.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "text/ascii.hpp"

namespace offhours::text {

inline std::uint64_t hash(std::string_view bytes, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

// 128 bits over texts that are given one after the other; as text 32 hexadecimal digits. The same everywhere.
class Digest {
 public:
  Digest() { XXH3_128bits_reset(&state_); }
  void add(std::string_view bytes) { XXH3_128bits_update(&state_, bytes.data(), bytes.size()); }
  std::string text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(&state_);
    std::string out;
    for (const std::uint64_t half : {hash.high64, hash.low64}) {
      for (int shift = 60; shift >= 0; shift -= 4) out += lower_hex_digits[half >> shift & 15];
    }
    return out;
  }

 private:
  XXH3_state_t state_;
};

}  // namespace offhours::text
