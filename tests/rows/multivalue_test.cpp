#include "rows/multivalue.hpp"

#include <gtest/gtest.h>

#include <random>

namespace offhours::test {
namespace {

using namespace rows;

std::vector<std::string> decode(std::string_view text, bool expect_valid = true) {
  std::string scratch;
  std::vector<std::string_view> values;
  EXPECT_EQ(decode_multivalue(text, scratch, values), expect_valid) << text;
  return {values.begin(), values.end()};
}

TEST(Multivalue, DecodesByTheDollarRule) {
  const struct {
    const char* text;
    std::vector<std::string> values;
  } cases[] = {
      {"$a$", {"a"}},
      {"$a$$b$;$c;d$", {"a$b", "c;d"}},
      {"$a$;$$;$b$", {"a", "", "b"}},
      {"$$;$$", {"", ""}},
      {"$$$$;$x$", {"$", "x"}},
      {"$;$;$b$", {";", "b"}},
      {"$$$;$$$", {"$;$"}},
      {"$line\nend$;$\xD4$", {"line\nend", "\xD4"}},
  };
  for (const auto& c : cases) EXPECT_EQ(decode(c.text), c.values) << c.text;
}

TEST(Multivalue, LeavesTextThatBreaksTheRuleToThePlainCell) {
  for (const char* text : {"", "a", "$a", "$a$b$", "$a$;", "$a$;b", "$a$;;$b$", ";$a$"}) {
    EXPECT_TRUE(decode(text, false).empty()) << text;
  }
}

TEST(Multivalue, WhatIsEncodedDecodesToTheSame) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr std::string_view alphabet = "$;a\n\"";
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::string> values(1 + random() % 4);
    for (std::string& value : values) {
      for (auto n = random() % 5; n > 0; --n) value += alphabet[random() % alphabet.size()];
    }
    const std::vector<std::string_view> views(values.begin(), values.end());
    ASSERT_EQ(decode(encode_multivalue(views)), values);
  }
}

}  // namespace
}  // namespace offhours::test
