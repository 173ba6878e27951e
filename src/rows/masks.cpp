#include "rows/masks.hpp"

#include "text/block.hpp"
#include "text/processor.hpp"

namespace offhours::rows {
namespace {

using text::Block;
using text::block_size;

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

const char* skip_pairs(const char* at, const char* end) {
  while (static_cast<std::size_t>(end - at) >= block_size && all_paired(Block(at).equal('"'))) at += block_size;
  return at;
}

#if defined(__x86_64__)

[[gnu::target("avx2,pclmul")]] Masks read_wide(const char* bytes) {
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

[[gnu::target("avx2,pclmul")]] const char* skip_pairs_wide(const char* at, const char* end) {
  while (static_cast<std::size_t>(end - at) >= block_size && all_paired(text::WideBlock(at).equal('"')))
    at += block_size;
  return at;
}

constexpr MaskReader wide_masks{read_wide, skip_pairs_wide};

#endif

}  // namespace

const MaskReader portable_masks{read, skip_pairs};

const MaskReader& best_masks() {
#if defined(__x86_64__)
  static const bool wide = text::has_avx2() && text::has_carryless_product();
  if (wide) return wide_masks;
#endif
  return portable_masks;
}

}  // namespace offhours::rows
