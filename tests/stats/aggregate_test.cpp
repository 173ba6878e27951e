#include "stats/aggregate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "stats/spelled.hpp"

namespace offhours::test {
namespace {

using namespace stats;

struct Row {
  std::vector<std::string> values;
  std::string time = "1";
};

void add(Aggregate& aggregate, GroupId group, const Row& row) {
  const std::vector<std::string_view> views(row.values.begin(), row.values.end());
  aggregate.add(group, {views, row.time});
}

std::string result(const Aggregate& aggregate, GroupId group) {
  std::string scratch;
  std::vector<std::string_view> values;
  aggregate.result(group, scratch, values);
  std::string joined;
  for (const std::string_view value : values) joined += (joined.empty() ? "" : "|") + std::string(value);
  return joined;
}

std::string run(const Function* function, const std::vector<Row>& rows) {
  const auto aggregate = function->make();
  aggregate->grow(1);
  for (const Row& row : rows) add(*aggregate, 0, row);
  return result(*aggregate, 0);
}

TEST(Aggregate, FollowsTheRules) {
  const struct {
    const char* rule;
    const char* function;
    std::vector<Row> rows;
    const char* expected;
  } cases[] = {
      {"count counts values, not rows", "count(f)", {{{"a", "b"}}, {{}}, {{"a"}}}, "3"},
      {"count of nothing", "count(f)", {}, "0"},
      {"dc counts distinct values", "dc(f)", {{{"a", "b"}}, {{"a"}}, {{}}}, "2"},
      {"dc of nothing", "dc(f)", {{{}}}, "0"},
      {"values are distinct and sorted bytewise",
       "values(f)",
       {{{"b", "B"}}, {{"a"}}, {{"b"}}, {{"\xC3\xA9"}}},
       "B|a|b|\xC3\xA9"},
      {"values of nothing", "values(f)", {{{}}}, ""},
      {"min by number", "min(f)", {{{"10"}}, {{"9"}}}, "9"},
      {"max by number", "max(f)", {{{"10"}}, {{"9"}}}, "10"},
      {"min by bytes once a value is no number", "min(f)", {{{"10"}}, {{"9"}}, {{"x"}}}, "10"},
      {"max by bytes once a value is no number", "max(f)", {{{"10"}}, {{"9"}}, {{""}}}, "9"},
      {"min keeps the text, of equal ones the bytewise smaller", "min(f)", {{{"1.0"}}, {{"1"}}, {{"1.00"}}}, "1"},
      {"max keeps the text, of equal ones the bytewise smaller", "max(f)", {{{"1.0"}}, {{"1.00"}}, {{"1"}}}, "1"},
      {"min of nothing", "min(f)", {}, ""},
      {"min sees every value", "min(f)", {{{"5", "3", "4"}}}, "3"},
      {"sum is exact", "sum(f)", {{{"0.1"}}, {{"0.2"}}}, "0.3"},
      {"sum skips what is no number", "sum(f)", {{{"1", "x"}}, {{"2"}}}, "3"},
      {"sum of no number", "sum(f)", {{{"x"}}}, ""},
      {"avg", "avg(f)", {{{"66"}}, {{"18"}}, {{"x"}}, {{"25"}}, {{"96"}}, {{"52"}}}, "51.4"},
      {"avg of no number", "avg(f)", {{{"x"}}}, ""},
      {"earliest by time, not by order", "earliest(f)", {{{"b"}, "20"}, {{"a"}, "3"}}, "a"},
      {"latest by number, not by bytes", "latest(f)", {{{"b"}, "20"}, {{"a"}, "3"}}, "b"},
      {"earliest of one time: the smallest", "earliest(f)", {{{"b"}, "5"}, {{"a"}, "5.0"}, {{"c"}, "5"}}, "a"},
      {"latest of one time: the greatest", "latest(f)", {{{"b"}, "5"}, {{"a"}, "5.0"}, {{"c"}, "5"}}, "c"},
      {"latest of one time: by number", "latest(f)", {{{"9"}, "5"}, {{"10"}, "5"}}, "10"},
      {"earliest passes rows without the field", "earliest(f)", {{{}, "1"}, {{"a"}, "2"}}, "a"},
      {"a later best time forgets that an earlier one had texts",
       "latest(f)",
       {{{"x"}, "1"}, {{"9"}, "2"}, {{"10"}, "2"}},
       "10"},
  };
  for (const auto& c : cases) EXPECT_EQ(run(spelled(c.function), c.rows), c.expected) << c.rule;
  EXPECT_EQ(run(spelled("count"), {{{}}, {{"a", "b"}}}), "2") << "count with no field counts rows";
}

TEST(Aggregate, IsTheSameForAnySplitAndOrder) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::vector<std::string> texts = {"1", "1.0", "10", "9", "-3", "x", "X", "0.1", "1e1", "z z", ""};
  for (int round = 0; round < 3000; ++round) {
    const bool only_numbers = random() % 2 == 0;
    std::vector<Row> rows(random() % 7);
    for (Row& row : rows) {
      row.time = std::to_string(random() % 3);
      for (auto n = random() % 3; n > 0; --n) {
        std::string text = texts[random() % texts.size()];
        if (only_numbers && (text.empty() || text[0] > '9')) text = "7";
        row.values.push_back(text);
      }
    }
    for (const Function& function : functions()) {
      const std::string_view name = function.shape;
      const std::string expected = run(&function, rows);
      std::ranges::shuffle(rows, random);
      // Three states, filled at random and merged into one of them.
      const auto here = function.make();
      const auto there = function.make();
      here->grow(2);
      there->grow(1);
      for (const Row& row : rows) {
        const auto place = random() % 3;
        add(place == 2 ? *there : *here, place == 2 ? 0 : static_cast<GroupId>(place), row);
      }
      const auto merge = [&](GroupId to, const Aggregate& from, GroupId group) {
        std::string state;
        from.encode(group, state);
        ASSERT_TRUE(here->merge(to, state)) << name;
      };
      merge(1, *there, 0);
      merge(0, *here, 1);
      ASSERT_EQ(result(*here, 0), expected) << name;
    }
  }
}

TEST(Aggregate, KeepsGroupsApart) {
  for (const Function& function : functions()) {
    const std::string_view name = function.name;
    const auto aggregate = function.make();
    aggregate->grow(2);
    add(*aggregate, 0, {{"5"}});
    add(*aggregate, 1, {{"7"}});
    EXPECT_NE(result(*aggregate, 0), "") << name;
    if (function.takes_field && name != "count" && name != "dc") {
      EXPECT_EQ(result(*aggregate, 1), "7") << name;
    }
  }
}

}  // namespace
}  // namespace offhours::test
