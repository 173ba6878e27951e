// docs/recipes.md: each recipe is taken from the page as text and run on the events that the page names, and gives the
// rows that the page shows.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "app/conf_file.hpp"
#include "app/installed.hpp"
#include "app/search_run.hpp"
#include "app/shell.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;

ConfFile conf(const std::string& name) { return parse_conf(read_file(source / "default" / name)); }

struct Recipe {
  std::string title;
  std::string search;  // the name of the saved search
  std::string text;
  std::string events;
  std::vector<std::map<std::string, std::string>> rows;
};

std::string between(const std::string& text, std::string_view before, std::string_view after) {
  const auto begin = text.find(before);
  if (begin == std::string::npos) return {};
  const auto from = begin + before.size();
  return text.substr(from, text.find(after, from) - from);
}

std::string unmarked(std::string cell) {
  const auto first = cell.find_first_not_of(' ');
  cell = first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(' ') - first + 1);
  if (cell.size() > 1 && cell.front() == '`' && cell.back() == '`') cell = cell.substr(1, cell.size() - 2);
  for (auto at = cell.find("<br>"); at != std::string::npos; at = cell.find("<br>")) cell.replace(at, 4, "\n");
  return cell;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line.substr(1));
  for (std::string cell; std::getline(in, cell, '|');) cells.push_back(unmarked(std::move(cell)));
  return cells;
}

std::vector<Recipe> recipes() {
  std::vector<Recipe> found;
  const auto page = "\n" + read_file(source / "docs/recipes.md");
  for (auto at = page.find("\n## "); at != std::string::npos;) {
    const auto next = page.find("\n## ", at + 1);
    const auto section = page.substr(at, next == std::string::npos ? next : next - at);
    at = next;
    Recipe recipe;
    recipe.text = between(section, "\n```spl\n", "\n```");
    recipe.events = between(section, "](../tests/data/recipes/", ")");
    if (recipe.text.empty() || recipe.events.empty()) continue;
    recipe.title = between(section, "## ", "\n");
    recipe.search = between(section, "\nSaved search `", "`");
    std::istringstream lines(section.substr(section.find("](../tests/data/recipes/")));
    bool head = true;
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("| ")) continue;
      const auto cells = cells_of(line);
      if (std::exchange(head, false) || cells.front().starts_with("---")) continue;
      recipe.rows.resize(cells.size() - 1);
      for (std::size_t i = 1; i < cells.size(); ++i) recipe.rows[i - 1][cells[0]] = cells[i];
    }
    found.push_back(std::move(recipe));
  }
  return found;
}

std::string one_line(std::string_view text) {
  std::string line;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

// Our program without any policy: the built-in hours, which the page tells of.
splunkd::Table result_of(const Recipe& recipe, const fs::path& folder) {
  fs::create_directories(folder / "bin");
  fs::copy_file(OFFHOURS_PROGRAM, folder / "bin/offhours", fs::copy_options::overwrite_existing);
  SearchRun run{folder / "bin/offhours", conf("macros.conf"), 1795000000, {}};
  return run.run(recipe.text, extracted_events(source / "tests/data/recipes" / recipe.events));
}

TEST(Recipes, AreThereForEverySource) {
  std::vector<std::string> titles;
  for (const auto& recipe : recipes()) titles.push_back(recipe.title);
  EXPECT_GE(titles.size(), 10U);
  for (const auto* source : {"AWS: console", "AWS: access key", "AWS: trail", "AWS: snapshot", "Okta", "Entra",
                             "GitHub", "Kubernetes", "Windows", "VPN"}) {
    EXPECT_TRUE(std::ranges::any_of(titles, [&](const auto& title) { return title.starts_with(source); })) << source;
  }
}

TEST(Recipes, EachGivesTheRowsOfThePage) {
  const Folder folder;
  for (const auto& recipe : recipes()) {
    SCOPED_TRACE(recipe.title);
    splunkd::Table result;
    ASSERT_NO_THROW(result = result_of(recipe, folder.path()));
    std::vector<std::map<std::string, std::string>> rows;
    for (std::size_t row = 0; row < result.rows.size(); ++row) {
      auto& cells = rows.emplace_back();
      for (const auto& column : result.columns) cells[column] = result.text(row, column);
    }
    EXPECT_FALSE(recipe.rows.empty()) << "a recipe without a row that it gives";
    EXPECT_EQ(rows, recipe.rows);
  }
}

TEST(Recipes, EachIsASavedSearchThatWaitsForTheAdmin) {
  const auto searches = conf("savedsearches.conf");
  const auto macros = conf("macros.conf");
  for (const auto& recipe : recipes()) {
    SCOPED_TRACE(recipe.title);
    ASSERT_TRUE(searches.stanzas.contains(recipe.search)) << recipe.search;
    const auto get = [&](const std::string& key) { return searches.get(recipe.search, key); };
    EXPECT_EQ(one_line(get("search")), one_line(recipe.text));
    EXPECT_EQ(get("disabled"), "1");
    EXPECT_EQ(get("enableSched"), "1");
    EXPECT_EQ(get("allow_skew"), "0") << "a run would leave its hour";
    EXPECT_NE(recipe.text.find("`offhours_window`"), std::string::npos);
    EXPECT_NE(recipe.text.find("`offhours_filter`"), std::string::npos);
    EXPECT_LE(recipe.search.size(), 99U);
  }
  // ... and none of them is without a page.
  const auto named = recipes();
  for (const auto& [name, settings] : searches.stanzas) {
    if (name.find("Off-Hours ") == std::string::npos || !name.ends_with(" - Rule")) continue;
    EXPECT_TRUE(std::ranges::any_of(named, [&wanted = name](const auto& recipe) { return recipe.search == wanted; }))
        << name;
  }
}

// What the risk message names is a column of the result.
TEST(Recipes, EachTellsWhoAndWhatInItsRisk) {
  const Folder folder;
  const auto searches = conf("savedsearches.conf");
  for (const auto& recipe : recipes()) {
    const auto result = result_of(recipe, folder.path());
    const auto message = searches.get(recipe.search, "action.risk.param._risk_message");
    std::size_t tokens = 0;
    for (auto open = message.find('$'); open != std::string::npos; ++tokens) {
      const auto close = message.find('$', open + 1);
      const auto name = message.substr(open + 1, close - open - 1);
      EXPECT_TRUE(result.column(name)) << recipe.title << ": " << name;
      open = message.find('$', close + 1);
    }
    EXPECT_GE(tokens, 3U) << recipe.title;
    EXPECT_TRUE(result.column("user")) << recipe.title;
  }
}

}  // namespace
}  // namespace offhours::test
