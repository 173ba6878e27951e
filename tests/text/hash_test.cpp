#include "text/hash.hpp"

#include <gtest/gtest.h>

namespace offhours::text {
namespace {

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
}  // namespace offhours::text
