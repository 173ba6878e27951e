#include "app/columns.hpp"

#include <algorithm>
#include <regex>

#include "splunkd/driver.hpp"

namespace offhours::test {
namespace {

using Names = std::vector<std::string>;

// Words parted by blanks and commas, without options (`limit=5`); a word in quotes is one.
Names words_of(std::string_view arguments) {
  Names words;
  for (const std::string& raw : splunkd::split_arguments(arguments)) {
    if (raw.find('=') == std::string::npos) words.push_back(splunkd::plain_argument(raw));
  }
  return words;
}

bool matches(std::string_view pattern, std::string_view name) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  return name.size() + 1 >= pattern.size() && name.starts_with(pattern.substr(0, star)) &&
         name.ends_with(pattern.substr(star + 1));
}

// `sum(x) as y, count by a b`: what is read, and what comes out.
struct Aggregated {
  Names reads;
  Names gives;
};

Aggregated aggregated(std::string_view arguments) {
  Aggregated made;
  static const std::regex function(R"(([a-z]+)\(([^)]*)\)(?:\s+as\s+(\S+))?|\b(count)\b(?:\s+as\s+(\S+))?)",
                                   std::regex::icase);
  std::string text(arguments);
  std::string by;
  static const std::regex by_word(R"(\s+by\s+)", std::regex::icase);
  if (std::smatch match; std::regex_search(text, match, by_word)) {
    by = match.suffix();
    text = match.prefix();
  } else if (text.starts_with("by ")) {
    by = text.substr(3);
    text.clear();
  }
  for (std::sregex_iterator it(text.begin(), text.end(), function), end; it != end; ++it) {
    const std::smatch& match = *it;
    if (match[4].matched) {
      made.gives.push_back(match[5].matched ? match[5].str() : "count");
      continue;
    }
    const std::string argument = match[2];
    if (argument.starts_with("eval(")) {
      for (std::string& name : fields_of_expression(argument.substr(5))) made.reads.push_back(std::move(name));
    } else if (!argument.empty() && argument != "*") {
      made.reads.push_back(argument);
    }
    made.gives.push_back(match[3].matched ? match[3].str() : match[1].str() + "(" + argument + ")");
  }
  for (std::string& name : words_of(by)) {
    made.reads.push_back(name);
    made.gives.push_back(std::move(name));
  }
  return made;
}

// The parts of `a=x, b=f(y, z)` between commas that stand in no brackets and no quotes.
Names assignments(std::string_view text) {
  Names parts(1);
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\' && i + 1 < text.size()) parts.back() += text[i++];
      if (text[i] == quote) quote = 0;
    } else if (c == '"') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == ',' && depth == 0) {
      parts.emplace_back();
      continue;
    }
    parts.back() += text[i];
  }
  return parts;
}

}  // namespace

