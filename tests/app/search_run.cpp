#include "app/search_run.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>

#include "app/installed.hpp"
#include "app/spl.hpp"

namespace offhours::test {
namespace {

namespace json = boost::json;
using splunkd::Cell;
using splunkd::Table;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

// One row of a table, by names.
class Row {
 public:
  Row(const Table& table, std::size_t row) : table_(table), row_(row) {}

  const Cell* find(std::string_view name) const {
    const auto column = table_.column(name);
    if (!column) return nullptr;
    const auto& cell = table_.rows[row_][*column];
    return cell.empty() || (cell.size() == 1 && cell.front().empty()) ? nullptr : &cell;
  }

 private:
  const Table& table_;
  std::size_t row_;
};

std::optional<double> number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return std::nullopt;
  return value;
}

std::string lowered(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// `*` is any text.
bool matches(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  const auto rest = pattern.substr(star + 1);
  for (auto at = star; at <= text.size(); ++at) {
    if (matches(rest, text.substr(at))) return true;
  }
  return false;
}

struct Token {
  enum Kind { word, text, field, sign, end } kind = end;
  std::string value;
};

// Words, texts in double quotes, fields in single ones, and signs.
std::vector<Token> tokens_of(std::string_view from, bool expression) {
  std::vector<Token> tokens;
  const std::string_view signs = expression ? "()=!<>,/" : "()=!<>,";
  for (std::size_t at = 0; at < from.size();) {
    const char c = from[at];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at;
    } else if (c == '"' || (c == '\'' && expression)) {
      Token token{c == '"' ? Token::text : Token::field, {}};
      for (++at; at < from.size() && from[at] != c; ++at) {
        const bool escaped = from[at] == '\\' && at + 1 < from.size() && (from[at + 1] == '\\' || from[at + 1] == c);
        if (escaped) ++at;
        token.value += from[at];
      }
      if (at++ >= from.size()) fail("a text without an end: " + std::string(from));
      tokens.push_back(std::move(token));
    } else if (signs.find(c) != std::string_view::npos) {
      std::string sign(1, c);
      if (++at < from.size() && from[at] == '=' && std::string_view("=!<>").find(c) != std::string_view::npos) {
        sign += from[at++];
      }
      tokens.push_back({Token::sign, sign == "==" ? "=" : sign});
    } else {
      const auto end = std::min(from.find_first_of(std::string(signs) + " \t\n\"", at), from.size());
      tokens.push_back({Token::word, std::string(from.substr(at, end - at))});
      at = end;
    }
  }
  tokens.emplace_back();
  return tokens;
}

class Parser {
 protected:
  Parser(std::string_view text, bool expression) : text_(text), tokens_(tokens_of(text, expression)) {}

  const Token& next() const { return tokens_[at_]; }
  Token take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool take_if(Token::Kind kind, std::string_view value) {
    if (next().kind != kind || next().value != value) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view sign) {
    if (!take_if(Token::sign, sign)) fail("'" + std::string(sign) + "' is missing in: " + text_);
  }
  bool at_end() const { return next().kind == Token::end; }

  std::string text_;

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

long long relative(long long now, std::string_view modifier) {
  // -70m@m, @h-70m
  if (modifier.starts_with('@')) {
    const auto snapped = relative(now, "-0m" + std::string(modifier.substr(0, 2)));
    return modifier.size() > 2 ? relative(snapped, modifier.substr(2)) : snapped;
  }
  const auto digits = std::min(modifier.find_first_not_of("-0123456789"), modifier.size());
  const std::string unit(modifier.substr(digits));
  const auto seconds = [](std::string_view name) { return name == "h" ? 3600LL : name == "m" ? 60LL : 1LL; };
  const auto snap = unit.find('@');
  const std::string amount(modifier.substr(0, digits));
  if (amount.empty() || amount.find_first_of("0123456789") == std::string::npos)
    fail("no time: " + std::string(modifier));
  auto at = now + std::stoll(amount) * seconds(std::string_view(unit).substr(0, snap));
  if (snap != std::string::npos) at -= at % seconds(std::string_view(unit).substr(snap + 1));
  return at;
}

using Test = std::function<bool(const Row&)>;

// What `search` takes: NOT before OR before AND, which may be left out.
class SearchTerms : Parser {
 public:
  SearchTerms(std::string_view text, long long now) : Parser(text, false), now_(now) {}

