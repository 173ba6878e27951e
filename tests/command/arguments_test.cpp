#include "command/arguments.hpp"

#include <gtest/gtest.h>

namespace offhours::test {
namespace {

using namespace command;

std::string told(const std::vector<Token>& tokens) {
  std::string text;
  for (const Token& token : tokens) {
    text += token.kind == Token::Kind::quoted ? "<" + token.text + ">" : token.text;
    text += ' ';
  }
  return text;
}

TEST(Tokens, AreWordsQuotedTextsAndPunctuation) {
  const struct {
    const char* text;
    const char* tokens;
  } cases[] = {
      {"count min(_time) as x", "count min ( _time ) as x "},
      {"min ( _time )", "min ( _time ) "},
      {"a=1 b = \"two three\"", "a = 1 b = <two three> "},
      {"\"c\"=\"three\"", "<c> = <three> "},
      {R"("a \"b\" \\ \n")", R"(<a "b" \ \n> )"},
      {"values(a),values(b)", "values ( a ) values ( b ) "},
      {"by \"as\" 'my field'", "by <as> 'my field' "},
      {"resources{}.uid", "resources{}.uid "},
      {"hours=\"08:00-12:00, 13:00-17:00\"", "hours = <08:00-12:00, 13:00-17:00> "},
      {"\"never closed", "<never closed> "},
      {"", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(told(split_tokens(c.text)), c.tokens) << c.text;
}

TEST(Tokens, ComeFromRawArgumentsOrElseFromPlainOnes) {
  wire::GetInfo info;
  info.raw_args = {"by", "\"my field\""};
  info.args = {"by", "my field"};
  EXPECT_EQ(told(tokens_of(info)), "by <my field> ");
  info.raw_args.clear();
  EXPECT_EQ(told(tokens_of(info)), "by <my field> ");
  info.args = {"a\"b\\", ""};
  EXPECT_EQ(told(tokens_of(info)), "<a\"b\\> <> ");
}

TEST(Lists, AreSeparatedByBlanksOrCommas) {
  EXPECT_EQ(split_list(" a, b  c,,d "), (std::vector<std::string>{"a", "b", "c", "d"}));
  EXPECT_TRUE(split_list(" , ").empty());
}

}  // namespace
}  // namespace offhours::test
