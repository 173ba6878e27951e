// A quote ends a string unless a backslash escapes it, and a backslash escapes only if none escapes it: what counts is
// whether the run of backslashes before the quote is of odd length. 64 bytes are looked at at a time, as masks with a
// bit for each byte. Drawn with the first byte on the left:
//
//     bytes         x \ " \ \ " , \ \ \ " y
//     place         0 1 2 3 4 5 6 7 8 9 a b
//     backslashes   . 1 . 1 1 . . 1 1 1 . .
//     starts        . 1 . 1 . . . 1 . . . .      of runs
//     behind        . . 1 . . 1 . . . . 1 .      the byte behind each run
//
// To tell odd runs from even ones, the starts at odd places are added to the backslashes. The carry runs through such
// a run and comes out behind it; a run that starts at an even place stays as it is. So the bit behind a run says where
// it started, and its own place says where it ended:
//
//     sum           . . 1 . . 1 . . . . 1 .      all three runs start at odd places here
//     odd places    . 1 . 1 . 1 . 1 . 1 . 1
//     sum ^ odd     . 1 1 1 . . . 1 . 1 1 1
//     escaped       . . 1 . . . . . . . 1 .      behind & (sum ^ odd)
//
// A run may go on in the next block: the sum's last carry says that it was of odd length so far, from an odd place,
// and then the next block's first byte is escaped. (A run from an even place up to the block's end is even.)
//
// A text inside a string is escaped once more. Each backslash of the inner text is two, and a quote has one of its own:
//
//     inner text    "       \"          \\"
//     as written    \"      \\\"        \\\\\"
//     backslashes   1       3           5           1 modulo 4: the quote ends an inner string; 3: it does not
//
// Blocks tell runs of three, which most quotes of an inner text have, from all others; the others are counted. Runs
// that are counted are not passed again, so a text of nothing but backslashes costs no more than any other.
#include "event/string_end.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "event/quoting.hpp"
#include "text/block.hpp"
#include "text/processor.hpp"

namespace offhours::event {
namespace {

// The places to look at in a string of a text that is no inner one: quotes that may end it.
template <bool Doubled>
class OuterStops {
 public:
  static constexpr bool wants_us = false;

  std::uint64_t in(std::uint64_t backslashes, std::uint64_t quotes, std::uint64_t) {
    const std::uint64_t escaped = quotes & escaped_in(backslashes);
    if constexpr (!Doubled) return quotes & ~escaped;
    // An escaped quote is a pair too: its second half ends nothing, and has to be there.
    const std::uint64_t seconds = escaped << 1 | second_comes_;
    second_comes_ = escaped >> 63;
    return (quotes & ~escaped) ^ seconds;
  }

 private:
  std::uint64_t escaped_in(std::uint64_t backslashes) {
    constexpr std::uint64_t odd_places = 0xAAAA'AAAA'AAAA'AAAAU;
    const std::uint64_t first = first_is_escaped_;
    backslashes &= ~first;
    const std::uint64_t behind = backslashes << 1;
    const std::uint64_t odd_starts = backslashes & ~behind & odd_places;
    const std::uint64_t sum = backslashes + odd_starts;
    first_is_escaped_ = sum < odd_starts ? 1 : 0;
    return (behind & (sum ^ odd_places)) | first;
  }

  std::uint64_t first_is_escaped_ = 0;  // the next block's first byte; a bit
  std::uint64_t second_comes_ = 0;      // Doubled: it is the second half of an escaped quote; a bit
};

// The places to look at in a string of an inner text: quotes behind any number of backslashes but three, and what may
// be an escape by code, which can stand for a quote or a backslash.
class InnerStops {
 public:
  static constexpr bool wants_us = true;

  std::uint64_t in(std::uint64_t backslashes, std::uint64_t quotes, std::uint64_t us) {
    const std::uint64_t one = backslashes << 1 | last_ >> 63;
    const std::uint64_t two = one & (backslashes << 2 | last_ >> 62);
    const std::uint64_t three = two & (backslashes << 3 | last_ >> 61);
    const std::uint64_t four = three & (backslashes << 4 | last_ >> 60);
    last_ = backslashes;
    return (quotes & one & ~(three & ~four)) | (us & one & ~(two & ~three));
  }

