#include "rows/masks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

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

// What index() appends of some blocks, as places in them, block after block; `+` is a cell's end and `;` a row's.
struct Indexed {
  std::size_t blocks = 0;
  std::string ends;
  bool irregular = false;
  bool operator==(const Indexed&) const = default;
};

Indexed index_of(const MaskReader& reader, std::string_view bytes) {
  std::vector<const char*> cells(bytes.size());
  std::vector<std::uint32_t> rows(bytes.size());
  Ends ends{cells.data(), rows.data(), 0, 0};
  QuoteState quotes;
  Indexed found;
  found.blocks = reader.index(bytes.data(), bytes.size() / block_size, bytes.data(), quotes, ends);
  found.irregular = quotes.irregular;
  std::uint32_t row = 0;
  for (std::uint32_t i = 0; i < ends.cell_count; ++i) {
    const bool ends_row = row < ends.row_count && rows[row] == i;
    if (ends_row) ++row;
    found.ends += std::to_string(cells[i] - bytes.data()) + (ends_row ? ';' : '+');
  }
  EXPECT_EQ(row, ends.row_count);
  return found;
}

// The same byte by byte: a quote opens a cell, stands behind a closing one, or is the first that may not stand there.
Indexed obvious_index(std::string_view bytes) {
  Indexed found;
  bool inside = false;
  bool may_open = true;
  while ((found.blocks + 1) * block_size <= bytes.size() && !found.irregular) {
    const std::size_t start = found.blocks++ * block_size;
    bool ended = false;
    for (std::size_t i = start; i < start + block_size && !found.irregular; ++i) {
      const char c = bytes[i];
      const bool separator = !inside && (c == ',' || c == '\n');
      if (separator) found.ends += std::to_string(i) + (c == '\n' ? ';' : '+');
      ended |= separator;
      if (c == '"' && !inside && !may_open) found.irregular = true;
      may_open = separator || (c == '"' && inside);
      if (c == '"') inside = !inside;
    }
    if (!ended && inside) break;
  }
  return found;
}

TEST(Masks, IndexWhereCellsAndRowsEnd) {
  std::mt19937 random(66);
  std::size_t rows = 0;
  std::size_t irregular = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string body;
    while (body.size() < 4 * block_size) {
      switch (random() % 5) {
        case 0: body += "\"" + std::string(random() % 90, 'x') + "\"\"" + ",\n\","; break;
        case 1: body += std::string(random() % 12, 'y') + ','; break;
        case 2: body += std::string(random() % 12, 'z') + "\r\n"; break;
        case 3: body += ","; break;
        default: body += random() % 20 == 0 ? random_bytes(random, 8) : "\n"; break;
      }
    }
    const Indexed expected = obvious_index(body);
    ASSERT_EQ(index_of(portable_masks, body), expected) << body;
    ASSERT_EQ(index_of(best_masks(), body), expected) << body;
    rows += static_cast<std::size_t>(std::ranges::count(expected.ends, ';'));
    irregular += expected.irregular ? 1 : 0;
  }
  EXPECT_GT(rows, 1000U);
  EXPECT_GT(irregular, 100U);
}

}  // namespace
}  // namespace offhours::test
