// The cells of a verdict as they stand in a row. They are kept for each schedule, date, offset, reason, cause and
// exception that was seen, since of events that have these in common only the clock differs.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "command/options.hpp"
#include "worktime/detail.hpp"

namespace offhours::command {

class VerdictCells {
 public:
  // The text of one of the first four of verdict_names, which have no clock in them.
  static std::string_view word(std::size_t name, const worktime::Verdict& verdict, const worktime::Schedule& schedule);

  // The cells of this verdict are written from now on. `schedule` must outlive this.
  void tell(const worktime::Verdict& verdict, const worktime::Schedule& schedule);

  // Room that write() and write_all() need.
  std::size_t most_bytes() const { return told_->text.size() + 2 * worktime::most_clock_bytes; }
  // The cell of one of verdict_names; returns its end.
  char* write(char* to, std::size_t name) const;
  // All of them, in their order, with commas between them.
  char* write_all(char* to) const;

 private:
  static constexpr std::size_t dates = 256;
  static constexpr std::size_t reasons = 8;
  static constexpr std::size_t places = 2 * dates * reasons;
  static constexpr std::size_t local_time = 4;  // in verdict_names
  static constexpr std::size_t detail = 5;

  struct Key {
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();
    const worktime::Schedule* schedule = nullptr;
    const char* exception = nullptr;
    std::int64_t date = 0;
    std::int64_t cause = none;  // its date
    std::int64_t offset = 0;
    worktime::Reason reason{};
    bool operator==(const Key&) const = default;
    // The first of the two places where it may be kept. What one schedule says of half a year falls on different ones.
    std::size_t place() const;
  };
  struct Span {
    std::uint32_t first = 0;
    std::uint32_t clock = 0;  // where the clock's reading belongs; `last` if nowhere
    std::uint32_t last = 0;
  };
  struct Kept {
    Key key;
    std::uint64_t told_in = 0;  // the number of the verdict that it was used for last
    std::string text;           // all cells with commas between them, but no clock
    std::array<Span, verdict_names.size()> cells;
  };

  static std::uint32_t size_of(const Kept& kept) { return static_cast<std::uint32_t>(kept.text.size()); }
  void compose(Kept& kept, const worktime::Verdict& verdict, const worktime::Schedule& schedule);
  void add_cell(Kept& kept, std::size_t name, std::string_view text);
  void add_cell(Kept& kept, std::size_t name, const worktime::AroundClock& text);
  char* copy(char* to, std::size_t first, std::size_t last) const;
  char* write_clocked(char* to, const Span& cell, bool seconds) const;

  std::vector<Kept> kept_;  // by place, once there is a verdict
  std::uint64_t verdicts_ = 0;
  const Kept* told_ = nullptr;
  worktime::AroundClock words_;
  std::chrono::milliseconds of_day_{};
};

}  // namespace offhours::command
