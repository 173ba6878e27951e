// Who works when: a zone and a week of windows.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "worktime/hours.hpp"
#include "worktime/zone.hpp"

namespace offhours::worktime {

// The windows that start on each day of the week, from Monday; the working time is their union.
class Week {
 public:
  void add(const DaySet& days, std::span<const Window> windows);
  // Sorted by start.
  std::span<const Window> windows(std::size_t day) const { return days_[day]; }
  // `mon-thu 10:00-17:00; fri 10:00-15:00`, the shortest way to say it; `never` if there is no window.
  std::string text() const;

 private:
  std::array<std::vector<Window>, 7> days_;
};

struct Schedule {
  std::string name;
  Zone zone;
  Week week;
};

// Monday to Friday 08:00-20:00 UTC, by the name of `default`.
Schedule built_in_default();
// All week round, UTC.
Schedule built_in_always();
// No window at all, UTC.
Schedule built_in_never();

}  // namespace offhours::worktime
