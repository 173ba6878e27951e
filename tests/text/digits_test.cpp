#include "text/digits.hpp"

#include <gtest/gtest.h>

#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace text;

TEST(Digits, EightAtATime) {
  EXPECT_EQ(eight_digits("20260516"), 20260516U);
  EXPECT_EQ(eight_digits("00000000"), 0U);
  EXPECT_EQ(eight_digits("99999999"), 99999999U);
  // Each byte in each place.
  for (std::size_t place = 0; place < 8; ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = "12345678";
      text[place] = static_cast<char>(byte);
      const auto value = eight_digits(text.data());
      ASSERT_EQ(value.has_value(), is_digit(text[place])) << place << ' ' << byte;
      if (value) {
        ASSERT_EQ(*value, std::stoul(text));
      }
    }
  }
}

TEST(Digits, AreCounted) {
  run_trials("counting digits", std::chrono::milliseconds(50), [](Random& random) {
    const std::string before(below(random, 5), '7');
    const std::string digits(below(random, 30), static_cast<char>('0' + below(random, 10)));
    const std::string behind = one_in(random, 2) ? "" : std::string(1, any_of(random, std::string("/:.xe\xB0"))) + "12";
    ASSERT_EQ(count_digits(before + digits + behind, before.size()), digits.size());
  });
}

TEST(Digits, AreTakenOffTheFront) {
  std::string_view text = "0316x";
  EXPECT_EQ(consume_digits(text, 2), 3);
  EXPECT_EQ(consume_digits(text, 3), std::nullopt);  // with the x
  EXPECT_EQ(text, "16x");
  EXPECT_EQ(consume_digits(text, 4), std::nullopt);  // longer than the text
  EXPECT_EQ(consume_digits(text, 2), 16);
}

TEST(Digits, ArePadded) {
  const struct {
    std::uint32_t value;
    int width;
    const char* text;
  } cases[] = {{7, 3, "007"},     {0, 2, "00"},        {0, 1, "0"},
               {2026, 4, "2026"}, {12345, 4, "12345"}, {4294967295, 2, "4294967295"}};
  for (const auto& c : cases) {
    std::string out = "x";
    append_padded(out, c.value, c.width);
    EXPECT_EQ(out, std::string("x") + c.text);
  }
}

}  // namespace
}  // namespace offhours::test
