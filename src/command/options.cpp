#include "command/options.hpp"

#include <algorithm>
#include <charconv>

#include "event/names.hpp"
#include "policy/dates.hpp"
#include "policy/globs.hpp"
#include "policy/parse_codes.hpp"
#include "text/ascii.hpp"
#include "worktime/verdict_text.hpp"

namespace offhours::command {
namespace {

using fault::Code;

constexpr std::array<std::string_view, 8> judge_options = {"policy", "schedule", "time_zone", "days",
                                                           "hours",  "holidays", "time",      "raw"};
constexpr std::array<std::string_view, 3> filter_options = {"operation", "service", "keep"};
constexpr std::array<std::string_view, 1> annotate_options = {"fields"};
constexpr std::array<std::string_view, 4> policy_view_options = {"policy", "view", "schedule", "date"};
constexpr std::array<std::string_view, 3> detect_options = {"fillnull", "map", "maxmem"};
// Written by a search head for its indexers, in the streaming_preop.
constexpr std::array<std::string_view, 2> map_options = {"digest", "phase"};

void fault(Faults& faults, std::string thing, std::string_view value, fault::What what, std::string mend = {}) {
  faults.push_back({std::nullopt, std::move(thing), std::string(value), std::move(what), std::move(mend)});
}

fault::What one_of(std::span<const std::string_view> words) { return {Code::not_one_of, {fault::list_text(words)}}; }

// `name = value` taken out of the tokens: option names are checked, values are taken as they are.
class Options {
 public:
  Options(std::vector<std::string_view> known, Faults& faults) : known_(std::move(known)), faults_(faults) {}

  // Whether an option starts at `i`; it is then taken and `i` moved behind it.
  bool take(const std::vector<Token>& tokens, std::size_t& i) {
    if (!tokens[i].is_text() || i + 1 >= tokens.size() || tokens[i + 1].kind != Token::Kind::equals) return false;
    const std::string& name = tokens[i].text;
    i += 2;
    std::string value;
    const bool valued = i < tokens.size() && tokens[i].is_text();
    if (valued) value = tokens[i++].text;
    if (std::ranges::find(known_, name) == known_.end()) {
      fault(faults_, "option", name, Code::unknown, fault::nearest(name, known_));
    } else if (!valued) {
      fault(faults_, "option", name, Code::no_value);
    } else if (find(name) != nullptr) {
      fault(faults_, "option", name, Code::given_twice);
    } else {
      given_.push_back({name, std::move(value)});
    }
    return true;
  }

  const std::string* find(std::string_view name) const {
    const auto found = std::ranges::find(given_, name, &GivenOption::name);
    return found == given_.end() ? nullptr : &found->value;
  }

  const std::vector<GivenOption>& all() const { return given_; }

  void read_flag(std::string_view name, bool& flag) const {
    const std::string* value = find(name);
    if (value == nullptr) return;
    const std::string text = text::to_lower(*value);
    if (text == "true" || text == "t" || text == "1") {
      flag = true;
    } else if (text == "false" || text == "f" || text == "0") {
      flag = false;
    } else {
      fault(faults_, std::string(name), *value, Code::not_true_or_false);
    }
  }

  void read_list(std::string_view name, std::vector<std::string>& list) const {
    const std::string* value = find(name);
    if (value == nullptr) return;
    list = split_list(*value);
    if (list.empty()) fault(faults_, std::string(name), *value, Code::empty);
  }

  void read_keep(Keep& keep) const {
    const std::string* value = find("keep");
    if (value == nullptr) return;
    constexpr std::array<std::string_view, 3> words = {"all", "off", "on"};
    const auto* const found = std::ranges::find(words, *value);
    if (found == words.end()) {
      fault(faults_, "keep", *value, one_of(words), fault::nearest(*value, words));
    } else {
      keep = static_cast<Keep>(found - words.begin());
    }
  }

