#include "policy/warnings.hpp"

namespace offhours::policy {

void warn_of_last_minutes(Warnings& warnings, const CsvFile& file) {
  constexpr std::string_view almost = "-23:59";
  constexpr std::string_view whole = "-24:00";
  const std::size_t column = file.column("hours");
  if (column == CsvFile::npos) return;
  for (std::size_t row = 0; row < file.rows(); ++row) {
    const std::string_view cell = file.cell(row, column);
    if (cell.find(almost) == std::string_view::npos) continue;
    std::string meant(cell);
    for (std::size_t at = 0; (at = meant.find(almost, at)) != std::string::npos;)
      meant.replace(at, whole.size(), whole);
    warnings.add_for_searches(file, file.start(row, column), "hours", cell, fault::Code::last_minute, std::move(meant));
  }
}

}  // namespace offhours::policy
