#include "rows/multivalue.hpp"

namespace offhours::rows {

bool decode_multivalue(std::string_view text, std::string& scratch, std::vector<std::string_view>& values) {
  const std::size_t before = values.size();
  scratch.clear();
  scratch.reserve(text.size());  // values never grow, so views into it stay valid
  const auto fail = [&] {
    values.resize(before);
    return false;
  };
  std::size_t i = 0;
  while (true) {
    if (i >= text.size() || text[i] != '$') return fail();
    ++i;
    const std::size_t start = scratch.size();
    while (true) {
      const std::size_t dollar = text.find('$', i);
      if (dollar == std::string_view::npos) return fail();
      scratch.append(text.substr(i, dollar - i));
      i = dollar + 1;
      if (i < text.size() && text[i] == '$') {
        scratch += '$';
        ++i;
      } else {
        break;
      }
    }
    values.emplace_back(scratch.data() + start, scratch.size() - start);
    if (i == text.size()) return true;
    if (text[i] != ';') return fail();
    ++i;
  }
}

void append_multivalue(std::string& out, std::span<const std::string_view> values) {
  std::string_view separator;
  for (const std::string_view value : values) {
    out += separator;
    separator = ";";
    out += '$';
    for (const char c : value) {
      if (c == '$') out += '$';
      out += c;
    }
    out += '$';
  }
}

std::string encode_multivalue(std::span<const std::string_view> values) {
  std::string out;
  append_multivalue(out, values);
  return out;
}

}  // namespace offhours::rows
