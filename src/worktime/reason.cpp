#include "worktime/reason.hpp"

namespace offhours::worktime {

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::working_hours: return "working_hours";
    case Reason::exception: return "exception";
    case Reason::holiday: return "holiday";
    case Reason::short_day: return "short_day";
    case Reason::day_off: return "day_off";
    case Reason::before_hours: return "before_hours";
    case Reason::after_hours: return "after_hours";
    case Reason::between_hours: return "between_hours";
    case Reason::no_time: return "no_time";
  }
  return "no_time";
}

}  // namespace offhours::worktime
