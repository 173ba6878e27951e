#include "event/escapes.hpp"

#include <cstddef>
#include <cstdint>

#include "text/block.hpp"
#include "text/processor.hpp"

namespace offhours::event {
namespace {

// What is usual, block after block: in an outer string one or three backslashes before a quote, any before an `n`; in
// an inner one three and two.
template <bool Doubled, bool Inner>
class Usual {
 public:
  // The places in a block where something else is or a pair of quotes with only one begins, or the string's end.
  std::uint64_t exceptions(std::uint64_t backslashes, std::uint64_t quotes, std::uint64_t line_feeds,
                           std::uint64_t control) {
    const std::uint64_t one = backslashes << 1 | backslashes_ >> 63;
    const std::uint64_t two = backslashes << 2 | backslashes_ >> 62;
    const std::uint64_t three = two & (backslashes << 3 | backslashes_ >> 61);
    const std::uint64_t four = backslashes << 4 | backslashes_ >> 60;
    const std::uint64_t three_only = three & ~four;
    const std::uint64_t usual =
        Inner ? (quotes & three_only) | (line_feeds & two & ~three) : (quotes & (~two | three_only)) | line_feeds;
    std::uint64_t found = one & ~backslashes & ~usual;
    if constexpr (!Inner) {
      const std::uint64_t firsts = quotes & one;
      const std::uint64_t seconds = Doubled ? firsts << 1 | second_comes_ : 0;
      const std::uint64_t missing = seconds & ~quotes;
      found |= control | (quotes & ~firsts & ~seconds) | missing >> 1;
      if (Doubled) {
        lacks_second_ = (missing & 1) != 0;
        second_comes_ = firsts >> 63;
      }
    }
    backslashes_ = backslashes;
    return found;
  }
  // The last block ended with half a pair, and the next one does not begin with the other half.
  bool lacks_second() const { return lacks_second_; }
  bool second_comes() const { return second_comes_ != 0; }

 private:
  std::uint64_t backslashes_ = 0;   // of the last block
  std::uint64_t second_comes_ = 0;  // 1: the last block ended between the quotes of a pair
  bool lacks_second_ = false;
};

// One block at `at`: false, and `at` moved to where it stops, if that is in it.
template <bool Doubled, bool Inner>
bool pass_block(Usual<Doubled, Inner>& usual, const char*& at, std::uint64_t backslashes, std::uint64_t quotes,
                std::uint64_t line_feeds, std::uint64_t control) {
  const std::uint64_t exceptions = usual.exceptions(backslashes, quotes, line_feeds, control);
  if (usual.lacks_second()) {
    --at;
    return false;
  }
  at += exceptions == 0 ? text::block_size : text::first_bit(exceptions);
  return exceptions == 0;
}

template <bool Doubled, bool Inner>
const char* blocks(const char* at, const char* end) {
  Usual<Doubled, Inner> usual;
  while (static_cast<std::size_t>(end - at) >= text::block_size) {
    const text::Block block(at);
    const std::uint64_t control = Inner ? 0 : block.control();
    if (!pass_block(usual, at, block.equal('\\'), block.equal('"'), block.equal('n'), control)) return at;
  }
  return usual.second_comes() ? at - 1 : at;
}

#if defined(__x86_64__)

template <bool Doubled, bool Inner>
[[gnu::target("avx2")]] const char* wide_blocks(const char* at, const char* end) {
  Usual<Doubled, Inner> usual;
  while (static_cast<std::size_t>(end - at) >= text::block_size) {
    const text::WideBlock block(at);
    const std::uint64_t control = Inner ? 0 : block.control();
    if (!pass_block(usual, at, block.equal('\\'), block.equal('"'), block.equal('n'), control)) return at;
  }
  return usual.second_comes() ? at - 1 : at;
}

#endif

template <bool Doubled, bool Inner>
const char* skip(const char* start, const char* end) {
#if defined(__x86_64__)
  const bool wide = text::has_avx2();
  constexpr std::ptrdiff_t worth_it = 4 * text::block_size;
  const char* at =
      wide && end - start >= worth_it ? wide_blocks<Doubled, Inner>(start, end) : blocks<Doubled, Inner>(start, end);
#else
  const char* at = blocks<Doubled, Inner>(start, end);
#endif
  // Back to where the backslashes begin that go with what stands here.
  while (at != start && at[-1] == '\\') --at;
  return at;
}

}  // namespace

template <bool Doubled>
const char* skip_usual(const char* at, const char* end) {
  return skip<Doubled, false>(at, end);
}
template <bool Doubled>
const char* skip_usual_inner(const char* at, const char* end) {
  return skip<Doubled, true>(at, end);
}
template const char* skip_usual<false>(const char*, const char*);
template const char* skip_usual<true>(const char*, const char*);
template const char* skip_usual_inner<false>(const char*, const char*);
template const char* skip_usual_inner<true>(const char*, const char*);

}  // namespace offhours::event
