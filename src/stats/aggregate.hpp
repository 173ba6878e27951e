// Aggregate functions with the rules of `stats`. A state is kept for each group, function by function. A state can be
// written down and merged into another one: the result is that of one pass, whatever the split and the order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::stats {

using GroupId = std::uint32_t;

enum class Function {
  count,  // rows, or values of the field
  dc,     // distinct values
  min,    // by number while all values are numbers, else bytewise; keeps the text of the value
  max,
  sum,  // of the values that are numbers; empty if none is
  avg,
  values,    // distinct, sorted bytewise
  earliest,  // the value of the least time; of several, the smallest
  latest,    // the value of the greatest time; of several, the greatest
};

std::string_view name_of(Function function);
std::optional<Function> find_function(std::string_view name);
std::span<const std::string_view> function_names();

// What one row gives to one aggregate.
struct Input {
  std::span<const std::string_view> values;  // of its field, missing ones left out
  std::string_view time;                     // a JSON number, for earliest and latest
};

class Aggregate {
 public:
  // `of_rows`: count with no field.
  static std::unique_ptr<Aggregate> make(Function function, bool of_rows);

  Aggregate() = default;
  Aggregate(const Aggregate&) = delete;
  Aggregate& operator=(const Aggregate&) = delete;
  virtual ~Aggregate() = default;

  // Groups 0 to count - 1 exist from now on.
  virtual void grow(std::size_t count) = 0;
  virtual void add(GroupId group, const Input& input) = 0;
  // Appends the state as bytes.
  virtual void encode(GroupId group, std::string& out) const = 0;
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

}  // namespace offhours::stats
