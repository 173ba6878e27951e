#include "policy/globs.hpp"

#include <gtest/gtest.h>

namespace offhours::policy {
namespace {

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

// A pattern of many stars against a long text must not take for ever.
TEST(Globs, AreMatchedInPolynomialTime) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(20000, 'a')));
}

}  // namespace
}  // namespace offhours::policy