  Test parse() {
    if (at_end()) return [](const Row&) { return true; };
    auto test = all();
    if (!at_end()) fail("'" + next().value + "' is too much in: " + text_);
    return test;
  }

 private:
  Test all() {
    auto left = any();
    while (!at_end() && !(next().kind == Token::sign && next().value == ")")) {
      take_if(Token::word, "AND");
      left = [left, right = any()](const Row& row) { return left(row) && right(row); };
    }
    return left;
  }
  Test any() {
    auto left = one();
    while (take_if(Token::word, "OR")) left = [left, right = one()](const Row& row) { return left(row) || right(row); };
    return left;
  }
  Test one() {
    if (take_if(Token::word, "NOT")) return [inner = one()](const Row& row) { return !inner(row); };
    if (take_if(Token::sign, "(")) {
      auto inner = all();
      expect(")");
      return inner;
    }
    const auto name = take();
    if (name.kind == Token::sign) fail("'" + name.value + "' cannot begin a term in: " + text_);
    if (next().kind == Token::sign && next().value != ")" && next().value != "(") {
      const auto sign = take().value;
      return compare(name.value, sign, {take().value});
    }
    if (take_if(Token::word, "IN")) {
      expect("(");
      std::vector<std::string> values;
      do values.push_back(take().value);
      while (take_if(Token::sign, ","));
      expect(")");
      return compare(name.value, "=", std::move(values));
    }
    if (name.value == "*") return [](const Row&) { return true; };
    return [word = "*" + lowered(name.value) + "*"](const Row& row) {
      const auto* raw = row.find("_raw");
      return raw != nullptr && matches(word, lowered(raw->front()));
    };
  }

  Test compare(const std::string& name, const std::string& sign, std::vector<std::string> values) const {
    if (name == "_index_earliest" || name == "_index_latest") {
      const auto bound = relative(now_, values.front());
      return [bound, earliest = name == "_index_earliest"](const Row& row) {
        const auto* indexed = row.find("_indextime");
        if (indexed == nullptr) return true;
        const auto at = std::stoll(indexed->front());
        return earliest ? at >= bound : at < bound;
      };
    }
    const bool of_the_index = name == "index" || name == "source" || name == "sourcetype" || name == "tag";
    if (sign != "=" && sign != "!=") fail("'" + sign + "' is not known to search");
    return [=, negated = sign == "!="](const Row& row) {
      const auto* cell = row.find(name);
      if (cell == nullptr) return of_the_index;
      const bool found = std::ranges::any_of(*cell, [&](const std::string& value) {
        return std::ranges::any_of(values,
                                   [&](const std::string& wanted) { return matches(lowered(wanted), lowered(value)); });
      });
      return found != negated;
    };
  }

  long long now_;
};

// An epoch time as strftime writes it; another text as it is.
std::string shown_in_utc(const std::string& text, const char* format) {
  const auto epoch = number(text);
  if (!epoch) return text;
  const auto seconds = static_cast<std::time_t>(std::floor(*epoch));
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 64> shown{};
  std::strftime(shown.data(), shown.size(), format, &utc);
  return shown.data();
}

// What `where` and `eval` take.
using Value = std::optional<std::string>;
using Expression = std::function<Value(const Row&)>;

class Expressions : Parser {
 public:
  explicit Expressions(std::string_view text) : Parser(text, true) {}

  // a=x, b=y
  std::vector<std::pair<std::string, Expression>> parse_assignments() {
    std::vector<std::pair<std::string, Expression>> assignments;
    do {
      auto name = take().value;
      expect("=");
      assignments.emplace_back(std::move(name), any());
    } while (take_if(Token::sign, ","));
    if (!at_end()) fail("'" + next().value + "' is too much in: " + text_);
    return assignments;
  }

  Expression parse() {
    auto expression = any();
    if (!at_end()) fail("'" + next().value + "' is too much in: " + text_);
    return expression;
  }

 private:
  static bool holds(const Value& value) { return value && *value == "true"; }
  static Value truth(bool holds) { return holds ? "true" : "false"; }

