// What one walk over `_raw` found at the plan's paths; where it holds several events, or wraps them, what was found in
// one of them at a time.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "event/envelopes.hpp"
#include "event/plan.hpp"
#include "event/scan_reader.hpp"
#include "event/value.hpp"
#include "rows/reader.hpp"

namespace offhours::event {

class Fields {
 public:
  explicit Fields(const Plan& plan);

  // The first event of a cell.
  Shape read(const rows::Cell& raw);
  // Moves on to the cell's next event. False: there is none.
  bool next();
  bool has_next() const { return next_ < events_.size(); }
  Shape shape() const { return shape_; }
  // Whether the event shows what it is: some of the evidence is there.
  bool recognised() const { return recognised_; }
  // It is below EventBridge's `detail`.
  bool wrapped() const { return wrapped_; }
  // Reads the event once more, into the slots of another plan.
  void read_again(ScanReader& reader, Slots& slots) const;

  // At a path, wherever it leads: in the event, else in what is wrapped round it.
  Value value(PathSlot slot) const {
    if (shape_ == Shape::none) return {};
    const Value value = slots_.value(slot);
    return value.missing() && has_envelope_ ? envelope_slots_.value(slot) : value;
  }
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
  PathSlot slot_of(const RawSlots& slots) const {
    return shape_ == Shape::none ? RawSlots::nowhere : wrapped_ ? slots.wrapped : slots.plain;
  }

 private:
  void recognise();
  bool may_hold_events(const rows::Cell& raw) const;
  void open(const rows::Cell& raw);

  const Plan& plan_;
  ScanReader reader_;
  Slots slots_;
  rows::Cell raw_;
  Shape shape_ = Shape::none;
  bool wrapped_ = false;
  bool recognised_ = false;

  // Of a cell that is not plainly one event.
  struct EnvelopeReading {
    explicit EnvelopeReading(const Plan& plan) : envelope_reader(plan.paths()) {}
    Envelopes envelopes;
    ScanReader envelope_reader;
    std::string scratch;
  };
  std::unique_ptr<EnvelopeReading> opened_;  // once there was one
  std::span<const EnvelopedEvent> events_;
  std::size_t next_ = 0;
  bool has_envelope_ = false;
  std::string_view envelope_;
  Slots envelope_slots_;
};

}  // namespace offhours::event
