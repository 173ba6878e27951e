// A command's arguments as tokens. splunkd splits at blanks and drops commas between bare words; quotes and escapes are
// still in `raw_args`, which is what tells a field named `as` from the word AS.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/metadata.hpp"

namespace offhours::command {

struct Token {
  enum class Kind { word, quoted, open, close, equals };
  Kind kind = Kind::word;
  std::string text;  // quotes stripped, escapes undone

  bool is_text() const { return kind == Kind::word || kind == Kind::quoted; }
  // Whether it is this bare word, in upper or lower case.
  bool is_word(std::string_view word) const;
};

std::vector<Token> tokens_of(const wire::GetInfo& info);
std::vector<Token> split_tokens(std::string_view text);

// The text in double quotes, as split_tokens() and splunkd read it back.
std::string quoted(std::string_view text);

// Words separated by blanks or commas.
std::vector<std::string> split_list(std::string_view text);

}  // namespace offhours::command
