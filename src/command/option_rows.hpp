// How an option of a command is read: its name, and what its value does to the options. A row says where the value goes
// by a pointer to a member; the kinds below read it.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "command/arguments.hpp"
#include "fault/fault.hpp"

namespace offhours::command {

using Faults = std::vector<fault::Fault>;

struct GivenOption {
  std::string name;
  std::string value;
};

// An option as it was given, and where what is wrong with it goes.
struct OptionValue {
  std::string_view name;
  const std::string& value;
  Faults& faults;

  void fault(fault::What what, std::string mend = {}) const {
    faults.push_back({std::nullopt, std::string(name), value, std::move(what), std::move(mend)});
  }
};

template <typename Options>
struct OptionRow {
  std::string_view name;
  void (*read)(const OptionValue& given, Options& options) = nullptr;
};

// What a value can be, for a row: `{"raw", kinds::flag<&JudgeOptions::raw>}`.
namespace kinds {

void read_flag(const OptionValue& given, bool& to);
void read_list(const OptionValue& given, std::vector<std::string>& to);
void read_megabytes(const OptionValue& given, std::uint64_t& to);
void read_name(const OptionValue& given, std::string& to);
// The place of the value in `words`; as many as these are, if it is none of them.
std::size_t read_word(const OptionValue& given, std::span<const std::string_view> words);

// true or false.
template <auto Member>
constexpr auto flag = [](const OptionValue& given, auto& options) { read_flag(given, options.*Member); };
// Texts separated by blanks or commas, at least one.
template <auto Member>
constexpr auto list = [](const OptionValue& given, auto& options) { read_list(given, options.*Member); };
// A number of megabytes, kept as bytes.
template <auto Member>
constexpr auto megabytes = [](const OptionValue& given, auto& options) { read_megabytes(given, options.*Member); };
// Any text.
template <auto Member>
constexpr auto any = [](const OptionValue& given, auto& options) { options.*Member = given.value; };
// Any text but the empty one.
template <auto Member>
constexpr auto name = [](const OptionValue& given, auto& options) { read_name(given, options.*Member); };
// One of some words; the values of an enum stand in their order.
template <auto Member, const auto& Words>
constexpr auto word = [](const OptionValue& given, auto& options) {
  const std::size_t place = read_word(given, Words);
  using Enum = std::remove_reference_t<decltype(options.*Member)>;
  if (place < std::size(Words)) options.*Member = static_cast<Enum>(place);
};

}  // namespace kinds

// The options of one call: taken out of its tokens, then read row by row.
class OptionReader {
 public:
  explicit OptionReader(Faults& faults) : faults_(faults) {}

  template <typename Options>
  void know(std::span<const OptionRow<Options>> rows) {
    for (const auto& row : rows) known_.push_back(row.name);
  }
  // Whether an option starts at `i`; it is then taken and `i` moved behind it.
  bool accept(const std::vector<Token>& tokens, std::size_t& i);

  // Reads those of the rows that were given, in the order of the rows.
  template <typename Options>
  void read(std::span<const OptionRow<Options>> rows, Options& options) const {
    for (const auto& row : rows) {
      if (const std::string* value = find(row.name)) row.read({row.name, *value, faults_}, options);
    }
  }
  // As they were given, in that order.
  const std::vector<GivenOption>& given() const { return given_; }

 private:
  const std::string* find(std::string_view name) const;

  Faults& faults_;
  std::vector<std::string_view> known_;
  std::vector<GivenOption> given_;
};

}  // namespace offhours::command
