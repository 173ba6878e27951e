// Each rule of the aggregates, with where it comes from.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "stats/spelled.hpp"
#include "stats/table.hpp"

namespace offhours::test {
namespace {

using namespace stats;

struct Row {
  std::string time;
  std::vector<std::string> values;
};

struct Rule {
  const char* says;
  const char* source;
  const char* function;  // "count" alone counts rows
  std::vector<Row> rows;
  std::vector<std::string> expected;
};

// "stats": Splunk's Search Reference, page "stats" and pages "Statistical and charting functions". "ours": where Splunk
// says nothing, or where its answer depends on the order of events, so that no exact merge could exist.
const std::vector<Rule> rules = {
    {"count alone counts rows", "stats: count returns the number of events", "count", {{"1", {}}, {"2", {}}}, {"2"}},
    {"count of no row is 0", "stats: no BY and no event gives one row", "count", {}, {"0"}},
    {"count(f) counts values, each of a multivalue",
     "stats: count(X) the number of occurrences of the field",
     "count(f)",
     {{"1", {"a", "b"}}, {"2", {}}, {"3", {"a"}}},
     {"3"}},
    {"dc counts distinct values",
     "stats: dc(X) the count of distinct values",
     "dc(f)",
     {{"1", {"a", "b"}}, {"2", {"b"}}, {"3", {"A"}}},
     {"3"}},
    {"dc of nothing is 0", "stats: dc", "dc(f)", {{"1", {}}}, {"0"}},
    {"dc compares texts, not numbers", "stats: values are strings", "dc(f)", {{"1", {"1", "1.0"}}}, {"2"}},
    {"values are distinct and sorted bytewise",
     "stats: values(X) in lexicographical order",
     "values(f)",
     {{"1", {"b", "a"}}, {"2", {"B", "10", "9"}}, {"3", {"a"}}},
     {"10", "9", "B", "a", "b"}},
    {"values of nothing are none", "stats: values", "values(f)", {{"1", {}}}, {}},
    {"min is numeric if all values are numbers",
     "stats: min(X), numerical ordering if all are numbers",
     "min(f)",
     {{"1", {"10"}}, {"2", {"9"}}, {"3", {"-1e1"}}},
     {"-1e1"}},
    {"max is numeric if all values are numbers", "stats: max(X)", "max(f)", {{"1", {"10"}}, {"2", {"9"}}}, {"10"}},
    {"one text among numbers: min is bytewise",
     "stats: min(X), lexicographical ordering otherwise",
     "min(f)",
     {{"1", {"10"}}, {"2", {"9"}}, {"3", {"x"}}},
     {"10"}},
    {"one text among numbers: max is bytewise",
     "stats: max(X), lexicographical ordering otherwise",
     "max(f)",
     {{"1", {"10"}}, {"2", {"9"}}, {"3", {"-"}}},
     {"9"}},
    {"min and max keep the text",
     "ours: a value is shown as the event wrote it",
     "max(f)",
     {{"1", {"1.50"}}},
     {"1.50"}},
    {"of equal numbers, min takes the text that sorts first",
     "ours: no order of events",
     "min(f)",
     {{"1", {"1e0"}}, {"2", {"1.0"}}, {"3", {"1"}}},
     {"1"}},
    {"of equal numbers, max takes the text that sorts first",
     "ours: no order of events",
     "max(f)",
     {{"1", {"1e0"}}, {"2", {"1.0"}}, {"3", {"1.00"}}},
     {"1.0"}},
    {"zero has no sign", "ours: exact decimals", "min(f)", {{"1", {"0"}}, {"2", {"-0"}}}, {"-0"}},
    {"numbers beyond a double are told apart",
     "ours: exact decimals",
     "max(f)",
     {{"1", {"9007199254740993"}}, {"2", {"9007199254740992"}}, {"3", {"9007199254740992.5"}}},
     {"9007199254740993"}},
    {"numbers beyond a double's reach are compared",
     "ours: exact decimals",
     "max(f)",
     {{"1", {"1e400"}}, {"2", {"9e399"}}},
     {"1e400"}},
    {"numbers follow JSON: 007, +5, .5, 0x10 and nan are texts",
     "ours: JSON's grammar",
     "max(f)",
     {{"1", {"007"}}, {"2", {"+5"}}, {"3", {".5"}}, {"4", {"0x10"}}, {"5", {"8"}}},
     {"8"}},
    {"min of nothing is empty", "stats: no value, no result", "min(f)", {{"1", {}}}, {}},
    {"sum adds exactly", "ours: 0.1 + 0.2 is 0.3", "sum(f)", {{"1", {"0.1"}}, {"2", {"0.2"}}}, {"0.3"}},
    {"sum does not depend on order",
     "ours: exact sums",
     "sum(f)",
     {{"1", {"1e30"}}, {"2", {"1"}}, {"3", {"-1e30"}}},
     {"1"}},
    {"sum skips what is no number",
     "stats: sum(X) of the values; texts are ignored",
     "sum(f)",
     {{"1", {"2", "x", "3"}}, {"2", {"007"}}},
     {"5"}},
    {"sum is empty if nothing is left", "stats: no value, no result", "sum(f)", {{"1", {"x"}}, {"2", {}}}, {}},
    {"avg is over numbers only",
     "stats: avg(X); texts are ignored",
     "avg(f)",
     {{"1", {"1", "x"}}, {"2", {"2"}}},
     {"1.5"}},
    {"avg is rounded to 15 digits",
     "ours: a division has no exact end",
     "avg(f)",
     {{"1", {"1"}}, {"2", {"0"}}, {"3", {"0"}}},
     {"0.333333333333333"}},
    {"avg rounds halves to even",
     "ours: as IEEE 754 does",
     "avg(f)",
     {{"1", {"100000000000000.5"}}},
     {"100000000000000"}},
    {"avg is empty if nothing is left", "stats: no value, no result", "avg(f)", {{"1", {"x"}}}, {}},
    {"earliest goes by time",
     "stats: earliest(X), the chronologically earliest",
     "earliest(f)",
     {{"20", {"a"}}, {"3", {"b"}}, {"100", {"c"}}},
     {"b"}},
    {"latest goes by time",
     "stats: latest(X), the chronologically latest",
     "latest(f)",
     {{"20", {"a"}}, {"3", {"b"}}, {"100.5", {"c"}}},
     {"c"}},
    {"earliest: of one time the smallest",
     "ours: no order of events",
     "earliest(f)",
     {{"1.0", {"b"}}, {"1", {"a", "c"}}},
     {"a"}},
    {"latest: of one time the greatest",
     "ours: no order of events",
     "latest(f)",
     {{"1", {"9"}}, {"1", {"10"}}},
     {"10"}},
    {"earliest passes over events without the field",
     "stats: earliest(X) of the field's values",
     "earliest(f)",
     {{"1", {}}, {"2", {"a"}}},
     {"a"}},
    {"latest of nothing is empty", "stats: no value, no result", "latest(f)", {{"1", {}}}, {}},
    {"bytes are opaque: NUL, LF, quotes, invalid UTF-8",
     "ours: any bytes may come",
     "values(f)",
     {{"1", {std::string("a\0b", 3), "a\nb", "\"", "\xFF", "3:x;"}}},
     {"\"", "3:x;", std::string("a\0b", 3), "a\nb", "\xFF"}},
};

void add(Table& table, const Row& row) {
  std::vector<std::string_view> values(row.values.begin(), row.values.end());
  table.aggregate(0).add(table.group({}), {values, row.time});
}

std::vector<std::string> result(const Table& table) {
  std::string scratch;
  std::vector<std::string_view> values;
  table.aggregate(0).result(0, scratch, values);
  return {values.begin(), values.end()};
}

class Rules : public testing::TestWithParam<Rule> {};

TEST_P(Rules, HoldInOnePass) {
  const Rule& rule = GetParam();
  const Functions functions = {spelled(rule.function)};
  Table table(functions);
  (void)table.group({});
  for (const Row& row : rule.rows) add(table, row);
  EXPECT_EQ(result(table), rule.expected) << rule.says << "\n" << rule.source;
}

// Each row goes to one of two tables, in every way there is; their states are merged in both orders.
TEST_P(Rules, HoldForEverySplit) {
  const Rule& rule = GetParam();
  const Functions functions = {spelled(rule.function)};
  for (std::size_t split = 0; split < std::size_t{1} << rule.rows.size(); ++split) {
    for (const bool turned : {false, true}) {
      Table sides[2] = {Table(functions), Table(functions)};
      for (Table& side : sides) (void)side.group({});
      for (std::size_t i = 0; i < rule.rows.size(); ++i) add(sides[(split >> i) & 1], rule.rows[i]);
      Table whole(functions);
      (void)whole.group({});
      for (const bool second : {turned, !turned}) {
        std::string states;
        sides[second ? 1 : 0].encode(0, states);
        ASSERT_TRUE(whole.merge(0, states)) << rule.says;
      }
      EXPECT_EQ(result(whole), rule.expected) << rule.says << "\n" << rule.source;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Aggregates, Rules, testing::ValuesIn(rules));

// States come from other processes: what is no state is refused, and nothing else happens.
TEST(States, ThatAreBrokenAreRefused) {
  const std::pair<const char*, std::vector<std::string>> cases[] = {
      {"count", {"", ";", "x;", "1", "1;2", "-1;", "99999999999999999999;"}},
      {"min(f)", {"1", "2:a", "1:x1:y", "1:11:12:", ":", "99999999999999999999:a"}},
      {"earliest(f)", {"1:x1:y", "1:1", "1:11:x1:y", "1:"}},
      {"sum(f)", {"", "1;", "1;5", "1;0;", "1;0;xyz", "1;0;--1", "1;999999;1", "0;1", "1;0;" + std::string(5000, 'f')}},
      {"values(f)", {"a", "2:a", "1:ab"}},
      {"uploads",
       {"a", "1:a", "1:a0;", "1:a1;", "1:a1;5;", "1:a1;5;4;", "1:a1;-1;4;", "1:a2;1;2;", "1:a1;5;253402300800000;",
        "1:a99999999999999999999;1;2;", "1:a1;1;99999999999999999999;", "1:a1;1;2;x"}},
      {"images", {"a", "1:a", "1:a0;", "1:a4;", "1:a-1;", "1:a256;", "1:a1;x"}},
  };
  for (const auto& [function, states] : cases) {
    for (const std::string& state : states) {
      const auto aggregate = spelled(function)->make();
      aggregate->grow(1);
      EXPECT_FALSE(aggregate->merge(0, state)) << function << " takes " << state.substr(0, 50);
    }
  }
}

}  // namespace
}  // namespace offhours::test
