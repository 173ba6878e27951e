#include "policy/patterns.hpp"

#include <algorithm>
#include <array>

#include "event/names.hpp"
#include "policy/account.hpp"
#include "policy/globs.hpp"

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
  match_all_ |= std::ranges::all_of(cells_, &std::string_view::empty);
  rows_.push_back(row);
  matcher_.add(cells_);
}

void Patterns::warn(Warnings& warnings, const CsvFile& file) const {
  warn_of_names(warnings, file);
  warn_of_chosen_names(warnings, file);
}

void Patterns::warn_of_names(Warnings& warnings, const CsvFile& file) const {
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

void Patterns::warn_of_accounts(Warnings& warnings, const CsvFile& file) const {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] != "vendor_account" && names_[i] != "image_registry") continue;
    for (const std::size_t row : rows_) {
      const std::string_view cell = file.cell(row, columns_[i]);
      if (cell.empty() || cell.find_first_of("*?") != std::string_view::npos || is_account(cell)) continue;
      warnings.add_for_searches(file, file.start(row, columns_[i]), names_[i], cell, fault::Code::not_an_account,
                                mended_account(cell));
    }
  }
}

namespace {

// Whether a pattern for an ARN, or for the name of a session, leaves the role open: it then rests on what whoever
// assumes some role calls the session. Identity Center sets the names of its sessions itself.
bool leaves_role_open(std::string_view pattern) {
  constexpr std::string_view session = "assumed-role/";
  if (pattern.find("AWSReservedSSO_") != std::string_view::npos) return false;
  const std::size_t found = pattern.find(session);
  if (found == std::string_view::npos) {
    return pattern.starts_with('*') && pattern.find_first_not_of("*?") != std::string_view::npos &&
           pattern.find(":user/") == std::string_view::npos && pattern.find(":root") == std::string_view::npos;
  }
  const std::string_view role = pattern.substr(found + session.size());
  const std::size_t slash = role.find('/');
  return slash != std::string_view::npos && role.substr(0, slash).find_first_not_of("*?") == std::string_view::npos &&
         role.substr(slash + 1).find_first_not_of("*?") != std::string_view::npos;
}

// Whether what a session is called can make a name match: a session's name may be an address, and may pass for that of
// a machine, which makes a pipeline of it. A name that is a role's ARN cannot be chosen.
bool is_chosen_name(std::string_view name, std::string_view pattern) {
  if (name == "user_name") return true;
  if (name == "actor_name") return !pattern.starts_with("arn:");
  return name == "actor_kind" && glob_matches(pattern, "pipeline");
}

}  // namespace

void Patterns::warn_of_chosen_names(Warnings& warnings, const CsvFile& file) const {
  // Names of columns that say who it was in a way that AWS alone decides.
  constexpr std::array<std::string_view, 3> sure = {"user_role", "actor.session.issuer",
                                                    "userIdentity.sessionContext.sessionIssuer.arn"};
  constexpr std::array<std::string_view, 4> arns = {"user", "actor.user.uid", "actor.user.uuid", "userIdentity.arn"};
  const auto is_one_of = [](const auto& list, std::string_view name) {
    return std::ranges::find(list, name) != list.end();
  };
  for (const std::size_t row : rows_) {
    std::size_t chosen = CsvFile::npos;
    std::string_view chosen_name;
    bool held = false;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const std::string_view cell = file.cell(row, columns_[i]);
      if (cell.find_first_not_of('*') == std::string_view::npos) continue;
      const bool rests_on_name =
          is_chosen_name(names_[i], cell) || (is_one_of(arns, names_[i]) && leaves_role_open(cell));
      if (rests_on_name) {
        chosen = columns_[i];
        chosen_name = names_[i];
      } else {
        held |= is_one_of(sure, names_[i]) || is_one_of(arns, names_[i]) || names_[i].starts_with("actor_");
      }
    }
    if (chosen == CsvFile::npos || held) continue;
    warnings.add(file, file.start(row, chosen), chosen_name, file.cell(row, chosen), fault::Code::chosen_name);
  }
}

}  // namespace offhours::policy
