// From an event to its groups: a key from the BY fields, and what each aggregate takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command/judging.hpp"
#include "command/push_reader.hpp"
#include "stats/table.hpp"

namespace offhours::command {

class Grouping {
 public:
  // Adds the names that it reads to the plan of `judging`, which has to outlive it.
  Grouping(const OffhoursStatsOptions& options, Judging& judging);

  // The event that was judged last is counted in the group of each combination of its BY values. After each group
  // `go_on` is called with the bytes that went into it; false ends the counting. False: nothing was counted, since the
  // combinations are too many.
  template <typename GoOn>
  bool count(stats::Table& table, GoOn&& go_on) {
    const std::size_t input_bytes = read_inputs();
    if (write_key()) {
      add_to(table);
      (void)go_on(key_.size() + input_bytes);
      return true;
    }
    start_combinations();
    if (!may_combine(input_bytes)) return false;
    do {
      write_combination();
      add_to(table);
    } while (go_on(key_.size() + input_bytes) && next_combination());
    return true;
  }
  // "an event has 1000000 combinations of its values of user and src (1000 x 1000)"
  std::string combinations_text() const;

 private:
  // A field that aggregates take. It is read once for each event, however many take it.
  struct Input {
    Operand operand;
    std::string_view name;
    std::size_t uses = 0;
    std::span<const std::string_view> texts;  // of the event in work
    std::string_view one;                     // see event::Value::texts()
  };
  static constexpr std::size_t no_input = static_cast<std::size_t>(-1);

  void want_input(const AggregateOption& aggregate);
  std::size_t read_inputs();
  std::string_view instead_of(const event::Value& missing) const;
  bool write_key();
  void start_combinations();
  bool may_combine(std::size_t input_bytes) const;
  void write_combination();
  bool next_combination();
  void add_to(stats::Table& table);

  Judging& judging_;
  std::string fillnull_;
  std::uint64_t max_memory_;
  std::vector<std::string> names_;  // of the BY fields
  std::vector<Operand> by_;
  std::vector<Input> inputs_;
  std::vector<std::size_t> input_places_;  // in inputs_, of each aggregate; none where rows are counted
  bool by_time_ = false;                   // an aggregate wants the time of each value
  std::optional<PushReader> pushes_;       // if an aggregate wants them
  // Of the event in work.
  std::vector<event::Value> by_values_;
  std::string key_;
  std::vector<std::vector<std::string_view>> key_values_;  // of each BY field, where one has several
  std::vector<std::size_t> key_place_;                     // of the combination in work, in key_values_
  std::string_view order_time_;
  const stats::Push* push_ = nullptr;
};

}  // namespace offhours::command
