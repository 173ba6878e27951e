#include "policy/assignments.hpp"

#include <array>

#include "policy/row_reader.hpp"

namespace offhours::policy {
namespace {

using worktime::Schedule;

constexpr std::array<std::string_view, 1> required = {"schedule"};
constexpr std::array<std::string_view, 1> optional = {"comment"};
constexpr Columns columns{required, optional, true, Candidates::none};
constexpr std::array<std::string_view, 2> no_patterns = {"schedule", "comment"};

}  // namespace

Assignments::Assignments(const std::string& folder, std::string_view policy, const Schedules& schedules)
    : file_(folder, std::string(policy) + "_assignments.csv", columns), patterns_(file_, no_patterns) {
  if (file_.sound()) read(schedules);
}

void Assignments::read(const Schedules& schedules) {
  const std::size_t schedule_column = file_.column("schedule");
  for (std::size_t row = 0; row < file_.rows(); ++row) {
    RowReader reader(file_, row);
    const std::string_view name = reader.cell(schedule_column);
    const Schedule* schedule = schedules.find(name);
    if (name.empty()) {
      reader.fault(schedule_column, "schedule", name, fault::Code::empty);
    } else if (schedule == nullptr && schedules.complete()) {
      reader.fault(schedule_column, "schedule", name, fault::Code::unknown, Candidates::schedules);
    }
    if (schedule == nullptr) continue;
    patterns_.add_row(file_, row);
    entries_.push_back({row, schedule});
  }
  patterns_.build();
}

const Schedule* Assignments::find(std::span<const Texts> values) const {
  const auto row = patterns_.matcher().first(values, [](std::size_t) { return true; });
  return row ? entries_[*row].schedule : nullptr;
}

void Assignments::warn(Warnings& warnings) const {
  const std::size_t column = file_.column("schedule");
  // Most rows lead to few others, but globs without a fixed beginning or end have to be held against all before them.
  std::size_t looks_left = 2'000'000;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto earlier = patterns_.matcher().covered_by(i, looks_left);
    if (looks_left == 0) {
      warnings.add(file_, file_.start(entries_[i].row, CsvFile::npos), "assignment",
                   file_.cell(entries_[i].row, column), fault::Code::not_compared);
      break;
    }
    if (!earlier) continue;
    warnings.add(file_, file_.start(entries_[i].row, CsvFile::npos), "assignment", file_.cell(entries_[i].row, column),
                 {fault::Code::covered, {std::to_string(file_.line(entries_[*earlier].row))}});
  }
  patterns_.warn(warnings, file_);
}

}  // namespace offhours::policy