std::vector<std::string> fields_of_expression(std::string_view expression) {
  static const std::regex token(
      R"re("(?:[^"\\]|\\.)*"|'([^']*)'|([A-Za-z_][A-Za-z0-9_]*(?:\{\})?(?:\.[A-Za-z_][A-Za-z0-9_]*(?:\{\})?)*)(\s*\()?|[0-9.]+)re");
  static const std::set<std::string> words = {"AND",  "OR",   "NOT",   "XOR",  "IN",   "LIKE", "BY",
                                              "and",  "or",   "not",   "xor",  "in",   "like", "true",
                                              "null", "TRUE", "FALSE", "NULL", "false"};
  const std::string text(expression);
  Names names;
  for (std::sregex_iterator it(text.begin(), text.end(), token), end; it != end; ++it) {
    const std::smatch& match = *it;
    if (match[1].matched) names.push_back(match[1]);
    if (match[2].matched && !match[3].matched && !words.contains(match[2])) names.push_back(match[2]);
  }
  return names;
}

void Columns::give(const std::vector<std::string>& names, bool all) {
  if (all) {
    known_.clear();
    open_ = false;
  }
  known_.insert(names.begin(), names.end());
}

bool Columns::can_be(std::string_view name) const {
  if (open_ && !name.starts_with("off_hours")) return true;
  return std::ranges::any_of(known_, [&](const std::string& known) { return matches(name, known); });
}

std::vector<std::string> Columns::pass(const SplCommand& command) {
  Names reads;
  Names gives;
  bool only_these = false;
  const std::string& name = command.name;
  if (name == "table" || name == "fields") {
    for (const std::string& word : words_of(command.arguments)) {
      if (word == "-") return {};
      if (word != "+") reads.push_back(word);
    }
    gives = reads;
    only_these =
        std::ranges::none_of(reads, [](const std::string& read) { return read.find('*') != std::string::npos; });
  } else if (name == "where" || name == "search") {
    if (name == "where") {
      reads = fields_of_expression(command.arguments);
    } else {
      static const std::regex compared(R"(([A-Za-z_][A-Za-z0-9_.]*)\s*(?:!=|=|<|>))");
      for (std::sregex_iterator it(command.arguments.begin(), command.arguments.end(), compared), end; it != end;
           ++it) {
        reads.push_back((*it)[1]);
      }
      // Events of an index, at the beginning of a search or of a search within it.
      if (std::ranges::any_of(reads, [](const std::string& read) { return read == "index" || read == "sourcetype"; })) {
        known_.clear();
        open_ = true;
        return {};
      }
    }
  } else if (name == "eval") {
    for (const std::string& part : assignments(command.arguments)) {
      const auto equals = part.find('=');
      for (std::string& field : fields_of_expression(part.substr(equals + 1))) {
        if (std::ranges::find(gives, field) == gives.end()) reads.push_back(std::move(field));
      }
      gives.push_back(part.substr(part.find_first_not_of(' '), equals - part.find_first_not_of(' ')));
      // `{weekday}=x` makes columns of a field's values.
      if (gives.back().starts_with('{')) open_ = true;
    }
  } else if (name == "rename") {
    const Names words = words_of(command.arguments);
    for (std::size_t i = 0; i + 2 < words.size(); i += 3) {
      reads.push_back(words[i]);
      gives.push_back(words[i + 2]);
      if (can_be(words[i])) known_.erase(words[i]);
      known_.insert(words[i]);
    }
  } else if (name == "sort") {
    for (std::string word : words_of(command.arguments)) {
      word.erase(0, word.find_first_not_of("+-"));
      if (word.empty() || word.find_first_not_of("0123456789") == std::string::npos) continue;
      const auto open = word.find('(');
      reads.push_back(open == std::string::npos ? word : word.substr(open + 1, word.find(')') - open - 1));
    }
  } else if (name == "stats" || name == "timechart" || name == "streamstats" || name == "eventstats") {
    Aggregated made = aggregated(command.arguments);
    reads = std::move(made.reads);
    gives = std::move(made.gives);
    if (name == "timechart") gives.push_back("_time");
    only_these = name == "stats";
  } else if (name == "xyseries") {
    reads = words_of(command.arguments);
    if (reads.size() > 3) reads.resize(3);
  } else if (name == "convert") {
    static const std::regex of_field(R"(ctime\(([^)]*)\))");
    for (std::sregex_iterator it(command.arguments.begin(), command.arguments.end(), of_field), end; it != end; ++it) {
      reads.push_back((*it)[1]);
    }
  } else if (name == "inputlookup" || name == "makeresults" || name == "rest" || name == "from") {
    known_.clear();
    open_ = true;
  }
  Names missing;
  for (std::string& read : reads) {
    if (!can_be(read)) missing.push_back(std::move(read));
  }
  // Columns that are the values of a field.
  if (name == "xyseries" || name == "timechart") {
    known_.clear();
    open_ = true;
  }
  if (only_these) {
    known_.clear();
    open_ = false;
  }
  known_.insert(gives.begin(), gives.end());
  return missing;
}

}  // namespace offhours::test
