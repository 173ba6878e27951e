// Holidays of other makers: iCalendar, and the JSON of several services. The first byte chooses the options. What comes
// out is a file that can be read, with dates in their order and no later than the years that were asked for.
#include <algorithm>
#include <string>

#include "command/in_process.hpp"
#include "holidays/import.hpp"
#include "targets.hpp"

namespace offhours::fuzz {

void holidays(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto choice = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  offhours::holidays::ImportOptions options;
  options.calendar = "c";
  options.first_year = std::chrono::year(2026);
  options.last_year = std::chrono::year(2028);
  if ((choice & 1) != 0) options.zone = "Europe/Berlin";
  if ((choice & 2) != 0) options.region = "DE-BY";
  options.observances = (choice & 4) != 0;
  const offhours::holidays::Import import = offhours::holidays::import_holidays(bytes, options);
  const auto by_date = [](const auto& a, const auto& b) { return a.first < b.first; };
  require(std::ranges::is_sorted(import.rows, by_date), "the rows are not in the order of their dates");
  for (const auto& row : import.rows) {
    const std::chrono::year_month_day first(row.first);
    require(row.first <= row.last && first.year() <= options.last_year, "a row's dates are not those asked for");
  }
  const test::TextTable table = test::read_table(offhours::holidays::to_csv(import.rows, "c"));
  require(table.rows.size() == import.rows.size(), "the file has another number of rows");
  for (const auto& cells : table.rows) require(cells.size() == table.columns.size(), "a row has another width");
}

}  // namespace offhours::fuzz
