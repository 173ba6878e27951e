// What the row reader looks for in 64 bytes. Wider instructions than every x86_64 has are used where the processor has
// them: rows are the one thing that is done to each byte.
#pragma once

#include <cstddef>
#include <cstdint>

namespace offhours::rows {

// How the bytes before the next block ended.
struct QuoteState {
  std::uint64_t inside = 0;    // all ones: inside quotes
  std::uint64_t may_open = 1;  // a quote may stand first
  bool irregular = false;      // a quote stood where none may, behind the ends that were found
};

// Where cells end, and which of these ends are those of rows, as places in the first list. Both grow at their end.
struct Ends {
  const char** cells = nullptr;
  std::uint32_t* rows = nullptr;
  std::uint32_t cell_count = 0;
  std::uint32_t row_count = 0;
};

struct MaskReader {
  // Appends what ends in a run of blocks, of which the first stands at `origin` in the body. Stops behind a block in
  // which nothing ends and that ends inside quotes, and behind a quote where none may stand. Returns how many blocks it
  // has seen.
  std::size_t (*index)(const char* blocks, std::size_t count, const char* origin, QuoteState& quotes, Ends& ends);
  // The first block from `at` on, in steps of a block, in which not every quote is one of a pair, or that does not end
  // before `end`.
  const char* (*skip_pairs)(const char* at, const char* end);
};

extern const MaskReader portable_masks;
// The fastest that this processor runs.
const MaskReader& best_masks();

}  // namespace offhours::rows
