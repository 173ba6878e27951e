#include "rows/masks.hpp"

#include "text/block.hpp"
#include "text/processor.hpp"

namespace offhours::rows {
namespace {

using text::Block;
using text::block_size;

struct Masks {
  std::uint64_t quotes = 0;
  std::uint64_t inside = 0;  // parity of the quotes up to and with each byte
  std::uint64_t commas = 0;
  std::uint64_t line_feeds = 0;
};

// Runs of exactly two quotes, none of them split by the block's end.
bool all_paired(std::uint64_t quotes) {
  const std::uint64_t firsts = quotes & ~(quotes << 1);
  return (quotes ^ firsts) == firsts << 1 && firsts >> 63 == 0;
}

Masks read(const char* bytes) {
  const Block block(bytes);
  Masks masks;
  masks.quotes = block.equal('"');
  masks.inside = text::parity(masks.quotes);
  masks.commas = block.equal(',');
  masks.line_feeds = block.equal('\n');
  return masks;
}

// Separators are commas and line feeds outside of quotes. Counting quotes tells inside from outside, as long as a quote
// opens a cell or stands right behind a closing one (a doubled quote is one closed and opened again):
//
//     bytes       a , " b , c " \n
//     quotes      0 0 1 0 0 0 1 0
//     inside      0 0 1 1 1 1 0 0     parity of the quotes up to here
//     separators  0 1 0 0 0 0 0 1
//
// Returns whether the next block is to be looked at in the same way.
[[gnu::always_inline]] inline bool index_block(const Masks& masks, const char* origin, QuoteState& quotes, Ends& ends) {
  const std::uint64_t inside = masks.inside ^ quotes.inside;
  const std::uint64_t outside = ~inside;
  std::uint64_t line_feeds = masks.line_feeds & outside;
  std::uint64_t separators = line_feeds | (masks.commas & outside);
  const std::uint64_t behind = separators | (masks.quotes & outside);
  const std::uint64_t wrong = masks.quotes & inside & ~(behind << 1 | quotes.may_open);
  quotes.inside = std::uint64_t{0} - (inside >> 63);
  quotes.may_open = behind >> 63;
  if (wrong != 0) {
    quotes.irregular = true;
    const std::uint64_t before = (std::uint64_t{1} << text::first_bit(wrong)) - 1;
    separators &= before;
    line_feeds &= before;
  }
  const bool in_long_cell = separators == 0 && quotes.inside != 0;
  const char** to = ends.cells + ends.cell_count;
  for (; line_feeds != 0; line_feeds &= line_feeds - 1) {
    const std::uint64_t of_row = separators & (line_feeds ^ (line_feeds - 1));
    for (std::uint64_t left = of_row; left != 0; left &= left - 1) *to++ = origin + text::first_bit(left);
    separators ^= of_row;
    ends.rows[ends.row_count++] = static_cast<std::uint32_t>(to - ends.cells) - 1;
  }
  for (; separators != 0; separators &= separators - 1) *to++ = origin + text::first_bit(separators);
  ends.cell_count = static_cast<std::uint32_t>(to - ends.cells);
  return wrong == 0 && !in_long_cell;
}

std::size_t index(const char* blocks, std::size_t count, const char* origin, QuoteState& quotes, Ends& ends) {
  std::size_t seen = 0;
  while (seen < count) {
    const std::size_t at = seen++ * block_size;
    if (!index_block(read(blocks + at), origin + at, quotes, ends)) break;
  }
  return seen;
}

const char* skip_pairs(const char* at, const char* end) {
  while (static_cast<std::size_t>(end - at) >= block_size && all_paired(Block(at).equal('"'))) at += block_size;
  return at;
}

#if defined(__x86_64__)

[[gnu::target("avx2,pclmul,bmi"), gnu::always_inline]] inline Masks read_wide(const char* bytes) {
  const text::WideBlock block(bytes);
  Masks masks;
  masks.quotes = block.equal('"');
  // A product without carries by all ones is the parity of all bits so far.
  const __m128i product =
      _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<long long>(masks.quotes)), _mm_set1_epi8(-1), 0);
  masks.inside = static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
  masks.commas = block.equal(',');
  masks.line_feeds = block.equal('\n');
  return masks;
}

[[gnu::target("avx2,pclmul,bmi")]] const char* skip_pairs_wide(const char* at, const char* end) {
  while (static_cast<std::size_t>(end - at) >= block_size && all_paired(text::WideBlock(at).equal('"')))
    at += block_size;
  return at;
}

[[gnu::target("avx2,pclmul,bmi")]] std::size_t index_wide(const char* blocks, std::size_t count, const char* origin,
                                                          QuoteState& quotes, Ends& ends) {
  // Copies stay in registers.
  QuoteState state = quotes;
  Ends found = ends;
  std::size_t seen = 0;
  while (seen < count) {
    const std::size_t at = seen++ * block_size;
    if (!index_block(read_wide(blocks + at), origin + at, state, found)) break;
  }
  quotes = state;
  ends = found;
  return seen;
}

constexpr MaskReader wide_masks{index_wide, skip_pairs_wide};

#endif

}  // namespace

const MaskReader portable_masks{index, skip_pairs};

const MaskReader& best_masks() {
#if defined(__x86_64__)
  static const bool wide = text::has_avx2() && text::has_carryless_product() && text::has_bit_instructions();
  if (wide) return wide_masks;
#endif
  return portable_masks;
}

}  // namespace offhours::rows
