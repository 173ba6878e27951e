// The columns of assignments and exceptions that say whom a row is about: any names, with globs as cells.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "policy/csv_file.hpp"
#include "policy/matcher.hpp"
#include "policy/warnings.hpp"

namespace offhours::policy {

class Patterns {
 public:
  // All columns of the file but `others`. What cannot be a name is a fault of the file.
  Patterns(CsvFile& file, std::span<const std::string_view> others);

  std::span<const std::string_view> names() const { return names_; }
  const Matcher& matcher() const { return matcher_; }
  // The matcher's next row is this one of the file. All are added before any is looked up.
  void add_row(const CsvFile& file, std::size_t row);
  void build() { matcher_.build(); }
  // Whether a row has no pattern, so that it matches everything.
  bool match_all() const { return match_all_; }

  void warn(Warnings& warnings, const CsvFile& file) const;
  // What searches tell too.
  void add_search_warnings(Warnings& warnings, const CsvFile& file) const { warn_of_accounts(warnings, file); }

 private:
  void warn_of_names(Warnings& warnings, const CsvFile& file) const;
  void warn_of_accounts(Warnings& warnings, const CsvFile& file) const;
  void warn_of_chosen_names(Warnings& warnings, const CsvFile& file) const;

  std::vector<std::size_t> columns_;
  std::vector<std::string_view> names_;
  std::vector<std::string_view> cells_;  // of the row being added
  std::vector<std::size_t> rows_;        // of the file, for each row of the matcher
  bool match_all_ = false;
  Matcher matcher_;
};

}  // namespace offhours::policy
