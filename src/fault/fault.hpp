// A fault of the user's making: what is wrong, where, and how to mend it. The one room that turns faults into words:
//   [file:line:column: ]thing 'value' fault[; did you mean X?][ (and N more)]
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fault/code.hpp"

namespace offhours::fault {

struct Place {
  std::string file;
  std::size_t line = 0;    // as an editor counts, from 1
  std::size_t column = 0;  // the first byte of the cell, from 1
};

// What is wrong: a code, and what stands for each `{}` of its phrase.
class What {
 public:
  What(Code code, std::vector<std::string> details = {})  // NOLINT(google-explicit-constructor)
      : code_(code), details_(std::move(details)) {}

  Code code() const { return code_; }
  // "is not one of all, off, on".
  std::string words() const;

 private:
  Code code_;
  std::vector<std::string> details_;
};

struct Fault {
  std::optional<Place> place;
  std::string thing;  // "option", "time_zone", "aggregate"
  std::string value;  // as the user wrote it
  What what;
  std::string mend;      // what was probably meant; may be empty
  std::size_t more = 0;  // further faults beside it, which are only counted
};

// One line; control characters in the value are made visible, and a long value is cut.
std::string to_line(const Fault& fault);
// The first fault and the number of the others. `faults` must not be empty.
std::string to_line(std::span<const Fault> faults);

// The candidate nearest in spelling, if one is near enough to be what was meant; else empty.
std::string nearest(std::string_view wrong, std::span<const std::string_view> candidates);

// "1 event", "2 events".
std::string counted(std::uint64_t count, std::string_view noun);
// The word that goes with so many: agreeing(n, "was", "were").
constexpr std::string_view agreeing(std::uint64_t count, std::string_view one, std::string_view many) {
  return count == 1 ? one : many;
}

// "all, off, on".
std::string list_text(std::span<const std::string_view> names);

// Text from events or users for a one-line message: no control characters, at most `most` bytes.
std::string printable(std::string_view text, std::size_t most = 200);

}  // namespace offhours::fault
