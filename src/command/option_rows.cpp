#include "command/option_rows.hpp"

#include <algorithm>
#include <charconv>

#include "text/ascii.hpp"

namespace offhours::command {

using fault::Code;

namespace kinds {

void read_flag(const OptionValue& given, bool& to) {
  const std::string value = text::to_lower(given.value);
  if (value == "true" || value == "t" || value == "1") {
    to = true;
  } else if (value == "false" || value == "f" || value == "0") {
    to = false;
  } else {
    given.fault(Code::not_true_or_false);
  }
}

void read_list(const OptionValue& given, std::vector<std::string>& to) {
  to = split_list(given.value);
  if (to.empty()) given.fault(Code::empty);
}

void read_megabytes(const OptionValue& given, std::uint64_t& to) {
  constexpr std::uint64_t most = 1 << 20;
  const std::string& value = given.value;
  std::uint64_t megabytes = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), megabytes);
  if (error != std::errc{} || end != value.data() + value.size() || megabytes == 0 || megabytes > most) {
    given.fault(Code::not_megabytes);
  } else {
    to = megabytes << 20;
  }
}

void read_name(const OptionValue& given, std::string& to) {
  to = given.value;
  if (to.empty()) given.fault(Code::empty);
}

std::size_t read_word(const OptionValue& given, std::span<const std::string_view> words) {
  const auto found = std::ranges::find(words, given.value);
  if (found == words.end()) {
    given.fault({Code::not_one_of, {fault::list_text(words)}}, fault::nearest(given.value, words));
  }
  return static_cast<std::size_t>(found - words.begin());
}

}  // namespace kinds

bool OptionReader::accept(const std::vector<Token>& tokens, std::size_t& i) {
  if (!tokens[i].is_text() || i + 1 >= tokens.size() || tokens[i + 1].kind != Token::Kind::equals) return false;
  const std::string& name = tokens[i].text;
  i += 2;
  std::string value;
  const bool valued = i < tokens.size() && tokens[i].is_text();
  if (valued) value = tokens[i++].text;
  const auto fault = [&](Code what, std::string mend = {}) {
    faults_.push_back({std::nullopt, "option", name, what, std::move(mend)});
  };
  if (std::ranges::find(known_, name) == known_.end()) {
    fault(Code::unknown, fault::nearest(name, known_));
  } else if (!valued) {
    fault(Code::no_value);
  } else if (find(name) != nullptr) {
    fault(Code::given_twice);
  } else {
    given_.push_back({name, std::move(value)});
  }
  return true;
}

const std::string* OptionReader::find(std::string_view name) const {
  const auto found = std::ranges::find(given_, name, &GivenOption::name);
  return found == given_.end() ? nullptr : &found->value;
}

}  // namespace offhours::command
