#include "command/stats_arguments.hpp"

#include <algorithm>
#include <array>

#include "event/names.hpp"
#include "policy/globs.hpp"
#include "text/ascii.hpp"

namespace offhours::command {

using fault::Code;

namespace {

// Functions of `stats` that are not here, and what gives the same or comes nearest.
struct Instead {
  std::string_view function;
  std::string_view write;
};
constexpr std::array<Instead, 9> instead = {{{"distinct_count", "dc"},
                                             {"estdc", "dc"},
                                             {"mean", "avg"},
                                             {"first", "latest"},
                                             {"last", "earliest"},
                                             {"list", "values"},
                                             {"earliest_time", "min(_time)"},
                                             {"latest_time", "max(_time)"},
                                             {"range", "min and max"}}};

bool has_wildcard(std::string_view name) { return name.find('*') != std::string_view::npos; }

// The computed names that a wildcard could stand for, each as `before` and `behind` make an argument of it; empty if
// they are none or many.
std::string names_for(std::string_view wildcard, std::string_view before, std::string_view behind) {
  constexpr std::size_t most = 6;
  std::string names;
  std::size_t count = 0;
  for (const std::string_view name : event::computed_names()) {
    if (!policy::glob_matches(wildcard, name)) continue;
    if (++count > most) return {};
    names += (names.empty() ? "" : " ") + std::string(before) + std::string(name) + std::string(behind);
  }
  return names;
}

class Parser {
 public:
  Parser(const std::vector<Token>& tokens, OptionReader& reader, OffhoursStatsOptions& options, Faults& faults)
      : tokens_(tokens), reader_(reader), options_(options), faults_(faults) {}

  void parse() {
    bool in_by = false;
    while (at_ < tokens_.size()) {
      if (reader_.accept(tokens_, at_)) continue;
      const Token& token = tokens_[at_];
      if (token.is_word("by") && !in_by) {
        in_by = true;
        ++at_;
      } else if (in_by && token.is_text()) {
        add_by_field(token.text);
        ++at_;
      } else if (!in_by && token.kind == Token::Kind::word) {
        parse_aggregate();
      } else {
        fault("argument", token.text, Code::unexpected);
        ++at_;
      }
    }
    if (in_by && options_.by.empty()) fault("argument", "by", Code::no_field_behind);
    if (options_.aggregates.empty() && faults_.empty()) fault("aggregate", "", Code::no_aggregate);
    check_outputs();
  }

 private:
  // What stands in parentheses behind a function.
  struct Parentheses {
    bool there = false;
    bool well_formed = true;  // nothing, or one field
    bool has_field = false;
    bool has_eval = false;
    std::string field;
  };

  void fault(std::string thing, std::string_view value, fault::What what, std::string mend = {}) {
    faults_.push_back({std::nullopt, std::move(thing), std::string(value), std::move(what), std::move(mend)});
  }
  bool next_is(Token::Kind kind) const { return at_ < tokens_.size() && tokens_[at_].kind == kind; }

  void add_by_field(const std::string& field) {
    if (field.empty()) fault("field", field, Code::empty);
    if (has_wildcard(field)) fault("field", field, Code::wildcard_in_by, names_for(field, "", ""));
    options_.by.push_back(field);
  }

  void parse_aggregate() {
    const std::string typed = tokens_[at_++].text;
    const std::string name = text::to_lower(typed) == "c" ? "count" : text::to_lower(typed);
    const Parentheses inside = next_is(Token::Kind::open) ? parse_parentheses() : Parentheses();
    AggregateOption aggregate;
    aggregate.field = inside.field;
    aggregate.function = stats::find_function(name, inside.has_field);
    aggregate.output = inside.has_field ? name + '(' + inside.field + ')' : name;
    const std::size_t before = faults_.size();
    check_aggregate(typed, name, inside, aggregate.function != nullptr);
    parse_output(aggregate.output);
    if (faults_.size() == before) options_.aggregates.push_back(std::move(aggregate));
  }

  void check_aggregate(const std::string& typed, const std::string& name, const Parentheses& inside, bool found) {
    const std::vector<std::string_view> names = stats::function_names();
    if (name == "eval" || inside.has_eval) {
      fault("aggregate", inside.has_eval && name != "eval" ? typed + "(eval(...))" : typed + "(...)", Code::no_eval);
    } else if (std::ranges::find(names, name) == names.end()) {
      const auto* const other = std::ranges::find(instead, name, &Instead::function);
      fault("aggregate", typed, {Code::not_one_of, {fault::list_text(names)}},
            other == instead.end() ? fault::nearest(name, names) : std::string(other->write));
    } else if (!inside.well_formed) {
      fault("aggregate", typed, Code::not_one_field);
    } else if (!found) {
      fault("aggregate", typed, inside.has_field ? Code::takes_no_field : Code::needs_a_field);
    } else if (has_wildcard(inside.field)) {
      const std::string mend =
          name == "count" && inside.field == "*" ? "count" : names_for(inside.field, name + '(', ")");
      fault("aggregate", typed + '(' + inside.field + ')', Code::wildcard_in_aggregate, mend);
    }
  }

  // Moves behind the closing parenthesis in any case.
  Parentheses parse_parentheses() {
    Parentheses inside;
    inside.there = true;
    std::size_t depth = 0;
    std::size_t texts = 0;
    do {
      const Token& token = tokens_[at_++];
      if (token.kind == Token::Kind::open) {
        inside.has_eval = inside.has_eval || (depth == 1 && text::equal_ignoring_case(inside.field, "eval"));
        ++depth;
        inside.well_formed = inside.well_formed && depth == 1;
      } else if (token.kind == Token::Kind::close) {
        --depth;
      } else if (token.is_text()) {
        inside.field = token.text;
        inside.has_field = true;
        ++texts;
      } else {
        inside.well_formed = false;
      }
    } while (depth > 0 && at_ < tokens_.size());
    inside.well_formed = depth == 0 && inside.well_formed && texts <= 1 && (texts == 0 || !inside.field.empty());
    return inside;
  }

  void parse_output(std::string& output) {
    if (at_ == tokens_.size() || !tokens_[at_].is_word("as")) return;
    ++at_;
    if (at_ == tokens_.size() || !tokens_[at_].is_text() || tokens_[at_].text.empty()) {
      fault("argument", "as", Code::no_name_behind);
    } else {
      output = tokens_[at_++].text;
    }
  }

  void check_outputs() {
    std::vector<std::string_view> outputs(options_.by.begin(), options_.by.end());
    for (const AggregateOption& aggregate : options_.aggregates) outputs.emplace_back(aggregate.output);
    for (auto output = outputs.begin(); output != outputs.end(); ++output) {
      if (std::find(outputs.begin(), output, *output) != output) fault("output", *output, Code::output_twice);
    }
  }

  const std::vector<Token>& tokens_;
  OptionReader& reader_;
  OffhoursStatsOptions& options_;
  Faults& faults_;
  std::size_t at_ = 0;
};

}  // namespace

void parse_stats_arguments(const std::vector<Token>& tokens, OptionReader& reader, OffhoursStatsOptions& options,
                           Faults& faults) {
  Parser(tokens, reader, options, faults).parse();
}

}  // namespace offhours::command
