// Answers do not depend on the seed of the hashes, and keys made to collide cost what others cost.
#include <gtest/gtest.h>

#include <chrono>

#include "colliding.hpp"
#include "command/in_process.hpp"
#include "policy/matcher.hpp"
#include "stats/table.hpp"

namespace offhours::test {
namespace {

TextTable rows_of(const std::vector<std::string>& texts) {
  TextTable table;
  table.columns = {"_time", "who", "what"};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    table.rows.push_back({std::to_string(1778932800 + i), texts[i], texts[i * 7 % texts.size()]});
  }
  return table;
}

TEST(Seeds, ChangeNoAnswer) {
  std::vector<std::string> texts = colliding_texts(300);
  for (int i = 0; i < 300; ++i) texts.push_back("user" + std::to_string(i % 40));
  const TextTable rows = rows_of(texts);
  for (const char* arguments :
       {"schedule=never count dc(what) values(what) earliest(what) by who", "schedule=never count by what who",
        "schedule=never dc(who) values(what)", "schedule=never dc(what) values(who) by who maxmem=1"}) {
    std::vector<std::vector<std::vector<std::string>>> answers;
    for (const std::uint64_t seed : {0U, 1U, 2U}) {
      const WithSeed with(seed);
      answers.push_back(run_command("/nowhere", "offhoursstats", arguments, rows).table.rows);
    }
    EXPECT_FALSE(answers[0].empty());
    EXPECT_EQ(answers[0], answers[1]) << arguments;
    EXPECT_EQ(answers[0], answers[2]) << arguments;
  }
}

using Clock = std::chrono::steady_clock;

// The best of some tries, since others use the machine too.
template <typename Work>
double milliseconds_of(Work work) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return best;
}

constexpr std::size_t many = 20000;

// As long as those that collide.
std::vector<std::string> honest_texts() {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < many; ++i) texts.push_back("u" + std::to_string(1000000 + i) + std::string(24, 'x'));
  return texts;
}

// Under seed 0 the texts that collide take more than a hundred times as long.
template <typename Work>
void expect_same_cost(Work work) {
  const double honest = milliseconds_of([&] { work(honest_texts()); });
  const double colliding = milliseconds_of([&] { work(colliding_texts(many)); });
  EXPECT_LT(colliding, 4 * honest + 5);
}

TEST(CollidingKeys, CostWhatOthersCost) {
  text::set_hash_seed(1);
  expect_same_cost([](const std::vector<std::string>& texts) {
    stats::Table groups({});
    for (const std::string& text : texts) {
      std::string key;
      stats::append_key_cell(key, text);
      (void)groups.group(key);
    }
    ASSERT_EQ(groups.size(), many);
  });
}

TEST(CollidingKeys, AsValuesOfOneGroupCostWhatOthersCost) {
  text::set_hash_seed(1);
  expect_same_cost([](const std::vector<std::string>& texts) {
    const Outcome outcome = run_command("/nowhere", "offhoursstats", "schedule=never dc(what)", rows_of(texts));
    ASSERT_EQ(outcome.table.rows.size(), 1U);
    ASSERT_EQ(outcome.table.rows[0][0], std::to_string(many));
  });
}

TEST(CollidingKeys, InAPolicyCostWhatOthersCost) {
  text::set_hash_seed(1);
  expect_same_cost([](const std::vector<std::string>& texts) {
    policy::Matcher matcher(1);
    for (const std::string& text : texts) {
      const std::array<std::string_view, 1> row = {text};
      matcher.add(row);
    }
    matcher.build();
    for (const std::string& text : texts) {
      const std::array<std::string_view, 1> value = {text};
      const std::array<policy::Texts, 1> values = {value};
      ASSERT_TRUE(matcher.first(values, [](std::size_t) { return true; }));
    }
  });
}

}  // namespace
}  // namespace offhours::test