 private:
  std::vector<std::string_view> known_;
  Faults& faults_;
  std::vector<GivenOption> given_;
};

template <typename... Lists>
std::vector<std::string_view> joined(const Lists&... lists) {
  std::vector<std::string_view> all;
  (all.insert(all.end(), lists.begin(), lists.end()), ...);
  return all;
}

void read_inline_schedule(const Options& options, JudgeOptions& judge, Faults& faults) {
  const std::string* zone_name = options.find("time_zone");
  const std::string* days = options.find("days");
  const std::string* hours = options.find("hours");
  const std::string* calendars = options.find("holidays");
  if (zone_name == nullptr && days == nullptr && hours == nullptr && calendars == nullptr) return;
  for (const auto& [name, value] : {std::pair{"time_zone", zone_name}, {"days", days}, {"hours", hours}}) {
    if (value == nullptr) fault(faults, "option", name, Code::incomplete_inline_schedule);
  }
  options.read_list("holidays", judge.holidays);
  if (zone_name == nullptr || days == nullptr || hours == nullptr) return;
  const auto zone = worktime::Zone::find(*zone_name);
  if (!zone)
    fault(faults, "time_zone", *zone_name, Code::not_a_zone, fault::nearest(*zone_name, worktime::zone_names()));
  const auto day_set = worktime::parse_days(*days);
  if (!day_set) {
    fault(faults, "days", day_set.error().part, policy::code_of(day_set.error().fault),
          fault::nearest(day_set.error().part, worktime::day_names));
  }
  const auto windows = worktime::parse_hours(*hours);
  if (!windows) fault(faults, "hours", windows.error().part, policy::code_of(windows.error().fault));
  if (!zone || !day_set || !windows) return;
  judge.inline_schedule.emplace("inline", *zone);
  judge.inline_schedule->add({*day_set, *windows, {}, {}});
}

void read_policy_name(const Options& options, std::string& policy, Faults& faults) {
  const std::string* name = options.find("policy");
  if (name == nullptr) return;
  const auto allowed = [](char c) { return text::is_letter(c) || text::is_digit(c) || c == '_' || c == '-'; };
  if (name->empty() || !std::ranges::all_of(*name, allowed)) {
    fault(faults, "policy", *name, Code::not_a_policy_name);
  } else {
    policy = *name;
  }
}

bool follows_from_judging(std::string_view name) {
  const event::ComputedName* const computed = event::find_computed(name);
  return name.starts_with("off_hours") || (computed != nullptr && computed->judged);
}

void read_judge(const Options& options, JudgeOptions& judge, Faults& faults) {
  read_policy_name(options, judge.policy, faults);
  read_inline_schedule(options, judge, faults);
  if (const std::string* name = options.find("schedule")) {
    judge.schedule = *name;
    if (name->empty()) fault(faults, "schedule", *name, Code::empty);
  }
  if (const std::string* name = options.find("time")) {
    judge.time = *name;
    if (name->empty()) fault(faults, "time", *name, Code::empty);
    if (follows_from_judging(*name)) {
      fault(faults, "time", *name, Code::follows_from_the_judged_time, "_time");
    }
  }
  options.read_flag("raw", judge.raw);
  options.read_list("operation", judge.operation);
  options.read_list("service", judge.service);
}

// Whether `offhours` writes it into every row, asked for or not.
bool always_written(std::string_view name) {
  const auto text = worktime::find_verdict_text(name);
  return text && static_cast<std::size_t>(*text) < worktime::annotated_text_count;
}

// The computed names that globs pick, without those that are always written.
std::vector<std::string> pick_fields(const std::vector<std::string>& globs, Faults& faults) {
  const std::vector<std::string_view> all = joined(event::computed_names(), worktime::verdict_text_names());
  std::vector<std::string> picked;
  for (const std::string& glob : globs) {
    bool any = false;
    for (const std::string_view name : all) {
      if (!policy::glob_matches(glob, name)) continue;
      any = true;
      if (!always_written(name) && std::ranges::find(picked, name) == picked.end()) picked.emplace_back(name);
    }
    if (!any) fault(faults, "fields", glob, Code::matches_no_computed_name, fault::nearest(glob, all));
  }
  return picked;
}

class DetectParser {
 public:
  DetectParser(const std::vector<Token>& tokens, Options& options, Faults& faults)
      : tokens_(tokens), options_(options), faults_(faults) {}

