// Goes through long strings full of escapes, such as a JSON text inside of another, 64 bytes at a time.
#pragma once

namespace offhours::event {

// `at` is between two characters of a string. The place returned is so too: up to there the string goes on without a
// fault, with no escapes but of quotes, backslashes and line feeds. It may stop anywhere, and stops before the string's
// end and before 64 bytes are left. Doubled: every quote stands there twice.
template <bool Doubled>
const char* skip_usual(const char* at, const char* end);

// The same in a string of an inner text, which stands escaped in the string of another.
template <bool Doubled>
const char* skip_usual_inner(const char* at, const char* end);

}  // namespace offhours::event
