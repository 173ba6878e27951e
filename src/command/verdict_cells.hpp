// The cells that `offhours` writes into each row for a verdict: those of worktime::VerdictText that every row has, as
// CSV. Events with the same schedule, date, offset, reason, deciding date and exception differ only in what the clock
// shows, so the cells of the last few thousand of such combinations are kept and only the clock is written anew.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "worktime/judge.hpp"
#include "worktime/verdict_text.hpp"

namespace offhours::command {

class VerdictCells {
 public:
  // The cells of this verdict are written from now on. Its schedule must outlive this.
  void use(const worktime::Verdict& verdict);

  // Bytes that write() and write_all() need.
  std::size_t most_bytes() const { return used_->text.size() + cell_count * worktime::most_clock_bytes; }
  // One cell; returns its end. For the texts that every row has.
  char* write(char* to, worktime::VerdictText text) const;
  // All of them, in their order, with commas between them.
  char* write_all(char* to) const;

 private:
  static constexpr std::size_t dates = 256;
  static constexpr std::size_t reasons = 8;
  static constexpr std::size_t places = 2 * dates * reasons;
  static constexpr std::size_t cell_count = worktime::annotated_text_count;

  struct Key {
    const worktime::Schedule* schedule = nullptr;
    const char* exception = nullptr;
    std::int64_t date = 0;
    std::int64_t offset = 0;
    worktime::Reason reason{};
    bool by_yesterday = false;
    bool operator==(const Key&) const = default;
    // The first of the two places where it may be kept. What one schedule says of half a year falls on different ones.
    std::size_t place() const;
  };
  // Offsets in the text of all cells.
  struct Cell {
    std::uint32_t first = 0;
    std::uint32_t split = 0;  // where the clock's reading belongs, if there is to be one
    std::uint32_t last = 0;
    worktime::Clock clock = worktime::Clock::none;
  };
  struct Kept {
    Key key;
    std::uint64_t used_in = 0;  // the number of the verdict that used it last
    std::string text;           // all cells with commas between them, without a clock
    std::array<Cell, cell_count> cells;
  };

  static std::uint32_t size_of(const Kept& kept) { return static_cast<std::uint32_t>(kept.text.size()); }
  void compose(Kept& kept, const worktime::Verdict& verdict);
  char* copy(char* to, std::size_t first, std::size_t last) const;
  char* write_cell(char* to, const Cell& cell) const;

  std::vector<Kept> kept_;  // by place, once there is a verdict
  std::uint64_t verdicts_ = 0;
  const Kept* used_ = nullptr;
  worktime::ClockedText parts_;
  std::chrono::milliseconds of_day_{};
};

}  // namespace offhours::command