  void parse(DetectOptions& detect) {
    bool in_by = false;
    while (at_ < tokens_.size()) {
      if (options_.take(tokens_, at_)) continue;
      const Token& token = tokens_[at_];
      if (token.is_word("by") && !in_by) {
        in_by = true;
        ++at_;
      } else if (in_by && token.is_text()) {
        if (token.text.empty()) fault(faults_, "field", token.text, Code::empty);
        detect.by.push_back(token.text);
        ++at_;
      } else if (!in_by && token.kind == Token::Kind::word) {
        parse_aggregate(detect);
      } else {
        fault(faults_, "argument", token.text, Code::unexpected);
        ++at_;
      }
    }
    if (in_by && detect.by.empty()) fault(faults_, "argument", "by", Code::no_field_behind);
    if (detect.aggregates.empty() && faults_.empty()) {
      fault(faults_, "aggregate", "", Code::no_aggregate);
    }
    check_outputs(detect);
  }

 private:
  const Token* peek() const { return at_ < tokens_.size() ? &tokens_[at_] : nullptr; }

  void parse_aggregate(DetectOptions& detect) {
    const std::string typed = tokens_[at_++].text;
    const std::string name = text::to_lower(typed) == "c" ? "count" : text::to_lower(typed);
    AggregateOption aggregate;
    bool has_field = false;
    bool well_formed = true;
    if (const Token* open = peek(); open != nullptr && open->kind == Token::Kind::open) {
      well_formed = parse_parentheses(aggregate.field, has_field);
    }
    const std::vector<std::string_view> names = stats::function_names();
    const bool known = std::ranges::find(names, name) != names.end();
    aggregate.function = stats::find_function(name, has_field);
    if (!known) {
      fault(faults_, "aggregate", typed, one_of(names), fault::nearest(name, names));
    } else if (!well_formed) {
      fault(faults_, "aggregate", typed, Code::not_one_field);
    } else if (aggregate.function == nullptr) {
      fault(faults_, "aggregate", typed, has_field ? Code::takes_no_field : Code::needs_a_field);
    }
    aggregate.output = has_field ? name + '(' + aggregate.field + ')' : name;
    if (const Token* as = peek(); as != nullptr && as->is_word("as")) {
      ++at_;
      const Token* output = peek();
      if (output == nullptr || !output->is_text() || output->text.empty()) {
        fault(faults_, "argument", "as", Code::no_name_behind);
      } else {
        aggregate.output = output->text;
        ++at_;
      }
    }
    if (aggregate.function != nullptr && well_formed) detect.aggregates.push_back(std::move(aggregate));
  }

  // Moves behind the closing parenthesis in any case. False: there was not just one field, or none.
  bool parse_parentheses(std::string& field, bool& has_field) {
    std::size_t depth = 0;
    std::size_t texts = 0;
    bool plain = true;
    do {
      const Token& token = tokens_[at_++];
      if (token.kind == Token::Kind::open) {
        plain = plain && ++depth == 1;
      } else if (token.kind == Token::Kind::close) {
        --depth;
      } else if (token.is_text()) {
        field = token.text;
        has_field = true;
        ++texts;
      } else {
        plain = false;
      }
    } while (depth > 0 && at_ < tokens_.size());
    return depth == 0 && plain && texts <= 1 && (texts == 0 || !field.empty());
  }

