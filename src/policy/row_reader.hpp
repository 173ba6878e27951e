// Reads the cells of one row and reports what is wrong with them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "policy/csv_file.hpp"
#include "policy/parse_codes.hpp"
#include "worktime/hours.hpp"

namespace offhours::policy {

class RowReader {
 public:
  RowReader(CsvFile& file, std::size_t row) : file_(file), row_(row) {}

  std::string_view cell(std::size_t column) const { return file_.cell(row_, column); }
  // `value` is the cell or a part of it.
  void fault(std::size_t column, std::string_view thing, std::string_view value, fault::What what,
             Candidates candidates = Candidates::none) {
    file_.add_fault(file_.start(row_, column), thing, value, std::move(what), candidates);
    sound_ = false;
  }
  bool sound() const { return sound_; }

  std::vector<worktime::Window> hours(std::size_t column) {
    const std::string_view text = cell(column);
    auto parsed = worktime::parse_hours(text);
    if (parsed) return std::move(*parsed);
    fault(column, "hours", part_of(text, parsed.error().part), code_of(parsed.error().fault));
    return {};
  }

  // The part of a cell that a parser names by its text.
  static std::string_view part_of(std::string_view cell, std::string_view part) {
    return cell.substr(cell.find(part), part.size());
  }

 private:
  CsvFile& file_;
  std::size_t row_;
  bool sound_ = true;
};

// Lists in a cell are separated by blanks or commas.
constexpr std::string_view list_separators = " \t,\n\r";

template <typename Each>
void for_each_word(std::string_view text, Each each) {
  std::size_t start = 0;
  while ((start = text.find_first_not_of(list_separators, start)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(list_separators, start), text.size());
    each(text.substr(start, end - start));
    start = end;
  }
}

}  // namespace offhours::policy
