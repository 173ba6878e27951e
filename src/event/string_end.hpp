// Where a string of a JSON text ends, and where a container does that is not looked into. Any bytes may stand in a
// string: escapes are not looked at but for where they end.
#pragma once

namespace offhours::event {

// The closing quote of a string, or `end` if the text ends before it; null if quotes are not written there as `Quoting`
// has them. `at` stands between two characters of the string. Cost is linear in the bytes passed, whatever they are.
template <typename Quoting>
const char* string_end(const char* at, const char* end);

// The bracket that closes the container that opens at `at`, or `end` or null as above. Brackets are counted, whatever
// their kind, but for those inside strings.
template <typename Quoting>
const char* container_end(const char* at, const char* end);

}  // namespace offhours::event
