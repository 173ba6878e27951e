// What the row reader looks for in 64 bytes. Wider instructions than every x86_64 has are used where the processor has
// them: rows are the one thing that is done to each byte.
#pragma once

#include <cstdint>

namespace offhours::rows {

struct Masks {
  std::uint64_t quotes = 0;
  std::uint64_t inside = 0;  // parity of the quotes up to and with each byte
  std::uint64_t commas = 0;
  std::uint64_t line_feeds = 0;
};

struct MaskReader {
  Masks (*read)(const char* block);
  // The first block from `at` on, in steps of a block, in which not every quote is one of a pair, or that does not end
  // before `end`.
  const char* (*skip_pairs)(const char* at, const char* end);
};

extern const MaskReader portable_masks;
// The fastest that this processor runs.
const MaskReader& best_masks();

}  // namespace offhours::rows
