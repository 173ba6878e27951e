#include "policy/policy.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "policy/suggestions.hpp"
#include "text/ascii.hpp"
#include "text/hash.hpp"

namespace offhours::policy {

Policy::Policy(const std::string& folder, std::string name)
    : name_(std::move(name)),
      calendars_(folder, name_),
      schedules_(folder, name_, calendars_),
      assignments_(folder, name_, schedules_),
      exceptions_(folder, name_),
      default_(schedules_.find("default")) {
  make_digest();
  check_named(folder);
  calendars_.sort_faults();
  schedules_.sort_faults();
  assignments_.sort_faults();
  exceptions_.sort_faults();
}

std::array<const CsvFile*, 4> Policy::files() const {
  return {&schedules_.file(), &calendars_.file(), &assignments_.file(), &exceptions_.file()};
}

void Policy::check_named(const std::string& folder) {
  if (name_ == default_policy || schedules_.file().there()) return;
  namespace fs = std::filesystem;
  constexpr std::string_view ending = "_schedules.csv";
  std::vector<std::string> others;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    if (file.ends_with(ending)) others.push_back(file.substr(0, file.size() - ending.size()));
  }
  std::ranges::sort(others);
  const std::vector<std::string_view> candidates(others.begin(), others.end());
  unknown_ = {std::nullopt,
              "policy",
              name_,
              {fault::Code::no_policy_file, {schedules_.file().path()}},
              fault::nearest(name_, candidates)};
}

bool Policy::any_file() const { return std::ranges::any_of(files(), &CsvFile::there); }

std::size_t Policy::fault_count() const {
  std::size_t count = unknown_ ? 1 : 0;
  for (const CsvFile* file : files()) count += file->faults().size();
  return count;
}

std::vector<fault::Fault> Policy::faults(std::size_t most) const {
  std::vector<fault::Fault> faults;
  Suggestions suggestions(*this);
  if (unknown_ && most > 0) faults.push_back(*unknown_);
  for (const CsvFile* file : files()) {
    for (const Finding& finding : file->faults()) {
      if (faults.size() >= most) return faults;
      faults.push_back(suggestions.describe(*file, finding));
    }
  }
  return faults;
}

Warnings Policy::warnings(std::chrono::local_days today) const {
  Warnings warnings(today);
  // The others may be missing: a policy of schedules alone is whole.
  if (const CsvFile& file = schedules_.file(); !file.there()) {
    warnings.add(file, Finding::whole_file, "file", file.name(), fault::Code::not_there);
  }
  add_search_warnings(warnings);
  warn_of_built_in_hours(warnings);
  std::vector<const worktime::Schedule*> used;
  for (const Assignments::Entry& entry : assignments_.entries()) used.push_back(entry.schedule);
  schedules_.warn(warnings, used);
  calendars_.warn(warnings);
  assignments_.warn(warnings);
  exceptions_.warn(warnings);
  return warnings;
}

Warnings Policy::search_warnings(std::chrono::local_days today) const {
  Warnings warnings(today);
  add_search_warnings(warnings);
  return warnings;
}

void Policy::add_search_warnings(Warnings& warnings) const {
  for (const CsvFile* file : files()) warn_of_blanks(warnings, *file);
  schedules_.add_search_warnings(warnings);
  warn_of_last_minutes(warnings, calendars_.file());
  assignments_.add_search_warnings(warnings);
  exceptions_.add_search_warnings(warnings);
}

// A blank at a cell's edge cannot be seen in a spreadsheet, and is a part of the text all the same.
void Policy::warn_of_blanks(Warnings& warnings, const CsvFile& file) {
  for (std::size_t column = 0; column < file.columns().size(); ++column) {
    const std::string_view name = file.columns()[column];
    if (const std::string_view trimmed = text::trim_spaces(name); trimmed.size() != name.size() && file.sound()) {
      warnings.add_for_searches(file, file.header_start(column), "column", name, fault::Code::blank_edge,
                                std::string(trimmed));
    }
    for (std::size_t row = 0; row < file.rows(); ++row) {
      const std::string_view cell = file.cell(row, column);
      const std::string_view trimmed = text::trim_spaces(cell);
      if (trimmed.size() == cell.size()) continue;
      warnings.add_for_searches(file, file.start(row, column), name, cell, fault::Code::blank_edge,
                                std::string(trimmed));
    }
  }
}

// Somebody is held against the built-in hours though there is a policy.
void Policy::warn_of_built_in_hours(Warnings& warnings) const {
  const CsvFile& file = schedules_.file();
  if (!file.sound()) return;
  if (file.rows() == 0) {
    warnings.add(file, 0, "file", file.name(), fault::Code::header_only);
  } else if (schedules_.defines_default() || assignments_.match_everybody()) {
    return;
  } else {
    warnings.add(file, 0, "schedule", "default", fault::Code::no_default);
  }
}

void Policy::make_digest() {
  text::Digest digest;
  for (const CsvFile* file : files()) {
    digest.add(file->there() ? std::to_string(file->bytes().size()) + ':' : "-");
    digest.add(file->bytes());
  }
  digest_ = digest.text();
}

const worktime::Schedule& Policy::assigned(std::span<const Texts> values) const {
  const worktime::Schedule* const found = assignments_.find(values);
  return found != nullptr ? *found : *default_;
}

}  // namespace offhours::policy
