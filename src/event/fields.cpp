#include "event/fields.hpp"

#include <algorithm>

namespace offhours::event {

Shape Fields::read(const rows::Cell& raw) {
  shape_ = reader_.read(raw, slots_);
  const auto any = [this](PathSlot RawSlots::*which) {
    return std::ranges::any_of(plan_.wrapping_evidence(), [&](SourceId source) {
      return !slots_.value(plan_.sources()[source].slots.*which).missing();
    });
  };
  wrapped_ = shape_ != Shape::none && !any(&RawSlots::plain) && any(&RawSlots::wrapped);
  return shape_;
}

}  // namespace offhours::event
