// Why an instant is inside or outside of working time.
#pragma once

#include <cstdint>
#include <string_view>

namespace offhours::worktime {

// The first that holds, in this order.
enum class Reason : std::uint8_t {
  working_hours,
  exception,     // announced: on-hours by an exception of the policy
  holiday,       // today is closed, or a calendar took away the window that would hold now
  short_day,     // a calendar cut the window that would hold now
  day_off,       // no window starts today
  before_hours,  // before today's first start
  after_hours,   // at or after today's last end
  between_hours,
  no_time,  // the event has no usable time
};

std::string_view name_of(Reason reason);

}  // namespace offhours::worktime
