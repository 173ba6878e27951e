#include "text/ascii.hpp"

#include <gtest/gtest.h>

#include "text/byte_order_mark.hpp"

namespace offhours::test {
namespace {

using namespace text;

std::string bytes_that(bool (*holds)(char)) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    if (holds(static_cast<char>(byte))) bytes += static_cast<char>(byte);
  }
  return bytes;
}

TEST(Ascii, ClassesAreTheseBytesAndNoOthers) {
  EXPECT_EQ(bytes_that(is_digit), "0123456789");
  EXPECT_EQ(bytes_that(is_blank), "\t\n\r ");
  EXPECT_EQ(bytes_that(is_letter), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  EXPECT_EQ(bytes_that(is_control).size(), 32U);
  EXPECT_EQ(bytes_that([](char c) { return hex_value(c) >= 0; }), "0123456789ABCDEFabcdef");
}

TEST(Ascii, CaseIsThatOfLettersOnly) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    EXPECT_EQ(to_lower(c) != c, c >= 'A' && c <= 'Z') << byte;
    EXPECT_EQ(to_upper(c) != c, c >= 'a' && c <= 'z') << byte;
  }
  EXPECT_EQ(to_lower("Mon-FRI \xC3\x84"), "mon-fri \xC3\x84");
  EXPECT_EQ(to_upper("dtstart"), "DTSTART");
}

TEST(Ascii, WordsAreEqualInAnyCase) {
  EXPECT_TRUE(equal_ignoring_case("By", "bY"));
  EXPECT_TRUE(equal_ignoring_case("", ""));
  EXPECT_FALSE(equal_ignoring_case("by", "byt"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));                // 0x20 apart, as letters are from their other case
  EXPECT_FALSE(equal_ignoring_case("\xC3\x84", "\xC3\xA4"));  // A umlaut in UTF-8
}

TEST(Ascii, HexDigitsHaveValues) {
  for (int value = 0; value < 16; ++value) {
    EXPECT_EQ(hex_value(lower_hex_digits[static_cast<std::size_t>(value)]), value);
    EXPECT_EQ(hex_value(upper_hex_digits[static_cast<std::size_t>(value)]), value);
  }
}

TEST(ByteOrderMark, IsTakenOffOnce) {
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB\xBF{}"), "{}");
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB\xBF\xEF\xBB\xBF"), "\xEF\xBB\xBF");
  for (const char* text : {"", "{}", "\xEF\xBB", " \xEF\xBB\xBF"}) EXPECT_EQ(without_byte_order_mark(text), text);
}

}  // namespace
}  // namespace offhours::test
