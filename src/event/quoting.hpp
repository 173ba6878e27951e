// How a quote of a JSON text is written at the place where the text stands.
//
// A text is read where it lies in the frame; nothing is copied to undo what was done to it on its way there. The event
//
//     {"data":"{\"tag\":\"v1\"}"}
//
// is a cell of a CSV row, whose quotes are doubled, and holds a text that is JSON itself:
//
//     "{""data"":""{\""tag\"":\""v1\""}""}"
//       ~~    ~~ ~~                   ~~        DoubledQuotes: those of the event
//                  ~~~   ~~~ ~~~  ~~~           EscapedDoubledQuotes: those of the text in `data`
//
// Out of a frame, say in a file, the same quotes are PlainQuotes and EscapedQuotes. What is written in an unusual way,
// such as a lone quote in a cell or a quote of an inner text as \u0022, is not followed here: the text is then decoded
// and read again as PlainQuotes.
#pragma once

#include <string_view>

namespace offhours::event {

struct PlainQuotes {
  static constexpr std::string_view quote = "\"";
  static constexpr bool is_doubled = false;
  static constexpr bool is_inner = false;
};

struct DoubledQuotes {
  static constexpr std::string_view quote = "\"\"";
  static constexpr bool is_doubled = true;
  static constexpr bool is_inner = false;
};

// In a string of another JSON text, of which it has whole characters.
struct EscapedQuotes {
  static constexpr std::string_view quote = "\\\"";
  static constexpr bool is_doubled = false;
  static constexpr bool is_inner = true;
};

struct EscapedDoubledQuotes {
  static constexpr std::string_view quote = "\\\"\"";
  static constexpr bool is_doubled = true;
  static constexpr bool is_inner = true;
};

// Whether a whole quote stands here, where its first byte does.
template <typename Quoting>
bool is_whole_quote(const char* at, const char* end) {
  if constexpr (Quoting::quote.size() == 1) return true;
  return at + 1 != end && at[1] == '"';
}

}  // namespace offhours::event
