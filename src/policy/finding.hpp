// What is wrong with a place in a lookup, or hardly meant there. It is kept short, since a file may hold 100,000 of
// them: the line and the suggestion are worked out for those that are shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "fault/fault.hpp"

namespace offhours::policy {

// The texts among which the one that was meant is looked for.
enum class Candidates : std::uint8_t {
  none,
  zones,
  days,
  kinds,
  calendars,
  schedules,
  schedule_columns,
  holiday_columns,
  computed_names
};
constexpr std::size_t candidates_count = static_cast<std::size_t>(Candidates::computed_names) + 1;

// A fault fails every search that uses the policy; all others are warnings, of which some are told in searches too.
enum class FindingKind : std::uint8_t { fault, warning, warning_in_searches };

struct Finding {
  static constexpr std::uint32_t whole_file = std::numeric_limits<std::uint32_t>::max();

  FindingKind kind = FindingKind::fault;
  Candidates candidates = Candidates::none;
  std::uint32_t start = 0;  // of the cell in the file's text
  std::string_view thing;
  std::string_view value;  // lives as long as the policy
  fault::What what;
  std::string mend = {};  // the text that was meant, where it is sure
};

}  // namespace offhours::policy
