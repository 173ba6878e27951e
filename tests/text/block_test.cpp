#include "text/block.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "text/processor.hpp"

namespace offhours::test {
namespace {

using namespace text;

// 64 bytes, many of them alike and near the bounds of what is asked for.
std::string random_block(std::mt19937& random) {
  constexpr std::string_view frequent("\"\\,\n\x1F\x20\x7F\x80\xFF\0", 10);
  std::string bytes;
  while (bytes.size() < block_size) {
    bytes += random() % 2 == 0 ? frequent[random() % frequent.size()] : static_cast<char>(random() % 256);
  }
  return bytes;
}

template <typename Test>
std::uint64_t mask_of(const std::string& bytes, Test test) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) mask |= std::uint64_t{test(bytes[i])} << i;
  return mask;
}

TEST(Blocks, MasksAreWhatABytewiseLookSays) {
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    const std::string bytes = random_block(random);
    const Block block(bytes.data());
    const char wanted = bytes[random() % bytes.size()];
    ASSERT_EQ(block.equal(wanted), mask_of(bytes, [=](char c) { return c == wanted; }));
    ASSERT_EQ(block.control(), mask_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
  }
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void compare_wide(const std::string& bytes, char wanted) {
  const WideBlock wide(bytes.data());
  const Block block(bytes.data());
  ASSERT_EQ(wide.equal(wanted), block.equal(wanted));
  ASSERT_EQ(wide.control(), block.control());
}

TEST(Blocks, WideOnesSayTheSame) {
  if (!has_avx2()) GTEST_SKIP() << "this processor has no AVX2";
  std::mt19937 random(8);
  for (int round = 0; round < 5000; ++round) {
    const std::string bytes = random_block(random);
    compare_wide(bytes, bytes[random() % bytes.size()]);
  }
}
#endif

TEST(Blocks, ParityIsThatOfAllBitsSoFar) {
  std::mt19937_64 random(9);
  for (int round = 0; round < 1000; ++round) {
    const std::uint64_t bits = random() & random();
    std::uint64_t expected = 0;
    bool odd = false;
    for (std::size_t i = 0; i < 64; ++i) {
      odd = odd != ((bits >> i & 1) != 0);
      expected |= std::uint64_t{odd} << i;
    }
    ASSERT_EQ(parity(bits), expected);
  }
}

}  // namespace
}  // namespace offhours::test
