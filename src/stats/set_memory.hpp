// Memory of a flat set of 32-bit ids.
#pragma once

#include <cstddef>
#include <cstdint>

namespace offhours::stats {

// Shortly before it is full, the one of twice the size counts too: both are there while it moves.
inline std::size_t set_bytes(std::size_t buckets, std::size_t size) {
  const std::size_t bytes = buckets * (sizeof(std::uint32_t) + 1);
  return size * 8 > buckets * 6 ? 3 * bytes : bytes;
}

}  // namespace offhours::stats
