#include "fault/code.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace offhours::test {
namespace {

using namespace fault;

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::set<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

std::set<std::string> all_codes() {
  const std::string header = text_of(fs::path(OFFHOURS_SOURCE_DIR) / "src/fault/code.hpp");
  const std::size_t start = header.find("enum class Code {");
  return matches(header.substr(start, header.find("};", start) - start), std::regex(R"(\n  (\w+),)"));
}

TEST(Codes, AreAllMadeBySomething) {
  const std::set<std::string> codes = all_codes();
  ASSERT_EQ(codes.size(), code_count);
  std::set<std::string> made;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(OFFHOURS_SOURCE_DIR) / "src")) {
    const fs::path& path = entry.path();
    if ((path.extension() != ".cpp" && path.extension() != ".hpp") || path.parent_path().filename() == "fault")
      continue;
    made.merge(matches(text_of(path), std::regex(R"(\bCode::(\w+))")));
  }
  for (const std::string& code : codes) EXPECT_TRUE(made.contains(code)) << code;
}

// A predicate of the thing and its value: "option 'x' is unknown".
TEST(Codes, HavePhrasesThatGoOnWithTheThing) {
  const std::regex predicate(
      "(is|are|has|holds|needs|takes|starts|ends|matches|follows|overlap|leaves?|can|cannot|separates|begins|names|"
      "ended) .*[^.]");
  std::set<std::string_view> phrases;
  for (std::size_t i = 0; i < code_count; ++i) {
    const std::string text(phrase(static_cast<Code>(i)));
    EXPECT_TRUE(std::regex_match(text, predicate)) << text;
    EXPECT_TRUE(phrases.insert(phrase(static_cast<Code>(i))).second) << text << " is there twice";
    // "is no date" is what German would say.
    EXPECT_FALSE(text.starts_with("is no ")) << text;
  }
}

}  // namespace
}  // namespace offhours::test
