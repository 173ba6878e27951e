#include "text/hash.hpp"

#include <gtest/gtest.h>

#include <set>

#include "colliding.hpp"

namespace offhours::test {
namespace {

using namespace text;

std::size_t distinct_hashes(std::string_view behind) {
  std::set<std::uint64_t> hashes;
  for (const std::string& text : colliding_texts(10000)) hashes.insert(hash(text + std::string(behind)));
  return hashes.size();
}

TEST(Hash, TextsThatCollideUnderOneSeedDoNotUnderAnother) {
  for (const std::string_view behind : {std::string_view(), std::string_view("\0\0", 2)}) {
    {
      const WithSeed seed(0);
      EXPECT_EQ(distinct_hashes(behind), 1U);
    }
    EXPECT_EQ(distinct_hashes(behind), 10000U);
  }
}

TEST(Hash, DependsOnTheSeedAtEveryLength) {
  for (std::size_t size = 1; size < 600; ++size) {
    const std::string text(size, 'x');
    std::set<std::uint64_t> hashes;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const WithSeed with(seed);
      hashes.insert(hash(text));
    }
    ASSERT_EQ(hashes.size(), 20U) << size;
  }
}

TEST(Hash, OfATextInGroupsIsAnotherInEach) {
  const std::string text(300, 'x');
  std::set<std::uint64_t> hashes;
  for (std::uint32_t group = 0; group < 10000; ++group) hashes.insert(hash(text, group));
  EXPECT_EQ(hashes.size(), 10000U);
}

TEST(Digest, DoesNotDependOnTheSeed) {
  std::set<std::string> texts;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const WithSeed with(seed);
    Digest digest;
    digest.add("offhours_schedules.csv");
    texts.insert(digest.text());
  }
  EXPECT_EQ(texts.size(), 1U);
}

TEST(Digest, IsTheSameInAnyPieces) {
  Digest whole;
  whole.add("one, two and three");
  Digest pieces;
  for (const char* piece : {"one", ", two ", "", "and three"}) pieces.add(piece);
  EXPECT_EQ(whole.text(), pieces.text());
  EXPECT_EQ(whole.text().size(), 32U);
  EXPECT_EQ(Digest().text(), "99aa06d3014798d86001c324468d497f");  // XXH3's own for nothing
}

}  // namespace
}  // namespace offhours::test
