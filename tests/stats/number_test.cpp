#include "stats/number.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace offhours::test {
namespace {

using namespace stats;

std::string sum(const std::vector<std::string>& texts) {
  ExactSum total;
  for (const std::string& text : texts) total.add(text);
  return total.text();
}

TEST(ExactSum, AddsDecimals) {
  EXPECT_EQ(sum({}), "0");
  EXPECT_EQ(sum({"0.1", "0.2"}), "0.3");
  EXPECT_EQ(sum({"1e3", "1"}), "1001");
  EXPECT_EQ(sum({"1.50", "-0.5"}), "1");
  EXPECT_EQ(sum({"-0.05"}), "-0.05");
  EXPECT_EQ(sum({"1e30", "1e-30", "-1e30"}), "0.000000000000000000000000000001");
  EXPECT_EQ(sum({"9007199254740993", "1"}), "9007199254740994");
}

TEST(ExactSum, LeavesOutWhatIsNoNumber) {
  ExactSum total;
  for (const char* text : {"x", "", "1e401", "1e-401"}) EXPECT_FALSE(total.add(text)) << text;
  EXPECT_FALSE(total.add(std::string(401, '1')));
  EXPECT_TRUE(total.add("5"));
  EXPECT_EQ(total.text(), "5");
}

TEST(ExactSum, DoesNotDependOnTheOrder) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) {
    texts.push_back((random() % 2 == 0 ? "-" : "") + std::to_string(random() % 1000) + "." +
                    std::to_string(random() % 1000) + "e" + std::to_string(static_cast<int>(random() % 60) - 30));
  }
  const std::string expected = sum(texts);
  for (int round = 0; round < 20; ++round) {
    std::ranges::shuffle(texts, random);
    ExactSum left;
    ExactSum right;
    for (std::size_t i = 0; i < texts.size(); ++i) (i < random() % texts.size() ? left : right).add(texts[i]);
    left.add(right);
    ASSERT_EQ(left.text(), expected);
  }
}

TEST(ExactSum, HasAMean) {
  const auto mean = [](const std::vector<std::string>& texts) {
    ExactSum total;
    for (const std::string& text : texts) total.add(text);
    return total.mean(texts.size());
  };
  EXPECT_EQ(mean({"66", "18", "25", "96", "52"}), "51.4");
  EXPECT_EQ(mean({"1", "0", "0"}), "0.333333333333333");
  EXPECT_EQ(mean({"2", "0", "0"}), "0.666666666666667");
  EXPECT_EQ(mean({"5", "0", "0"}), "1.66666666666667");
  EXPECT_EQ(mean({"0.05", "0", "0"}), "0.0166666666666667");
  EXPECT_EQ(mean({"-1", "0"}), "-0.5");
  EXPECT_EQ(mean({"0", "0"}), "0");
  EXPECT_EQ(mean({"1e30", "1e30", "1e30"}), "1000000000000000000000000000000");
  EXPECT_EQ(mean({"12345678901234567890", "1"}), "6172839450617283946");  // half to even at the units
}

}  // namespace
}  // namespace offhours::test