 private:
  std::uint64_t last_ = 0;  // the backslashes of the block before
};

// The first place to look at, or the end; null if the text ends between the halves of a pair.
template <typename Stops>
const char* first_stop_by_blocks(const char* at, const char* end, Stops stops) {
  for (; static_cast<std::size_t>(end - at) >= text::block_size; at += text::block_size) {
    const text::Block block(at);
    const std::uint64_t found = stops.in(block.equal('\\'), block.equal('"'), Stops::wants_us ? block.equal('u') : 0);
    if (found != 0) return at + text::first_bit(found);
  }
  const auto left = static_cast<std::size_t>(end - at);
  std::array<char, text::block_size> last{};
  if (left != 0) std::memcpy(last.data(), at, left);
  const text::Block block(last.data());
  const std::uint64_t found = stops.in(block.equal('\\'), block.equal('"'), Stops::wants_us ? block.equal('u') : 0);
  if (found == 0) return end;
  return text::first_bit(found) < left ? at + text::first_bit(found) : nullptr;
}

#if defined(__x86_64__)

template <typename Stops>
[[gnu::target("avx2")]] const char* first_stop_by_wide_blocks(const char* at, const char* end) {
  Stops stops;
  for (; static_cast<std::size_t>(end - at) >= text::block_size; at += text::block_size) {
    const text::WideBlock block(at);
    const std::uint64_t found = stops.in(block.equal('\\'), block.equal('"'), Stops::wants_us ? block.equal('u') : 0);
    if (found != 0) return at + text::first_bit(found);
  }
  return first_stop_by_blocks(at, end, stops);
}

template <typename Stops>
const char* first_stop(const char* at, const char* end) {
  constexpr std::ptrdiff_t worth_it = 4 * text::block_size;
  return end - at >= worth_it && text::has_avx2() ? first_stop_by_wide_blocks<Stops>(at, end)
                                                  : first_stop_by_blocks(at, end, Stops());
}

#else

template <typename Stops>
const char* first_stop(const char* at, const char* end) {
  return first_stop_by_blocks(at, end, Stops());
}

#endif

template <typename Quoting>
const char* outer_string_end(const char* at, const char* end) {
  const char* const stop = first_stop<OuterStops<Quoting::is_doubled>>(at, end);
  if (!Quoting::is_doubled || stop == end || stop == nullptr) return stop;
  return *stop == '"' && is_whole_quote<Quoting>(stop, end) ? stop : nullptr;
}

template <typename Quoting>
const char* inner_string_end(const char* const start, const char* end) {
  for (const char* at = start;;) {
    const char* const stop = first_stop<InnerStops>(at, end);
    if (stop == end) return end;
    const char* run = stop;
    while (run != start && run[-1] == '\\') --run;
    const auto backslashes = stop - run;
    if (*stop == 'u' && backslashes % 2 != 0) return nullptr;
    if (*stop == '"' && backslashes % 4 == 1) return stop - 1;
    at = stop + 1;
  }
}

}  // namespace

template <typename Quoting>
const char* string_end(const char* at, const char* end) {
  if constexpr (Quoting::is_inner) return inner_string_end<Quoting>(at, end);
  return outer_string_end<Quoting>(at, end);
}

template <typename Quoting>
const char* container_end(const char* at, const char* end) {
  for (std::size_t brackets = 0; at != end; ++at) {
    if (*at == '{' || *at == '[') ++brackets;
    if ((*at == '}' || *at == ']') && --brackets == 0) return at;
    if (*at != Quoting::quote.front()) continue;
    if (!is_whole_quote<Quoting>(at, end)) return nullptr;
    const char* const closing = string_end<Quoting>(at + Quoting::quote.size(), end);
    if (closing == nullptr || closing == end) return closing;
    at = closing + (Quoting::quote.size() - 1);
  }
  return end;
}

template const char* string_end<PlainQuotes>(const char*, const char*);
template const char* string_end<DoubledQuotes>(const char*, const char*);
template const char* string_end<EscapedQuotes>(const char*, const char*);
template const char* string_end<EscapedDoubledQuotes>(const char*, const char*);

template const char* container_end<PlainQuotes>(const char*, const char*);
template const char* container_end<DoubledQuotes>(const char*, const char*);
template const char* container_end<EscapedQuotes>(const char*, const char*);
template const char* container_end<EscapedDoubledQuotes>(const char*, const char*);

}  // namespace offhours::event
