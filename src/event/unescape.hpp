// What the bytes of a JSON string stand for.
//
// An escape is a backslash and one of `"\/bfnrt`, or `\u` and four hex digits, two of these for a character beyond
// U+FFFF. What else follows a backslash makes no escape: the backslash then stands for itself, and so does what is
// behind it. Half of a surrogate pair stands for U+FFFD. So any bytes between two quotes are a text:
//
//     \n  \"  \u00e9  \ud83d\ude00     LF  "  é  😀
//     \x  \u12  \ud83d!                \x  \u12  U+FFFD!
#pragma once

#include <cstddef>

namespace offhours::event {

// Writes the text of a string's bytes, or of whole characters of it, to `to` and returns its end. The text is not
// longer than its bytes, but so much more may be written behind it.
constexpr std::size_t unescape_slack = 16;
template <typename Quoting>
char* unescape(const char* from, const char* end, char* to);

// Where the last whole character of a string ends whose text was cut short at `end`: what stands there at last may be
// the beginning of an escape, or of a pair of them.
template <typename Quoting>
const char* whole_characters_end(const char* from, const char* end);

}  // namespace offhours::event
