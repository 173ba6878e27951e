// The three bytes that some programs write before UTF-8.
#pragma once

#include <string_view>

namespace offhours::text {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

}  // namespace offhours::text
