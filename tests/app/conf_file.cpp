#include "app/conf_file.hpp"

#include <string>
#include <string_view>

namespace offhours::test {
namespace {

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::string ConfFile::get(const std::string& stanza, const std::string& key) const {
  const auto found = stanzas.find(stanza);
  if (found == stanzas.end()) return {};
  const auto value = found->second.find(key);
  return value == found->second.end() ? std::string{} : value->second;
}

ConfFile parse_conf(std::string_view text) {
  ConfFile file;
  ConfFile::Stanza* stanza = nullptr;
  std::size_t number = 0;
  const auto next_line = [&] {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    return line;
  };
  while (!text.empty()) {
    std::string line{next_line()};
    const auto fault = [&, at = number](std::string_view what) {
      file.faults.push_back("line " + std::to_string(at) + ": " + std::string{what});
    };
    const auto start = trim(line);
    if (start.empty() || start.front() == '#') continue;
    while (line.back() == '\\' && !text.empty()) {
      line.back() = '\n';
      line += next_line();
    }
    if (line.find("\\ \n") != std::string::npos || trim(line).back() == '\\')
      fault("a backslash that continues nothing");
    const auto content = trim(line);
    if (content.front() == '[' && content.back() == ']') {
      const auto [place, is_new] = file.stanzas.try_emplace(std::string{content.substr(1, content.size() - 2)});
      if (!is_new) fault("stanza [" + place->first + "] again");
      stanza = &place->second;
      continue;
    }
    const auto equals = content.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      fault("neither a stanza nor a setting");
    } else if (stanza == nullptr) {
      fault("a setting before the first stanza");
    } else {
      const std::string key{trim(content.substr(0, equals))};
      if (stanza->contains(key)) fault("'" + key + "' again");
      (*stanza)[key] = trim(content.substr(equals + 1));
    }
  }
  return file;
}

}  // namespace offhours::test
