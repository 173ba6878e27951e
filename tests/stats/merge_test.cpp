// The law that makes a map phase possible: however rows are split over tables, and however often and in whatever order
// these are written down, put on disk and merged, the answer is that of one pass.
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "reference/stats.hpp"
#include "stats/spill.hpp"
#include "stats/table.hpp"
#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace stats;

using Answer = std::map<std::vector<std::string>, std::vector<std::vector<std::string>>>;

struct Row {
  std::vector<std::string> key;
  reference::Event event;
};

std::string any_value(Random& random) {
  static const std::vector<std::string> values = {
      "1",      "1.0", "1e0", "-1", "0", "-0",    "0.5", "10", "9", "1e3",      "100000000000000000001",
      "1.5e-7", "aa",  "a",   "b",  "",  "B",     "007", "+1", "é", "\xFF\xFE", "null",
      "x\ny",   "\"",  "%",   "$",  ";", "3:a4:", "0;",  ",",  " ", "2.5",      "-12.75e+2",
      "3",      "3.00"};
  if (one_in(random, 4)) return std::to_string(below(random, 1000)) + "." + std::to_string(below(random, 100));
  if (one_in(random, 4))
    return "175600000" + std::to_string(below(random, 120)) + ".12" + std::to_string(below(random, 12));
  if (one_in(random, 20)) return std::string(below(random, 300), 'v');
  if (one_in(random, 20)) return std::string("n\0l", 3);
  return any_of(random, values);
}

std::string any_number_text(Random& random) {
  if (one_in(random, 3)) return "1756000000." + std::to_string(below(random, 1200));
  return std::to_string(static_cast<long>(below(random, 200)) - 100);
}

std::vector<Row> any_rows(Random& random) {
  static const std::vector<std::string> times = {"1", "1.0", "2.5", "1756000000", "1756000000.001", "-3", "1e2"};
  const bool numbers = one_in(random, 2);
  const std::size_t groups = 1 + below(random, 12);
  std::vector<Row> rows(below(random, 80));
  for (Row& row : rows) {
    Random key(below(random, groups));
    row.key = {any_value(key), any_value(key)};
    row.event.time = any_of(random, times);
    row.event.push.instant = static_cast<std::int64_t>(below(random, 40)) * 300'000;
    row.event.push.repository = any_value(key);
    row.event.push.digest = one_in(random, 4) ? "" : any_value(random);
    while (one_in(random, 2)) row.event.push.children.push_back(any_value(random));
    for (std::size_t n = one_in(random, 3) ? below(random, 4) : 1; n > 0; --n) {
      row.event.values.push_back(numbers ? any_number_text(random) : any_value(random));
    }
  }
  return rows;
}

std::string key_text(const std::vector<std::string>& cells) {
  std::string key;
  for (const std::string& cell : cells) append_key_cell(key, cell);
  return key;
}

void add(Table& table, const Row& row) {
  const GroupId group = table.group(key_text(row.key));
  const std::vector<std::string_view> values(row.event.values.begin(), row.event.values.end());
  const reference::Push& push = row.event.push;
  const std::vector<std::string_view> children(push.children.begin(), push.children.end());
  const Push seen{push.instant, push.registry, push.repository, push.digest, children};
  for (std::size_t i = 0; i < table.aggregate_count(); ++i) {
    table.aggregate(i).add(group, {values, row.event.time, &seen});
  }
}

void collect(const Table& table, GroupId group, Answer& answer) {
  std::vector<std::string> cells;
  split_key(table.key(group), cells);
  auto& results = answer[cells];
  for (std::size_t i = 0; i < table.aggregate_count(); ++i) {
    std::string scratch;
    std::vector<std::string_view> values;
    table.aggregate(i).result(group, scratch, values);
    results.emplace_back(values.begin(), values.end());
  }
}

Functions every_function() {
  Functions all;
  for (const Function& function : functions()) all.push_back(&function);
  return all;
}

Answer expected_answer(const std::vector<Row>& rows, const Functions& all) {
  std::map<std::vector<std::string>, std::vector<reference::Event>> groups;
  for (const Row& row : rows) groups[row.key].push_back(row.event);
  Answer answer;
  for (const auto& [key, events] : groups) {
    for (const Function* function : all) {
      answer[key].push_back(reference::answer(std::string(function->name), !function->takes_field, events));
    }
  }
  return answer;
}

// As one state for each group, or in parts of a few bytes that come in any order.
void merge_into(Table& to, const Table& from, Random& random) {
  const std::size_t most = one_in(random, 2) ? 1 << 20 : 1 + below(random, 60);
  std::vector<std::pair<GroupId, std::string>> parts;
  for (GroupId group = 0; group < from.size(); ++group) {
    from.encode_parts(group, most, [&](std::string_view states) {
      parts.emplace_back(group, states);
      return true;
    });
  }
  std::shuffle(parts.begin(), parts.end(), random);
  for (const auto& [group, states] : parts) ASSERT_TRUE(to.merge(to.group(from.key(group)), states));
}

TEST(Merge, OfAnySplitIsTheAnswerOfOnePass) {
  const Functions all = every_function();
  run_trials("splits merged in memory", std::chrono::milliseconds(2000), [&](Random& random) {
    std::vector<Row> rows = any_rows(random);
    const Answer expected = expected_answer(rows, all);
    std::vector<std::unique_ptr<Table>> tables(1 + below(random, 5));
    for (auto& table : tables) table = std::make_unique<Table>(all);
    std::shuffle(rows.begin(), rows.end(), random);
    for (const Row& row : rows) add(*any_of(random, tables), row);
    // Any two are merged until one is left; one that was cleared is as good as new.
    while (tables.size() > 1) {
      std::shuffle(tables.begin(), tables.end(), random);
      const auto from = std::move(tables.back());
      tables.pop_back();
      if (one_in(random, 2)) {
        merge_into(*tables.back(), *from, random);
        continue;
      }
      Table between(all);
      merge_into(between, *from, random);
      from->clear();
      merge_into(*from, between, random);
      merge_into(*from, *tables.back(), random);
      tables.back()->clear();
      merge_into(*tables.back(), *from, random);
    }
    Answer answer;
    for (const GroupId group : tables.front()->sorted()) collect(*tables.front(), group, answer);
    EXPECT_EQ(answer, expected);
  });
}

TEST(Merge, OfRunsOnDiskIsTheAnswerOfOnePass) {
  const Functions all = every_function();
  run_trials("splits merged on disk", std::chrono::milliseconds(2000), [&](Random& random) {
    const std::vector<Row> rows = any_rows(random);
    Runs runs(all, one_in(random, 2) ? 1000 : 1 << 26);
    runs.set_folder(testing::TempDir());
    Table table(all);
    const std::size_t rarely = 1 + below(random, 20);
    for (const Row& row : rows) {
      add(table, row);
      if (!one_in(random, rarely)) continue;
      ASSERT_FALSE(runs.add(table));
      table.clear();
    }
    ASSERT_FALSE(runs.add(table));
    Answer answer;
    std::vector<std::string> keys;
    std::string key;
    const auto visit = [&](const Table& one) {
      keys.emplace_back(one.key(0));
      collect(one, 0, answer);
      return true;
    };
    const auto error = runs.merge(visit, key);
    ASSERT_FALSE(error) << error.message();
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
    EXPECT_EQ(keys.size(), answer.size());
    EXPECT_EQ(answer, expected_answer(rows, all));
  });
}

}  // namespace
}  // namespace offhours::test
