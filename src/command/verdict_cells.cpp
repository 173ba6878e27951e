#include "command/verdict_cells.hpp"

#include <cstring>

#include "rows/writer.hpp"

namespace offhours::command {

std::size_t VerdictCells::Key::place() const {
  const auto number = [](const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer); };
  const std::uint64_t mixed =
      (number(schedule) ^ number(exception) ^ static_cast<std::uint64_t>(offset)) * 0x9E3779B97F4A7C15U;
  const std::uint64_t spread = static_cast<std::uint64_t>(date) * reasons + static_cast<std::uint64_t>(reason);
  return (spread ^ mixed >> 40) * 2 % places;
}

void VerdictCells::use(const worktime::Verdict& verdict) {
  Key key;
  key.schedule = verdict.schedule;
  key.reason = verdict.reason;
  if (verdict.reason != worktime::Reason::no_time) {
    key.exception = verdict.exception.data();
    key.date = verdict.local.date.time_since_epoch().count();
    key.by_yesterday = verdict.by_yesterday();
    key.offset = verdict.local.offset.count();
    of_day_ = verdict.local.of_day;
  }
  if (kept_.empty()) kept_.resize(places);
  Kept* const pair = &kept_[key.place()];
  const auto holds = [&key](const Kept& kept) { return kept.used_in != 0 && kept.key == key; };
  Kept* kept = holds(pair[0]) ? &pair[0] : &pair[1];
  if (!holds(*kept)) {
    if (pair[0].used_in < pair[1].used_in) kept = &pair[0];
    kept->key = key;
    compose(*kept, verdict);
  }
  kept->used_in = ++verdicts_;
  used_ = kept;
}

void VerdictCells::compose(Kept& kept, const worktime::Verdict& verdict) {
  kept.text.clear();
  for (std::size_t place = 0; place < kept.cells.size(); ++place) {
    if (place > 0) kept.text += ',';
    Cell& cell = kept.cells[place];
    cell.first = size_of(kept);
    worktime::VerdictTexts::split_at_clock(static_cast<worktime::VerdictText>(place), verdict, parts_);
    cell.clock = parts_.clock;
    if (parts_.clock == worktime::Clock::none) {
      rows::write_cell(kept.text, parts_.before);
      cell.split = cell.last = size_of(kept);
      continue;
    }
    // The clock has colons, so the cell is in quotes.
    const auto add = [&kept](std::string_view part) {
      for (const char c : part) kept.text.append(c == '"' ? 2 : 1, c);
    };
    kept.text += '"';
    add(parts_.before);
    cell.split = size_of(kept);
    add(parts_.after);
    kept.text += '"';
    cell.last = size_of(kept);
  }
}

char* VerdictCells::copy(char* to, std::size_t first, std::size_t last) const {
  std::memcpy(to, used_->text.data() + first, last - first);
  return to + (last - first);
}

char* VerdictCells::write_cell(char* to, const Cell& cell) const {
  to = copy(to, cell.first, cell.split);
  if (cell.clock == worktime::Clock::none) return to;
  to = worktime::write_clock(to, of_day_, cell.clock);
  return copy(to, cell.split, cell.last);
}

char* VerdictCells::write(char* to, worktime::VerdictText text) const {
  return write_cell(to, used_->cells[static_cast<std::size_t>(text)]);
}

char* VerdictCells::write_all(char* to) const {
  std::size_t copied = 0;
  for (const Cell& cell : used_->cells) {
    if (cell.clock == worktime::Clock::none) continue;
    to = copy(to, copied, cell.split);
    to = worktime::write_clock(to, of_day_, cell.clock);
    copied = cell.split;
  }
  return copy(to, copied, used_->text.size());
}

}  // namespace offhours::command
