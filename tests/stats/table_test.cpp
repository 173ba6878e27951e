#include "stats/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "stats/spelled.hpp"

namespace offhours::test {
namespace {

using namespace stats;

std::string key_of(const std::vector<std::string>& cells) {
  std::string key;
  for (const std::string& cell : cells) append_key_cell(key, cell);
  return key;
}

TEST(Key, SortsAsItsCellsDoAndComesApartAgain) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr std::array<char, 5> alphabet = {'\0', '\1', 'a', 'b', '\xFF'};
  const auto cells = [&] {
    std::vector<std::string> made(2);
    for (std::string& cell : made) {
      for (auto n = random() % 4; n > 0; --n) cell += alphabet[random() % alphabet.size()];
    }
    return made;
  };
  for (int round = 0; round < 20000; ++round) {
    const auto a = cells();
    const auto b = cells();
    ASSERT_EQ(key_of(a) < key_of(b), a < b);
    ASSERT_EQ(key_of(a) == key_of(b), a == b);
    std::vector<std::string> split;
    split_key(key_of(a), split);
    ASSERT_EQ(split, a);
  }
}

TEST(Table, FindsEachGroupAgain) {
  const Functions functions = {spelled("count")};
  Table table(functions);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 5000; ++i) {
      const GroupId group = table.group(key_of({"k" + std::to_string(i)}));
      EXPECT_EQ(group, static_cast<GroupId>(i));
      table.aggregate(0).add(group, {});
    }
  }
  EXPECT_EQ(table.size(), 5000U);
  const std::vector<GroupId> sorted = table.sorted();
  EXPECT_TRUE(std::ranges::is_sorted(sorted, {}, [&](GroupId group) { return table.key(group); }));
  EXPECT_GT(table.bytes(), 5000U * 8);
}

TEST(Table, MergesByKey) {
  const Functions functions = {spelled("count"), spelled("values(f)")};
  Table left(functions);
  Table right(functions);
  const std::array<std::string_view, 1> x = {"x"};
  const std::array<std::string_view, 1> y = {"y"};
  for (const auto& [table, key, value] : {std::tuple{&left, "a", x}, {&right, "b", x}, {&right, "a", y}}) {
    const GroupId group = table->group(key_of({key}));
    for (std::size_t i = 0; i < functions.size(); ++i) table->aggregate(i).add(group, {value, "1"});
  }
  for (GroupId group = 0; group < right.size(); ++group) {
    std::string states;
    right.encode(group, states);
    ASSERT_TRUE(left.merge(left.group(right.key(group)), states));
  }
  ASSERT_EQ(left.size(), 2U);
  std::string scratch;
  std::vector<std::string_view> values;
  left.aggregate(1).result(left.group(key_of({"a"})), scratch, values);
  EXPECT_EQ(values, (std::vector<std::string_view>{"x", "y"}));
}

}  // namespace
}  // namespace offhours::test
