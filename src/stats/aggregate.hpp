// Aggregate functions with the rules of `stats`. A state is kept for each group, function by function. A state can be
// written down and merged into another one: the result is that of one pass, whatever the split and the order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::stats {

using GroupId = std::uint32_t;

// An event seen as the upload of an image. Texts that it does not have are empty.
struct Push {
  std::int64_t instant = 0;  // judged, milliseconds since 1970
  std::string_view registry;
  std::string_view repository;
  std::string_view digest;                     // of the manifest; only if it was not refused
  std::span<const std::string_view> children;  // digests that the manifest lists; only if it was accepted
};

// What one row gives to one aggregate.
struct Input {
  std::span<const std::string_view> values = {};  // of its field, missing ones left out
  std::string_view time = {};                     // a JSON number
  const Push* push = nullptr;
};

// What a function takes of an event, but for the values of its field.
enum class Wants { nothing_more, time, push, push_with_children };

class Aggregate {
 public:
  Aggregate() = default;
  Aggregate(const Aggregate&) = delete;
  Aggregate& operator=(const Aggregate&) = delete;
  virtual ~Aggregate() = default;

  // Groups 0 to count - 1 exist from now on.
  virtual void grow(std::size_t count) = 0;
  virtual void add(GroupId group, const Input& input) = 0;
  // Where to go on in a state that is written in parts.
  struct Position {
    std::uint32_t member = 0;
    std::uint32_t place = 0;
    bool started = false;
  };
  // Appends the state as bytes. A large one comes in parts, each of about `most` bytes and each a state by itself:
  // merged in any order they are the whole. True: there is more behind `from`.
  virtual bool encode(GroupId group, Position& from, std::size_t most, std::string& out) const = 0;
  void encode(GroupId group, std::string& out) const {
    Position from;
    (void)encode(group, from, static_cast<std::size_t>(-1), out);
  }
  // Adds a state that encode() of the same function wrote. False: it is none, and the group's state is spoiled.
  virtual bool merge(GroupId group, std::string_view encoded) = 0;
  // Appends the result: no value, one, or several. Views live until the next call with the same scratch or the next
  // change of a state.
  virtual void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const = 0;
  // There are no groups from now on.
  virtual void clear() = 0;
  // Memory in use, in bytes. Costs next to nothing.
  virtual std::size_t bytes() const = 0;
};

// A row of the table of aggregate functions.
struct Function {
  std::string_view name;   // as it is typed, in lower case
  std::string_view shape;  // what partial aggregates say of it: states of one shape can be merged
  bool takes_field = false;
  Wants wants = Wants::nothing_more;
  std::unique_ptr<Aggregate> (*make)() = nullptr;
};

// All of them. A name may have two rows, one with a field and one without.
std::span<const Function> functions();
// Null: there is no such function.
const Function* find_function(std::string_view name, bool with_field);
std::vector<std::string_view> function_names();

}  // namespace offhours::stats