  Expression any() {
    auto left = all();
    while (take_if(Token::word, "OR")) {
      left = [left, right = all()](const Row& row) { return truth(holds(left(row)) || holds(right(row))); };
    }
    return left;
  }
  Expression all() {
    auto left = one();
    while (take_if(Token::word, "AND")) {
      left = [left, right = one()](const Row& row) { return truth(holds(left(row)) && holds(right(row))); };
    }
    return left;
  }
  Expression ratio() {
    auto left = term();
    while (take_if(Token::sign, "/")) {
      left = [left, right = term()](const Row& row) -> Value {
        const auto a = number(left(row).value_or(""));
        const auto b = number(right(row).value_or(""));
        if (!a || !b) return std::nullopt;
        return std::to_string(*a / *b);
      };
    }
    return left;
  }
  Expression one() {
    if (take_if(Token::word, "NOT")) return [inner = one()](const Row& row) { return truth(!holds(inner(row))); };
    auto left = ratio();
    if (next().kind != Token::sign || std::string_view("=!=<=>=").find(next().value) == std::string_view::npos)
      return left;
    const auto sign = take().value;
    return [left, sign, right = ratio()](const Row& row) -> Value {
      const auto a = left(row);
      const auto b = right(row);
      if (!a || !b) return std::nullopt;
      const auto x = number(*a);
      const auto y = number(*b);
      const auto order = x && y ? (*x < *y ? -1 : *x > *y ? 1 : 0) : a->compare(*b);
      if (sign == "=") return truth(order == 0);
      if (sign == "!=") return truth(order != 0);
      if (sign == "<") return truth(order < 0);
      if (sign == "<=") return truth(order <= 0);
      if (sign == ">") return truth(order > 0);
      return truth(order >= 0);
    };
  }
  Expression term() {
    if (take_if(Token::sign, "(")) {
      auto inner = any();
      expect(")");
      return inner;
    }
    const auto token = take();
    if (token.kind == Token::text) return [value = token.value](const Row&) -> Value { return value; };
    if (token.kind == Token::sign || token.kind == Token::end)
      fail("'" + token.value + "' begins no value in: " + text_);
    if (token.kind == Token::word && number(token.value)) {
      return [value = token.value](const Row&) -> Value { return value; };
    }
    if (token.kind == Token::word && take_if(Token::sign, "(")) return call(token.value);
    return [name = token.value](const Row& row) -> Value {
      const auto* cell = row.find(name);
      if (cell == nullptr) return std::nullopt;
      std::string joined;
      for (const auto& value : *cell) joined += (joined.empty() ? "" : "\n") + value;
      return joined;
    };
  }
  Expression call(const std::string& name) {
    std::vector<Expression> arguments;
    if (!take_if(Token::sign, ")")) {
      do arguments.push_back(any());
      while (take_if(Token::sign, ","));
      expect(")");
    }
    if (name == "isnotnull" || name == "isnull") {
      return [=, null = name == "isnull"](const Row& row) { return truth(arguments.at(0)(row).has_value() != null); };
    }
    if (name == "relative_time") {
      return [=](const Row& row) -> Value {
        const auto at = arguments.at(0)(row);
        if (!at) return std::nullopt;
        return std::to_string(relative(static_cast<long long>(number(*at).value_or(0)), *arguments.at(1)(row)));
      };
    }
    if (name == "true") return [](const Row&) { return truth(true); };
    if (name == "coalesce") {
      return [=](const Row& row) -> Value {
        for (const auto& argument : arguments) {
          if (auto value = argument(row)) return value;
        }
        return std::nullopt;
      };
    }
    if (name == "case") {
      return [=](const Row& row) -> Value {
        for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
          if (holds(arguments[i](row))) return arguments[i + 1](row);
        }
        return std::nullopt;
      };
    }
    if (name == "pow") {
      return [=](const Row& row) -> Value {
        return std::to_string(std::pow(number(*arguments.at(0)(row)).value(), number(*arguments.at(1)(row)).value()));
      };
    }
    if (name == "strftime") {
      return [=](const Row& row) -> Value {
        const auto at = arguments.at(0)(row);
        if (!at) return std::nullopt;
        return shown_in_utc(*at, arguments.at(1)(row)->c_str());
      };
    }
    fail("the function " + name + " is not known");
  }
};

template <typename Keep>
void keep_rows(Table& table, const Keep& keep) {
  std::vector<std::vector<Cell>> kept;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (keep(Row(table, row))) kept.push_back(table.rows[row]);
  }
  table.rows = std::move(kept);
}

