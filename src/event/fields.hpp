// What one walk over `_raw` found at the plan's paths.
#pragma once

#include "event/plan.hpp"
#include "event/scan_reader.hpp"
#include "event/value.hpp"
#include "rows/reader.hpp"

namespace offhours::event {

class Fields {
 public:
  explicit Fields(const Plan& plan) : plan_(plan), reader_(plan.paths()) {}

  Shape read(const rows::Cell& raw);
  Shape shape() const { return shape_; }

  Value value(PathSlot slot) const { return shape_ == Shape::none ? Value() : slots_.value(slot); }
  Value value(const RawSlots& slots) const {
    const PathSlot slot = slot_of(slots);
    return slot == RawSlots::nowhere ? Value() : slots_.value(slot);
  }
  InnerText inner(const RawSlots& slots) const {
    const PathSlot slot = slot_of(slots);
    return slot == RawSlots::nowhere ? InnerText() : slots_.inner(slot);
  }
  Container container(const RawSlots& slots) const {
    const PathSlot slot = slot_of(slots);
    return slot == RawSlots::nowhere ? Container::none : slots_.container(slot);
  }

 private:
  PathSlot slot_of(const RawSlots& slots) const {
    return shape_ == Shape::none ? RawSlots::nowhere : wrapped_ ? slots.wrapped : slots.plain;
  }

  const Plan& plan_;
  ScanReader reader_;
  Slots slots_;
  Shape shape_ = Shape::none;
  bool wrapped_ = false;
};

}  // namespace offhours::event
