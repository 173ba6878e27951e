// XXH3. boost::hash goes byte by byte over strings in Boost 1.81 and makes the flat containers slower than std's.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/ascii.hpp"

namespace offhours::text {

// What hash() starts from. Every process draws its own at random when it starts, since texts that collide under a known
// one can be written by the thousand, and each more would cost a look at all before. No result depends on it.
struct HashKey {
  std::uint64_t seed;                                      // for texts of up to 240 bytes
  std::array<unsigned char, XXH3_SECRET_SIZE_MIN> secret;  // for longer ones
};
extern HashKey process_hash_key;

// For tests that two seeds give one answer. Called before anything is hashed.
void set_hash_seed(std::uint64_t seed);

inline std::uint64_t hash(std::string_view bytes) {
  const HashKey& key = process_hash_key;
  return XXH3_64bits_withSecretandSeed(bytes.data(), bytes.size(), key.secret.data(), key.secret.size(), key.seed);
}
// Of a text that belongs to the group of that number.
inline std::uint64_t hash(std::string_view bytes, std::uint32_t group) {
  constexpr std::uint64_t golden_ratio = 0x9E37'79B9'7F4A'7C15U;
  return hash(bytes) ^ group * golden_ratio;
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
