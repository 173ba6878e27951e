#include "holidays/import.hpp"

#include <algorithm>

#include "holidays/icalendar.hpp"
#include "holidays/json.hpp"
#include "text/byte_order_mark.hpp"
#include "text/dates.hpp"

namespace offhours::holidays {
namespace {

// Quoted only if it must be: people will edit the file.
void append_cell(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

Import import_holidays(std::string_view text, const ImportOptions& options) {
  text = text::without_byte_order_mark(text);
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  const bool json = start != std::string_view::npos && (text[start] == '{' || text[start] == '[');
  Import import = json ? import_json(text, options) : import_icalendar(text, options);
  const auto outside = [&](const Row& row) {
    return std::chrono::year_month_day(row.last).year() < options.first_year ||
           std::chrono::year_month_day(row.first).year() > options.last_year;
  };
  std::erase_if(import.rows, outside);
  std::ranges::sort(import.rows);
  import.rows.erase(std::unique(import.rows.begin(), import.rows.end()), import.rows.end());
  return import;
}

std::string to_csv(const std::vector<Row>& rows, std::string_view calendar) {
  std::string out = "calendar,date,kind,hours,name\n";
  for (const Row& row : rows) {
    append_cell(out, calendar);
    out += ',' + text::date_text(row.first);
    if (row.last != row.first) out += ".." + text::date_text(row.last);
    out += ',' + row.kind + ',' + row.hours + ',';
    append_cell(out, row.name);
    out += '\n';
  }
  return out;
}

}  // namespace offhours::holidays