void pick_columns(Table& table, const std::vector<std::string>& names) {
  Table picked;
  picked.columns = names;
  for (const auto& row : table.rows) {
    auto& cells = picked.rows.emplace_back();
    for (const auto& name : names) {
      const auto column = table.column(name);
      cells.push_back(column ? row[*column] : Cell());
    }
  }
  table = std::move(picked);
}

std::size_t column_of(Table& table, const std::string& name) {
  if (const auto column = table.column(name)) return *column;
  table.columns.push_back(name);
  for (auto& row : table.rows) row.emplace_back();
  return table.columns.size() - 1;
}

// count, min, max, sum and values. As in Splunk a row without one of the BY fields is dropped.
void stats(std::string_view text, Table& table) {
  struct Aggregate {
    std::string function;
    std::string field;
    std::string name;
  };
  std::vector<Aggregate> aggregates;
  std::vector<std::string> by;
  const auto words = splunkd::split_arguments(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (lowered(words[i]) == "by") {
      by.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    if (lowered(words[i]) == "as") {
      aggregates.back().name = splunkd::plain_argument(words.at(++i));
      continue;
    }
    const auto open = words[i].find('(');
    const auto field = open == std::string::npos ? "" : words[i].substr(open + 1, words[i].size() - open - 2);
    aggregates.push_back({words[i].substr(0, open), field, words[i]});
  }
  std::map<std::vector<std::string>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    std::vector<std::string> key;
    for (const auto& name : by) {
      if (const auto* cell = Row(table, i).find(name)) key.push_back(cell->front());
    }
    if (key.size() == by.size()) groups[key].push_back(i);
  }
  Table result;
  result.columns = by;
  for (const auto& aggregate : aggregates) result.columns.push_back(aggregate.name);
  for (const auto& [key, rows] : groups) {
    auto& cells = result.rows.emplace_back();
    for (const auto& part : key) cells.push_back({part});
    for (const auto& aggregate : aggregates) {
      std::set<std::string> values;
      std::vector<double> numbers;
      for (const auto row : rows) {
        const auto* cell = Row(table, row).find(aggregate.field);
        if (cell == nullptr) continue;
        values.insert(cell->begin(), cell->end());
        for (const auto& value : *cell) numbers.push_back(number(value).value_or(0));
      }
      if (aggregate.function == "count") {
        cells.push_back({std::to_string(rows.size())});
      } else if (aggregate.function == "values") {
        cells.push_back({values.begin(), values.end()});
      } else if (numbers.empty()) {
        cells.emplace_back();
      } else if (aggregate.function == "min") {
        cells.push_back({std::to_string(std::ranges::min(numbers))});
      } else if (aggregate.function == "max") {
        cells.push_back({std::to_string(std::ranges::max(numbers))});
      } else if (aggregate.function == "sum") {
        cells.push_back({std::to_string(std::accumulate(numbers.begin(), numbers.end(), 0.0))});
      } else {
        fail("the aggregate " + aggregate.function + " is not known");
      }
    }
  }
  table = std::move(result);
}

void apply(const SplCommand& command, Table& table, long long now) {
  const auto words = splunkd::split_arguments(command.arguments);
  if (command.name == "search") {
    keep_rows(table, SearchTerms(command.arguments, now).parse());
  } else if (command.name == "where") {
    keep_rows(table, [test = Expressions(command.arguments).parse()](const Row& row) {
      return test(row).value_or("") == "true";
    });
  } else if (command.name == "rename") {
    for (std::size_t i = 0; i + 2 < words.size(); i += 3) {
      const auto column = table.column(splunkd::plain_argument(words[i]));
      if (column) table.columns[*column] = splunkd::plain_argument(words[i + 2]);
    }
  } else if (command.name == "eval") {
    for (const auto& [name, expression] : Expressions(command.arguments).parse_assignments()) {
      const auto column = column_of(table, name);
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const auto value = expression(Row(table, row));
        table.rows[row][column] = value ? Cell{*value} : Cell();
      }
    }
  } else if (command.name == "fillnull" && words.empty()) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (Row(table, row).find(table.columns[i]) == nullptr) table.rows[row][i] = {"0"};
      }
    }
  } else if (command.name == "stats") {
    stats(command.arguments, table);
  } else if (command.name == "from") {
    // A data model: the events are what it gives.
  } else if (command.name == "table") {
    pick_columns(table, words);
  } else if (command.name == "convert") {
    const auto open = command.arguments.find("ctime(") + 6;
    const auto column = table.column(command.arguments.substr(open, command.arguments.find(')', open) - open));
    if (!column) return;
    for (auto& row : table.rows) {
      for (auto& value : row[*column]) value = shown_in_utc(value, "%Y-%m-%dT%H:%M:%S+00:00");
    }
  } else {
    fail("the command " + command.name + " is not known");
  }
}