  void check_outputs(const DetectOptions& detect) {
    std::vector<std::string_view> outputs(detect.by.begin(), detect.by.end());
    for (const AggregateOption& aggregate : detect.aggregates) outputs.emplace_back(aggregate.output);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (std::find(outputs.begin(), outputs.begin() + static_cast<std::ptrdiff_t>(i), outputs[i]) !=
          outputs.begin() + static_cast<std::ptrdiff_t>(i)) {
        fault(faults_, "output", outputs[i], Code::output_twice);
      }
    }
  }

  const std::vector<Token>& tokens_;
  Options& options_;
  Faults& faults_;
  std::size_t at_ = 0;
};

}  // namespace

PolicyViewOptions parse_policy_view(const std::vector<Token>& tokens, Faults& faults) {
  Options options(joined(policy_view_options), faults);
  for (std::size_t i = 0; i < tokens.size();) {
    if (options.take(tokens, i)) continue;
    fault(faults, "argument", tokens[i].text, Code::not_an_option);
    ++i;
  }
  PolicyViewOptions view;
  read_policy_name(options, view.policy, faults);
  if (const std::string* name = options.find("view")) {
    constexpr std::array<std::string_view, 3> pages = {"effective", "problems", "week"};
    const auto* const found = std::ranges::find(pages, *name);
    if (found == pages.end()) {
      fault(faults, "view", *name, one_of(pages), fault::nearest(*name, pages));
    } else {
      view.page = static_cast<PolicyPage>(found - pages.begin());
    }
  }
  if (const std::string* name = options.find("schedule")) {
    view.schedule = *name;
    if (name->empty()) fault(faults, "schedule", *name, Code::empty);
  }
  if (const std::string* text = options.find("date")) {
    view.date = policy::parse_date(*text);
    if (!view.date) fault(faults, "date", *text, Code::not_a_date);
  }
  return view;
}

AnnotateOptions parse_annotate(const std::vector<Token>& tokens, Faults& faults) {
  Options options(joined(judge_options, filter_options, annotate_options), faults);
  for (std::size_t i = 0; i < tokens.size();) {
    if (options.take(tokens, i)) continue;
    fault(faults, "argument", tokens[i].text, Code::not_an_option);
    ++i;
  }
  AnnotateOptions annotate;
  read_judge(options, annotate.judge, faults);
  options.read_keep(annotate.keep);
  std::vector<std::string> globs;
  options.read_list("fields", globs);
  annotate.fields = pick_fields(globs, faults);
  return annotate;
}

DetectOptions parse_detect(const std::vector<Token>& tokens, Faults& faults) {
  Options options(joined(judge_options, filter_options, detect_options, map_options), faults);
  DetectOptions detect;
  DetectParser(tokens, options, faults).parse(detect);
  read_judge(options, detect.judge, faults);
  options.read_keep(detect.keep);
  if (const std::string* text = options.find("fillnull")) detect.fillnull = *text;
  options.read_flag("map", detect.map);
  if (const std::string* text = options.find("phase")) {
    constexpr std::array<std::string_view, 1> phases = {"map"};
    if (*text == phases.front()) {
      detect.phase = Phase::map;
    } else {
      fault(faults, "phase", *text, one_of(phases));
    }
  }
  if (const std::string* text = options.find("digest")) detect.digest = *text;
  for (const GivenOption& option : options.all()) {
    if (std::ranges::find(map_options, option.name) == map_options.end()) detect.given.push_back(option);
  }
  if (const std::string* text = options.find("maxmem")) {
    std::uint64_t megabytes = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), megabytes);
    constexpr std::uint64_t most = 1 << 20;
    if (error != std::errc{} || end != text->data() + text->size() || megabytes == 0 || megabytes > most) {
      fault(faults, "maxmem", *text, Code::not_megabytes);
    } else {
      detect.max_memory = megabytes << 20;
    }
  }
  return detect;
}

}  // namespace offhours::command
