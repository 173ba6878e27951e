#include "command/arguments.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace offhours::command {
namespace {

bool is_separator(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ','; }

// Arguments without their quotes: one that a bare word could not be is quoted again.
std::string quoted_again(const std::string& argument) {
  const bool bare =
      !argument.empty() && std::ranges::none_of(argument, [](char c) { return is_separator(c) || c == '"'; });
  return bare ? argument : quoted(argument);
}

}  // namespace

bool Token::is_word(std::string_view word) const { return kind == Kind::word && text::equal_ignoring_case(text, word); }

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::vector<Token> tokens_of(const wire::GetInfo& info) {
  std::string text;
  for (const std::string& argument : info.raw_args) text += argument + ' ';
  if (info.raw_args.empty()) {
    for (const std::string& argument : info.args) text += quoted_again(argument) + ' ';
  }
  return split_tokens(text);
}

std::vector<Token> split_tokens(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (is_separator(c)) {
      ++i;
    } else if (c == '(' || c == ')' || c == '=') {
      const Token::Kind kind = c == '(' ? Token::Kind::open : c == ')' ? Token::Kind::close : Token::Kind::equals;
      tokens.push_back({kind, std::string(1, c)});
      ++i;
    } else if (c == '"') {
      Token token{Token::Kind::quoted, {}};
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
        token.text += text[i];
      }
      ++i;
      tokens.push_back(std::move(token));
    } else {
      const std::size_t start = i;
      while (i < text.size() && !is_separator(text[i]) && text[i] != '(' && text[i] != ')' && text[i] != '=' &&
             text[i] != '"') {
        ++i;
      }
      tokens.push_back({Token::Kind::word, std::string(text.substr(start, i - start))});
    }
  }
  return tokens;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> list;
  std::size_t i = 0;
  while (i < text.size()) {
    if (is_separator(text[i])) {
      ++i;
      continue;
    }
    const std::size_t start = i;
    while (i < text.size() && !is_separator(text[i])) ++i;
    list.emplace_back(text.substr(start, i - start));
  }
  return list;
}

}  // namespace offhours::command
