#include "text/decimal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "reference/stats.hpp"
#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace text;

TEST(Numbers, FollowTheGrammarOfJson) {
  for (const char* text : {"0", "-0", "12", "1.5", "-1.50e+3", "1E5", "0.0001e-10"})
    EXPECT_TRUE(is_number(text)) << text;
  for (const char* text :
       {"", "-", "+1", "01", ".5", "1.", "1e", "1e+", "0x1", "1 ", " 1", "NaN", "1,5", "--1", "1.5.2"}) {
    EXPECT_FALSE(is_number(text)) << text;
  }
}

TEST(Numbers, AreTakenApart) {
  const auto apart = [](std::string_view text, Grammar grammar) {
    const auto number = parse_decimal(text, grammar);
    if (!number) return std::string("none");
    return std::string(number->negative ? "-" : "+") + std::string(number->whole) + '|' +
           std::string(number->fraction) + '|' + std::to_string(number->exponent);
  };
  EXPECT_EQ(apart("-12.50E-3", Grammar::json), "-12|50|-3");
  EXPECT_EQ(apart("1e99999999999999999999", Grammar::json), "+1||100000000000000000");
  const struct {
    const char* text;
    const char* loose;
  } cases[] = {{"+5", "+5||0"}, {"007", "+007||0"}, {".5", "+|5|0"}, {"5.", "+5||0"},   {"-.5e+1", "-|5|1"},
               {".", "none"},   {"+", "none"},      {"+-5", "none"}, {"5e+-1", "none"}, {"5 ", "none"}};
  for (const auto& c : cases) {
    EXPECT_EQ(apart(c.text, Grammar::json), "none") << c.text;
    EXPECT_EQ(apart(c.text, Grammar::loose), c.loose) << c.text;
  }
}

TEST(Numbers, AreComparedAsExactDecimals) {
  const struct {
    const char* a;
    const char* b;
    int order;
  } cases[] = {
      {"1", "2", -1},
      {"10", "9", 1},
      {"1.0", "1", 0},
      {"1e2", "100", 0},
      {"-1", "1", -1},
      {"-2", "-1", -1},
      {"0", "-0", 0},
      {"0.1", "0.10000000000000000000000000000000000001", -1},
      {"123456789012345678901234567890", "123456789012345678901234567891", -1},
      {"1e-5", "0.00001", 0},
      {"0.0", "0e99", 0},
      {"5e-400", "0", 1},
      {"1e400", "1e399", 1},
      {"-1e400", "1", -1},
      {"1e99999999999999999999", "2", 1},
      {"1e-99999999999999999999", "0", 1},
  };
  for (const auto& c : cases) {
    const auto order = compare_numbers(c.a, c.b);
    EXPECT_EQ(order < 0 ? -1 : order > 0 ? 1 : 0, c.order) << c.a << " and " << c.b;
    const auto other = compare_numbers(c.b, c.a);
    EXPECT_EQ(other < 0 ? -1 : other > 0 ? 1 : 0, -c.order) << c.b << " and " << c.a;
  }
}

// Texts of which many are numbers, and many of these written alike.
std::string any_text(Random& random) {
  const auto digits = [&](std::size_t least, std::size_t most) {
    std::string text;
    for (std::size_t n = least + below(random, most - least + 1); n > 0; --n) {
      text += static_cast<char>('0' + (one_in(random, 2) ? 7 : below(random, 10)));
    }
    return text;
  };
  std::string text = one_in(random, 2) ? "17" + digits(8, 11) : digits(0, 20);
  if (one_in(random, 3)) text += '.' + (one_in(random, 2) ? digits(3, 3) : digits(0, 12));
  if (one_in(random, 8)) text += "e" + digits(0, 2);
  if (one_in(random, 8)) text.insert(0, "-");
  if (one_in(random, 6))
    text.insert(below(random, text.size() + 1), 1, any_of(random, std::string("0.-+a/:\xB0\0", 9)));
  return text;
}

TEST(Numbers, AreWhatASlowReaderSays) {
  run_trials("numbers", std::chrono::milliseconds(300), [](Random& random) {
    std::vector<std::string> texts(40);
    for (std::string& text : texts) text = any_text(random);
    for (const std::string& a : texts) {
      const auto value_a = reference::number_of(a);
      ASSERT_EQ(is_number(a), value_a.has_value()) << testing::PrintToString(a);
      const bool plain = value_a && a.find_first_not_of("0123456789.") == std::string::npos;
      ASSERT_EQ(plain_digits(a), plain ? std::min(a.find('.'), a.size()) : 0) << testing::PrintToString(a);
      if (!value_a) continue;
      for (const std::string& b : texts) {
        const std::size_t digits = plain_digits(a);
        if (digits > 0) {
          ASSERT_EQ(is_alike(b, a, digits), b.size() == a.size() && plain_digits(b) == digits)
              << testing::PrintToString(a) << " and " << testing::PrintToString(b);
        }
        const auto value_b = reference::number_of(b);
        if (!value_b) continue;
        const auto expected = *value_a < *value_b ? -1 : *value_a > *value_b ? 1 : 0;
        const auto order = compare_numbers(a, b);
        ASSERT_EQ(order < 0 ? -1 : order > 0 ? 1 : 0, expected) << a << " and " << b;
      }
    }
  });
}

}  // namespace
}  // namespace offhours::test
