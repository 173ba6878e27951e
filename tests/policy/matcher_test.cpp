#include "policy/matcher.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "policy/globs.hpp"
#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace policy;

using Row = std::vector<std::string>;

// The obvious way: row by row, cell by cell.
std::optional<std::size_t> slow_first(const std::vector<Row>& rows, const std::vector<Row>& values) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    bool all = true;
    for (std::size_t column = 0; column < values.size(); ++column) {
      const std::string& pattern = rows[row][column];
      bool any = pattern.empty() || (values[column].empty() && glob_matches(pattern, ""));
      for (const std::string& text : values[column]) any = any || glob_matches(pattern, text);
      all = all && any;
    }
    if (all) return row;
  }
  return std::nullopt;
}

struct Fixture {
  explicit Fixture(std::vector<Row> made) : rows(std::move(made)), matcher(rows.empty() ? 0 : rows.front().size()) {
    for (const Row& row : rows) {
      const std::vector<std::string_view> cells(row.begin(), row.end());
      matcher.add(cells);
    }
    matcher.build();
  }
  std::optional<std::size_t> first(const std::vector<Row>& values) const {
    std::vector<std::vector<std::string_view>> views;
    for (const Row& value : values) views.emplace_back(value.begin(), value.end());
    const std::vector<Texts> texts(views.begin(), views.end());
    return matcher.first(texts, [](std::size_t) { return true; });
  }
  std::vector<Row> rows;  // the matcher has views of their cells
  Matcher matcher;
};

TEST(Matcher, FirstRowWins) {
  const std::vector<Row> rows = {
      {"kenji", ""}, {"", "222222222222"}, {"arn:*:role/ci-*", ""}, {"*@example.com", "1*"}, {"b?b", ""}, {"bob", ""},
      {"", ""},      {"never", ""}};
  const Fixture fixture(rows);
  EXPECT_EQ(fixture.first({{"kenji"}, {"222222222222"}}), 0U);
  EXPECT_EQ(fixture.first({{"mary"}, {"222222222222"}}), 1U);
  EXPECT_EQ(fixture.first({{"arn:aws:role/ci-7"}, {}}), 2U);
  EXPECT_EQ(fixture.first({{"jane@example.com"}, {"123"}}), 3U);
  EXPECT_EQ(fixture.first({{"jane@example.com"}, {"23"}}), 6U);
  EXPECT_EQ(fixture.first({{"bob"}, {}}), 4U);
  EXPECT_EQ(fixture.first({{"Kenji"}, {}}), 6U) << "case counts";
  EXPECT_EQ(fixture.first({{}, {}}), 6U);
  EXPECT_EQ(fixture.first({{"x", "kenji"}, {}}), 0U) << "any of several values will do";
}

TEST(Matcher, NoRowNoMatch) {
  EXPECT_EQ(Fixture({}).first({}), std::nullopt);
  EXPECT_EQ(Fixture({{"a"}}).first({{"b"}}), std::nullopt);
  EXPECT_EQ(Fixture({{"?*"}}).first({{}}), std::nullopt) << "missing is empty, and ? wants a byte";
}

TEST(Matcher, KnowsWhatAnEarlierRowCovers) {
  const Fixture fixture({{"ci-*", ""},
                         {"ci-deploy", "1"},
                         {"ci-*", "2"},
                         {"dev", "1"},
                         {"dev", "1"},
                         {"d?v", ""},
                         {"d*v", ""},
                         {"", ""},
                         {"x", ""}});
  const std::vector<std::optional<std::size_t>> covered_by = {
      std::nullopt, 0, 0, std::nullopt, 3, std::nullopt, std::nullopt, std::nullopt, 7};
  for (std::size_t row = 0; row < covered_by.size(); ++row) {
    std::size_t looks_left = 1000;
    EXPECT_EQ(fixture.matcher.covered_by(row, looks_left), covered_by[row]) << row;
  }
}

TEST(Matcher, NeverDiffersFromTheObviousWay) {
  run_trials("patterns", std::chrono::milliseconds(1000), [](Random& random) {
    const auto text = [&](std::string_view letters, std::size_t most) {
      std::string out;
      for (std::size_t n = below(random, most + 1); n > 0; --n) out += any_of(random, letters);
      return out;
    };
    const std::size_t columns = 1 + below(random, 3);
    std::vector<Row> rows(1 + below(random, 40));
    for (Row& row : rows) {
      for (std::size_t i = 0; i < columns; ++i) row.push_back(text(one_in(random, 2) ? "ab" : "aaab*?", 9));
    }
    const Fixture fixture(rows);
    for (int i = 0; i < 50; ++i) {
      std::vector<Row> values(columns);
      for (Row& value : values) {
        for (std::size_t n = one_in(random, 8) ? below(random, 3) : 1; n > 0; --n) {
          value.push_back(text("ab", 9));
        }
      }
      ASSERT_EQ(fixture.first(values), slow_first(rows, values));
    }
  });
}

}  // namespace
}  // namespace offhours::test