// The scalars of a value by their paths; the elements of a list are values of one path that ends in `{}`.
void extract(const json::value& value, const std::string& path, std::vector<std::pair<std::string, Cell>>& fields) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      extract(member.value(), path.empty() ? std::string(member.key()) : path + "." + std::string(member.key()),
              fields);
    }
    return;
  }
  if (const auto* array = value.if_array()) {
    for (const auto& element : *array) extract(element, path + "{}", fields);
    return;
  }
  auto text = value.is_string() ? json::value_to<std::string>(value) : json::serialize(value);
  const auto known = std::ranges::find(fields, path, &std::pair<std::string, Cell>::first);
  if (known != fields.end()) {
    known->second.push_back(std::move(text));
  } else {
    fields.push_back({path, {std::move(text)}});
  }
}

}  // namespace

Table SearchRun::run(std::string_view search, Table events) {
  messages.clear();
  const auto text = with_macros(
      std::string(search), [&](const auto& name) { return macros.get(name, "definition"); },
      [&](const auto& name) { return macros.get(name, "args"); });
  for (const auto& command : commands_in(text)) {
    if (!command.name.starts_with("offhours")) {
      apply(command, events, now);
      continue;
    }
    splunkd::SearchSetup setup;
    setup.program.path = program.string();
    setup.info.command = command.name;
    setup.info.raw_args = splunkd::split_arguments(command.arguments);
    setup.probes = 0;
    auto result = splunkd::run_search(setup, events);
    if (!result.error.empty()) fail(result.error);
    if (!result.violations.empty()) fail(result.violations.front());
    for (auto& message : result.messages) messages.push_back(std::move(message.text));
    events = std::move(result.table);
  }
  return events;
}

std::string with_result(std::string_view text, const Table& result, std::size_t row,
                        std::vector<std::string>& unknown) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const auto close = text[at] == '$' ? text.find('$', at + 1) : std::string_view::npos;
    if (close == std::string_view::npos) {
      filled += text[at++];
      continue;
    }
    auto name = text.substr(at + 1, close - at - 1);
    const bool quoted = name.ends_with("|s");
    if (quoted) name.remove_suffix(2);
    if (!result.column(name)) {
      unknown.emplace_back(name);
      filled += text.substr(at, close + 1 - at);
    } else if (!quoted) {
      filled += result.text(row, name);
    } else {
      filled += '"';
      for (const char c : result.text(row, name)) {
        if (c == '"' || c == '\\') filled += '\\';
        filled += c;
      }
      filled += '"';
    }
    at = close + 1;
  }
  return filled;
}

Table extracted_events(const std::filesystem::path& file) {
  const bool fields_alone = file.string().ends_with(".fields.jsonl");
  Table events;
  events.columns = {"_time", "_raw"};
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::pair<std::string, Cell>> fields;
    const auto event = json::parse(line);
    if (fields_alone) {
      for (const auto& member : event.as_object()) {
        Cell cell;
        if (const auto* values = member.value().if_array()) {
          for (const auto& value : *values) cell.push_back(json::value_to<std::string>(value));
        } else {
          cell.push_back(json::value_to<std::string>(member.value()));
        }
        fields.push_back({member.key(), std::move(cell)});
      }
    } else {
      extract(event, "", fields);
      fields.push_back({"_raw", {line}});
    }
    auto& row = events.rows.emplace_back(events.columns.size());
    row[0] = {"1795000000"};
    for (auto& [name, cell] : fields) {
      auto column = events.column(name);
      if (!column) {
        column = events.columns.size();
        events.columns.push_back(name);
      }
      if (row.size() <= *column) row.resize(*column + 1);
      row[*column] = std::move(cell);
    }
  }
  for (auto& row : events.rows) row.resize(events.columns.size());
  return events;
}

}  // namespace offhours::test
