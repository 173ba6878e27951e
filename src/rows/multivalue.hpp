// Multivalue cells: column `__mv_x` holds each value between dollar signs, joined by semicolons, with dollar signs
// doubled (`$a$$b$;$c;d$`); column `x` holds the values joined by LF. For no or one value only `x` is used.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::rows {

constexpr std::string_view multivalue_prefix = "__mv_";

// Appends the values of an `__mv_` cell to `values`; they are views over `text` or over `scratch`, which must outlive
// them. False, and nothing appended: the text does not follow the rule, and the plain cell counts.
bool decode_multivalue(std::string_view text, std::string& scratch, std::vector<std::string_view>& values);

void append_multivalue(std::string& out, std::span<const std::string_view> values);
std::string encode_multivalue(std::span<const std::string_view> values);

}  // namespace offhours::rows
