// The kinds of push of tests/data/pushes: what each tool sends to the registry, in every version of event.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/installed.hpp"
#include "app/shell.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;

const fs::path pushes = source / "tests/data/pushes";
const std::vector<std::string> versions{"cloudtrail", "ocsf_1.0.0-rc.2", "ocsf_1.1.0", "ocsf_1.5.0"};

splunkd::Table expected() {
  std::vector<std::string> unquoted;
  return splunkd::from_csv(read_file(pushes / "expected.csv"), unquoted);
}

std::set<std::string> kinds() {
  std::set<std::string> kinds;
  const auto table = expected();
  for (std::size_t row = 0; row < table.rows.size(); ++row) kinds.insert(table.text(row, "kind"));
  return kinds;
}

TEST(Pushes, AreWhatTheScriptWrites) {
  if (run_script("python3 --version", "/").status != 0) GTEST_SKIP() << "there is no python3 here";
  const Folder folder;
  const auto script = shell_word((pushes / "make.py").string());
  ASSERT_EQ(run_script("python3 " + script + " " + shell_word(folder.path()), "/").status, 0);
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const auto name = fs::relative(entry.path(), folder.path());
    EXPECT_TRUE(read_file(entry.path()) == read_file(pushes / name)) << name;
  }
  EXPECT_EQ(files, 1 + versions.size() * kinds().size());
}

TEST(Pushes, AreOfEveryKind) { EXPECT_GE(kinds().size(), 15U); }

class Push : public Installed, public testing::WithParamInterface<std::string> {
 protected:
  // The answer of offhoursstats to one kind of push, all of its events taken.
  splunkd::SearchResult result(const std::string& kind, const std::string& arguments) const {
    const auto search = setup({"offhoursstats", "keep=all operation=PutImage " + arguments});
    return splunkd::run_search(search, events_of(pushes / GetParam() / (kind + ".jsonl")));
  }
};

TEST_P(Push, IsReadWhole) {
  const auto table = expected();
  std::map<std::string, std::map<std::string, std::string>> counts;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    counts[table.text(row, "kind")][table.text(row, "image_repository")] = table.text(row, "count");
  for (const auto& [kind, by_repository] : counts) {
    const auto answer =
        result(kind, "count dc(event_id) as events values(image_request) as request by image_repository");
    EXPECT_EQ(answer.error, "") << kind;
    EXPECT_TRUE(answer.messages.empty()) << kind << ": " << answer.messages.front().text;
    ASSERT_EQ(answer.table.rows.size(), by_repository.size()) << kind;
    for (std::size_t row = 0; row < answer.table.rows.size(); ++row) {
      const auto repository = answer.table.text(row, "image_repository");
      ASSERT_TRUE(by_repository.contains(repository)) << kind << " " << repository;
      EXPECT_EQ(answer.table.text(row, "count"), by_repository.at(repository)) << kind;
      EXPECT_EQ(answer.table.text(row, "events"), by_repository.at(repository)) << kind;
      EXPECT_EQ(answer.table.text(row, "request"), "complete") << kind;
    }
  }
}

// One push is one upload, and an index counts for what it lists.
TEST_P(Push, IsCountedAsExpected) {
  const auto table = expected();
  std::map<std::string, std::string> counted;
  for (const auto& kind : kinds()) {
    const auto answer = result(kind, "uploads images count by image_repository");
    EXPECT_EQ(answer.error, "") << kind;
    for (std::size_t row = 0; row < answer.table.rows.size(); ++row) {
      counted[kind + " " + answer.table.text(row, "image_repository")] = answer.table.text(row, "uploads") + " " +
                                                                         answer.table.text(row, "images") + " " +
                                                                         answer.table.text(row, "count");
    }
  }
  EXPECT_EQ(counted.size(), table.rows.size());
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    EXPECT_EQ(counted[table.text(row, "kind") + " " + table.text(row, "image_repository")],
              table.text(row, "uploads") + " " + table.text(row, "images") + " " + table.text(row, "count"))
        << table.text(row, "kind");
  }
}

// All pushes of the day at once, without BY: repositories are told apart by the aggregates themselves.
TEST_P(Push, AddsUpOverRepositories) {
  const auto table = expected();
  int uploads = 0;
  int images = 0;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    uploads += std::stoi(table.text(row, "uploads"));
    images += std::stoi(table.text(row, "images"));
  }
  splunkd::Table events;
  for (const auto& kind : kinds()) {
    auto more = events_of(pushes / GetParam() / (kind + ".jsonl"));
    events.columns = more.columns;
    for (auto& row : more.rows) events.rows.push_back(std::move(row));
  }
  const auto answer =
      splunkd::run_search(setup({"offhoursstats", "keep=all operation=PutImage uploads images"}), events);
  ASSERT_EQ(answer.table.rows.size(), 1U);
  EXPECT_EQ(answer.table.text(0, "uploads"), std::to_string(uploads));
  EXPECT_EQ(answer.table.text(0, "images"), std::to_string(images));
}

// What a push is called does not hang on the version of its events.
TEST_P(Push, TellsTheSameInEveryVersion) {
  const std::string arguments =
      "values(user) as who values(image_tag) as tags values(image_digest) as digests values(status) as status "
      "values(error) as errors values(src) as src min(event_time) as first max(event_time) as last "
      "by image_repository user_role user_type vendor_account vendor_region";
  const auto raw = setup({"offhoursstats", "keep=all operation=PutImage " + arguments});
  for (const auto& kind : kinds()) {
    const auto twin = splunkd::run_search(raw, events_of(pushes / "cloudtrail" / (kind + ".jsonl")));
    EXPECT_EQ(splunkd::to_csv(result(kind, arguments).table), splunkd::to_csv(twin.table)) << kind;
  }
}

INSTANTIATE_TEST_SUITE_P(Versions, Push, testing::ValuesIn(versions), [](const auto& version) {
  auto name = version.param;
  std::erase_if(name, [](char c) { return c == '.' || c == '-' || c == '_'; });
  return name;
});

}  // namespace
}  // namespace offhours::test
