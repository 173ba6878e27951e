#include "policy/globs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

namespace offhours::test {
namespace {

using namespace policy;

TEST(Globs, KnowStarAndQuestionMarkOnly) {
  const struct {
    const char* pattern;
    const char* text;
    bool matches;
  } cases[] = {{"", "", true},
               {"*", "", true},
               {"?", "", false},
               {"a", "a", true},
               {"a", "A", false},
               {"a*", "abc", true},
               {"*c", "abc", true},
               {"a*c", "abc", true},
               {"a*c", "ac", true},
               {"a*c", "acb", false},
               {"a?c", "abc", true},
               {"a?c", "ac", false},
               {"**", "x", true},
               {"*a*b*", "xaybz", true},
               {"[a]", "a", false},
               {"[a]", "[a]", true},
               {"ecr*.amazonaws.com", "ecr-public.amazonaws.com", true},
               {"ecr*.amazonaws.com", "ecr.amazonaws.com.evil", false},
               {"*aab", "aaaaaab", true},
               {"a\\*", "a*", false}};
  for (const auto& c : cases) EXPECT_EQ(glob_matches(c.pattern, c.text), c.matches) << c.pattern << " " << c.text;
}

// Whatever a pattern is, a long text costs its length and not its length times that of the pattern.
TEST(Globs, ManyStarsAndLongTextsAreMatchedInLinearTime) {
  const std::string text(100'000, 'a');
  std::string stars;
  for (int i = 0; i < 200; ++i) stars += "*a";
  std::string halves = "*";
  halves += std::string(500, 'a');
  struct Case {
    std::string pattern;
    bool matches;
  };
  const auto start = std::chrono::steady_clock::now();
  for (int round = 0; round < 1000; ++round) {
    for (const auto& [pattern, matches] : {Case{stars + "b", false}, Case{halves + "b*", false}, Case{"*ab*", false},
                                           Case{halves + "*" + halves, true}}) {
      ASSERT_EQ(glob_matches(pattern, text), matches) << pattern.substr(0, 20);
    }
  }
  // 4,000 patterns on 100 KB: a cost of pattern times text would be hours.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

// The worst a part with `?` can meet: a text of which every place fits but for the part's last byte.
TEST(Globs, PartsWithQuestionMarksCostASmallShareOfTheirLength) {
  const std::string text(100'000, 'a');
  const auto milliseconds_of = [&](std::size_t part) {
    const std::string pattern = "*?" + std::string(part, 'a') + "b*";
    double best = 1e9;
    for (int round = 0; round < 3; ++round) {
      const std::clock_t start = std::clock();
      EXPECT_FALSE(glob_matches(pattern, text));
      best = std::min(best, 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return best;
  };
  // A byte of the text against a byte of the part at a time, 2,000 of them would be 200,000,000 comparisons.
  const double cost = milliseconds_of(2'000);
  std::printf("a part of 2,000 bytes with a ? on 100 KB: %.1f ms\n", cost);
  if (!OFFHOURS_EMULATED) {
    EXPECT_LT(cost, 100);
  }
  EXPECT_LT(milliseconds_of(30), 100);
}

// Empty texts that have no bytes anywhere.
TEST(Globs, ATextOfNothingIsAnEmptyOne) {
  for (const char* pattern : {"", "*", "**", "*?", "?", "*a*", "*?*"}) {
    const std::string_view text;
    EXPECT_EQ(glob_matches(pattern, text), glob_matches(pattern, "")) << pattern;
  }
}

// Against a matcher that tries everything.
bool matches_slowly(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return matches_slowly(pattern.substr(1), text) || (!text.empty() && matches_slowly(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
         matches_slowly(pattern.substr(1), text.substr(1));
}

TEST(Globs, AllShortOnesMatchWhatTheyShould) {
  const auto all = [](std::string_view letters, std::size_t longest) {
    std::vector<std::string> texts = {""};
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].size() == longest) break;
      for (const char c : letters) texts.push_back(texts[i] + c);
    }
    return texts;
  };
  for (const std::string& pattern : all("ab*?", 5)) {
    for (const std::string& text : all("ab", 5)) {
      ASSERT_EQ(glob_matches(pattern, text), matches_slowly(pattern, text)) << pattern << " " << text;
    }
  }
}

// Around 64 places, where the way of searching changes: the first place is found, and none that is not there.
TEST(Globs, PartsWithQuestionMarksAreFoundAtEveryPlace) {
  for (const std::size_t size : {1U, 62U, 63U, 64U, 65U, 66U, 67U, 127U, 128U, 129U, 130U, 200U}) {
    for (std::size_t at = 0; at + 3 <= size; ++at) {
      std::string text(size, '.');
      text.replace(at, 3, "x.z");
      EXPECT_TRUE(glob_matches("*x?z*", text)) << size << " " << at;
      EXPECT_FALSE(glob_matches("*x?zz*", text)) << size << " " << at;
      // What is behind the first place is left for the next part.
      EXPECT_FALSE(glob_matches("*x?z*x*", text)) << size << " " << at;
      EXPECT_EQ(glob_matches("*x?z*.*", text), at + 3 < size) << size << " " << at;
    }
  }
}

}  // namespace
}  // namespace offhours::test
