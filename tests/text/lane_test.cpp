#include "text/lane.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace offhours::test {
namespace {

using namespace text;

std::string random_bytes(std::mt19937& random, std::size_t size) {
  constexpr std::string_view frequent("\"\\%\x1F\x20\x7E\x7F\x80\xFF\0", 10);
  std::string bytes(size, 'x');
  for (char& c : bytes) {
    if (random() % 8 == 0) c = random() % 2 == 0 ? frequent[random() % frequent.size()] : static_cast<char>(random());
  }
  return bytes;
}

// The first place of a mask, or the lane's size.
std::size_t first_of(LaneMask mask) { return mask == 0 ? lane_size : first_place(mask); }
template <typename Test>
std::size_t first_of(const std::string& bytes, Test test) {
  return static_cast<std::size_t>(std::ranges::find_if(bytes, test) - bytes.begin());
}

TEST(Lanes, FindTheFirstByteOfAKind) {
  std::mt19937 random(16);
  for (int round = 0; round < 20000; ++round) {
    const std::string bytes = random_bytes(random, lane_size);
    const char wanted = bytes[random() % lane_size];
    ASSERT_EQ(first_of(equal_in_lane(bytes.data(), wanted)), bytes.find(wanted));
    ASSERT_EQ(first_of(unprintable_in_lane(bytes.data())),
              first_of(bytes, [](char c) { return c < '\x20' || c > '\x7E'; }));
    ASSERT_EQ(first_of(quotes_and_backslashes_in_lane(bytes.data())),
              first_of(bytes, [](char c) { return c == '"' || c == '\\'; }));
  }
}

TEST(Lanes, KnowWhetherATextHoldsAByte) {
  std::mt19937 random(17);
  for (int round = 0; round < 50000; ++round) {
    const std::string text = random_bytes(random, random() % 100);
    for (const char wanted : {'"', 'x', '\0', '\xFF'}) {
      ASSERT_EQ(holds(text, wanted), text.find(wanted) != std::string::npos) << text.size() << " bytes";
    }
  }
}

}  // namespace
}  // namespace offhours::test
