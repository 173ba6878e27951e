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

std::string_view VerdictCells::word(std::size_t name, const worktime::Verdict& verdict,
                                    const worktime::Schedule& schedule) {
  switch (name) {
    case 0: return verdict.reason == worktime::Reason::no_time ? "" : verdict.off_hours() ? "1" : "0";
    case 1: return worktime::name_of(verdict.reason);
    case 2: return schedule.name();
    default: return schedule.zone().name();
  }
}

void VerdictCells::tell(const worktime::Verdict& verdict, const worktime::Schedule& schedule) {
  Key key;
  key.schedule = &schedule;
  key.reason = verdict.reason;
  if (verdict.reason != worktime::Reason::no_time) {
    key.exception = verdict.exception.data();
    key.date = verdict.local.date.time_since_epoch().count();
    if (verdict.cause != nullptr) key.cause = verdict.cause->date.time_since_epoch().count();
    key.offset = verdict.local.offset.count();
    of_day_ = verdict.local.of_day;
  }
  if (kept_.empty()) kept_.resize(places);
  Kept* const pair = &kept_[key.place()];
  const auto holds = [&key](const Kept& kept) { return kept.told_in != 0 && kept.key == key; };
  Kept* kept = holds(pair[0]) ? &pair[0] : &pair[1];
  if (!holds(*kept)) {
    if (pair[0].told_in < pair[1].told_in) kept = &pair[0];
    kept->key = key;
    compose(*kept, verdict, schedule);
  }
  kept->told_in = ++verdicts_;
  told_ = kept;
}

void VerdictCells::compose(Kept& kept, const worktime::Verdict& verdict, const worktime::Schedule& schedule) {
  kept.text.clear();
  const bool timed = verdict.reason != worktime::Reason::no_time;
  for (std::size_t name = 0; name < local_time; ++name) add_cell(kept, name, word(name, verdict, schedule));
  if (timed) {
    worktime::local_time_around(verdict.local, words_);
    add_cell(kept, local_time, words_);
    worktime::detail_around(verdict, schedule, words_);
    add_cell(kept, detail, words_);
    return;
  }
  words_.before.clear();
  worktime::append_detail(words_.before, verdict, schedule);
  add_cell(kept, local_time, "");
  add_cell(kept, detail, words_.before);
}

void VerdictCells::add_cell(Kept& kept, std::size_t name, std::string_view text) {
  if (name > 0) kept.text += ',';
  Span& cell = kept.cells[name];
  cell.first = size_of(kept);
  rows::write_cell(kept.text, text);
  cell.clock = cell.last = size_of(kept);
}

void VerdictCells::add_cell(Kept& kept, std::size_t name, const worktime::AroundClock& text) {
  kept.text += ",\"";
  Span& cell = kept.cells[name];
  cell.first = size_of(kept) - 1;
  const auto add = [&kept](std::string_view part) {
    for (const char c : part) kept.text.append(c == '"' ? 2 : 1, c);
  };
  add(text.before);
  cell.clock = size_of(kept);
  add(text.behind);
  kept.text += '"';
  cell.last = size_of(kept);
}

char* VerdictCells::copy(char* to, std::size_t first, std::size_t last) const {
  std::memcpy(to, told_->text.data() + first, last - first);
  return to + (last - first);
}

char* VerdictCells::write_clocked(char* to, const Span& cell, bool seconds) const {
  to = copy(to, cell.first, cell.clock);
  if (cell.clock == cell.last) return to;
  to = worktime::write_clock(to, of_day_, seconds);
  return copy(to, cell.clock, cell.last);
}

char* VerdictCells::write(char* to, std::size_t name) const {
  return write_clocked(to, told_->cells[name], name == local_time);
}

char* VerdictCells::write_all(char* to) const {
  to = copy(to, 0, told_->cells[local_time].first);
  to = write_clocked(to, told_->cells[local_time], true);
  *to++ = ',';
  return write_clocked(to, told_->cells[detail], false);
}

}  // namespace offhours::command
