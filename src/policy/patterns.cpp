#include "policy/patterns.hpp"

#include <algorithm>

#include "event/names.hpp"

namespace offhours::policy {

Patterns::Patterns(CsvFile& file, std::span<const std::string_view> others) {
  if (!file.sound()) return;
  for (std::size_t column = 0; column < file.columns().size(); ++column) {
    const std::string_view name = file.columns()[column];
    if (std::ranges::find(others, name) != others.end()) continue;
    if (name.starts_with("off_hours")) {
      file.add_fault(file.header_start(column), "column", name, fault::Code::made_by_judging);
      continue;
    }
    if (names_.size() == Matcher::most_columns) {
      file.add_fault(file.header_start(column), "column", name,
                     {fault::Code::too_many_columns, {std::to_string(Matcher::most_columns)}});
      break;
    }
    columns_.push_back(column);
    names_.push_back(name);
  }
  cells_.resize(columns_.size());
  matcher_ = Matcher(columns_.size());
}

void Patterns::add_row(const CsvFile& file, std::size_t row) {
  std::ranges::transform(columns_, cells_.begin(), [&](std::size_t column) { return file.cell(row, column); });
  matcher_.add(cells_);
}

void Patterns::warn(Warnings& warnings, const CsvFile& file) const {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::string_view name = names_[i];
    if (event::find_computed(name) || event::is_pipeline_column(name) || name.find('.') != std::string_view::npos) {
      continue;
    }
    if (fault::nearest(name, event::computed_names()).empty()) continue;
    warnings.add(file, file.header_start(columns_[i]), "name", name, fault::Code::not_a_computed_name,
                 Candidates::computed_names);
  }
}

}  // namespace offhours::policy
