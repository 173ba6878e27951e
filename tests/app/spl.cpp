#include "app/spl.hpp"

#include <algorithm>
#include <cctype>

namespace offhours::test {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
}

}  // namespace

std::vector<SplCommand> commands_in(std::string_view search) {
  std::vector<std::string> parts(1);
  std::vector<std::string> subsearches;
  bool quoted = false;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < search.size(); ++at) {
    const char c = search[at];
    if (quoted && c == '\\' && at + 1 < search.size()) {
      (depth > 0 ? subsearches.back() : parts.back()) += std::string{c, search[++at]};
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '[' && ++depth == 1) {
      subsearches.emplace_back();
      continue;
    }
    if (!quoted && c == ']' && depth > 0 && --depth == 0) continue;
    if (depth > 0) {
      subsearches.back() += c;
    } else if (c == '|' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  std::vector<SplCommand> commands;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = trimmed(parts[i]);
    if (i == 0) {
      if (!part.empty()) commands.push_back({"search", part});
      continue;
    }
    if (part.starts_with('`')) continue;
    const auto end = std::min(part.find_first_of(" \t\n"), part.size());
    commands.push_back({part.substr(0, end), trimmed(std::string_view(part).substr(end))});
  }
  for (const auto& subsearch : subsearches) {
    for (auto& command : commands_in(subsearch)) commands.push_back(std::move(command));
  }
  return commands;
}

std::set<std::string> macros_in(std::string_view search) {
  std::set<std::string> names;
  for (auto open = search.find('`'); open != std::string_view::npos; open = search.find('`')) {
    const auto close = search.find('`', open + 1);
    if (close == std::string_view::npos) break;
    std::string name{search.substr(open + 1, close - open - 1)};
    if (const auto arguments = name.find('('); arguments != std::string::npos) {
      const auto count = std::count(name.begin(), name.end(), ',') + 1;
      name.replace(arguments, std::string::npos, "(" + std::to_string(count) + ")");
    }
    names.insert(name);
    search.remove_prefix(close + 1);
  }
  return names;
}

std::string with_macros(std::string text, const std::function<std::string(const std::string&)>& definition,
                        const std::function<std::string(const std::string&)>& arguments) {
  for (auto open = text.find('`'); open != std::string::npos; open = text.find('`')) {
    const auto close = text.find('`', open + 1);
    if (close == std::string::npos) break;
    const std::string call = text.substr(open, close + 1 - open);
    const std::string name = *macros_in(call).begin();
    std::string made = definition(name);
    if (const auto bracket = call.find('('); bracket != std::string::npos) {
      // All macros of the app have one argument at most.
      made = with_tokens(made, {{arguments(name), call.substr(bracket + 1, call.rfind(')') - bracket - 1)}});
    }
    text.replace(open, close + 1 - open, made);
  }
  return text;
}

std::string with_tokens(std::string text, const std::map<std::string, std::string>& tokens) {
  for (const auto& [name, value] : tokens) {
    const auto token = "$" + name + "$";
    for (auto at = text.find(token); at != std::string::npos; at = text.find(token, at + value.size())) {
      text.replace(at, token.size(), value);
    }
  }
  return text;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0 &&
        std::isxdigit(static_cast<unsigned char>(text[at + 2])) != 0) {
      decoded += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
      at += 2;
    } else {
      decoded += text[at];
    }
  }
  return decoded;
}

}  // namespace offhours::test
