#include "rows/masks.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "text/block.hpp"

namespace offhours::test {
namespace {

using namespace rows;

using text::block_size;

std::string random_bytes(std::mt19937& random, std::size_t size) {
  // Pairs of quotes now and then, else anything, quotes and separators often.
  constexpr std::string_view frequent = "\"\",\n\\x";
  std::string bytes;
  while (bytes.size() < size) {
    switch (random() % 4) {
      case 0: bytes += "\"\""; break;
      case 1: bytes += static_cast<char>(random() % 256); break;
      case 2: bytes += frequent[random() % frequent.size()]; break;
      default: bytes += std::string(random() % 20, 'y'); break;
    }
  }
  bytes.resize(size);
  return bytes;
}

// Byte by byte, what each mask means.
Masks obvious_masks(std::string_view block) {
  Masks masks;
  bool inside = false;
  for (std::size_t i = 0; i < block_size; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (block[i] == '"') {
      masks.quotes |= bit;
      inside = !inside;
    }
    if (inside) masks.inside |= bit;
    if (block[i] == ',') masks.commas |= bit;
    if (block[i] == '\n') masks.line_feeds |= bit;
  }
  return masks;
}

bool all_in_pairs(std::string_view block) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    if (block[i] != '"') continue;
    std::size_t run = 0;
    while (i + run < block.size() && block[i + run] == '"') ++run;
    if (run != 2) return false;
    i += run;
  }
  return true;
}

TEST(Masks, AreWhatABytewiseLookSays) {
  std::mt19937 random(64);
  for (int round = 0; round < 20000; ++round) {
    const std::string block = random_bytes(random, block_size);
    const Masks expected = obvious_masks(block);
    for (const MaskReader* reader : {&portable_masks, &best_masks()}) {
      const Masks masks = reader->read(block.data());
      ASSERT_EQ(masks.quotes, expected.quotes) << block;
      ASSERT_EQ(masks.inside, expected.inside) << block;
      ASSERT_EQ(masks.commas, expected.commas) << block;
      ASSERT_EQ(masks.line_feeds, expected.line_feeds) << block;
    }
  }
}

TEST(Masks, PassBlocksWithPairedQuotesOnly) {
  std::mt19937 random(65);
  for (int round = 0; round < 5000; ++round) {
    std::string body;
    // Blocks that are passed, then any.
    for (std::size_t i = random() % 4; i > 0; --i) body += std::string(30, 'x') + "\"\"" + std::string(32, 'y');
    body += random_bytes(random, random() % 200);
    std::size_t expected = 0;
    while (body.size() - expected >= block_size && all_in_pairs(std::string_view(body).substr(expected, block_size))) {
      expected += block_size;
    }
    for (const MaskReader* reader : {&portable_masks, &best_masks()}) {
      const char* const at = reader->skip_pairs(body.data(), body.data() + body.size());
      ASSERT_EQ(at - body.data(), static_cast<std::ptrdiff_t>(expected)) << body;
    }
  }
}

}  // namespace
}  // namespace offhours::test
