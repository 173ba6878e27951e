// UTF-16 as spreadsheets save it ("Unicode text"), turned into UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace offhours::text {

enum class Utf16 { none, little_endian, big_endian };

// By the byte order mark, or where there is none by the zero in each of the first pairs of bytes, which a text of
// mostly ASCII has in UTF-16 and never in UTF-8.
Utf16 find_utf16(std::string_view bytes);

// False: the bytes are cut or hold half of a surrogate pair. The byte order mark stays, as one of UTF-8.
bool utf16_to_utf8(std::string_view bytes, Utf16 form, std::string& out);

}  // namespace offhours::text
