// Texts that all have one hash under seed 0, as somebody who knows the seed can write them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "text/hash.hpp"

namespace offhours::test {

// XXH3 multiplies eight bytes, combined with a constant, by the next eight: where the first are that constant the
// product is 0, whatever the second are. These texts have the constants of their own length, 32, and of a group key
// that is made of one of them, 34. At most 65,025.
inline std::vector<std::string> colliding_texts(std::size_t count) {
  const auto constant = [](std::size_t at) {
    return std::string(reinterpret_cast<const char*>(XXH3_kSecret) + at, sizeof(std::uint64_t));
  };
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text = constant(0);
    text += static_cast<char>(1 + i % 255);
    text += static_cast<char>(1 + i / 255);
    text += constant(56);
    texts.push_back(text + std::string(14, 'x'));
  }
  return texts;
}

// Hashes by that seed while it lives, and by seed 1 afterwards.
class WithSeed {
 public:
  explicit WithSeed(std::uint64_t seed) { text::set_hash_seed(seed); }
  WithSeed(const WithSeed&) = delete;
  WithSeed& operator=(const WithSeed&) = delete;
  ~WithSeed() { text::set_hash_seed(1); }
};

}  // namespace offhours::test
