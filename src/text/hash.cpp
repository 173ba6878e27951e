#include "text/hash.hpp"

#include <sys/auxv.h>
#include <sys/random.h>

#include <cstring>

namespace offhours::text {
namespace {

HashKey key_of(std::uint64_t seed) {
  HashKey key{seed, {}};
  XXH3_generateSecret(key.secret.data(), key.secret.size(), &seed, sizeof seed);
  return key;
}

std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == static_cast<ssize_t>(sizeof seed)) return seed;
  // A kernel that has no such call still hands each process sixteen random bytes.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the system hands addresses over as numbers
  const auto* const bytes = reinterpret_cast<const char*>(getauxval(AT_RANDOM));
  if (bytes != nullptr) std::memcpy(&seed, bytes, sizeof seed);
  return seed;
}

}  // namespace

HashKey process_hash_key = key_of(random_seed());

void set_hash_seed(std::uint64_t seed) { process_hash_key = key_of(seed); }

}  // namespace offhours::text
