#include "event/fields.hpp"

#include <algorithm>

namespace offhours::event {

Fields::Fields(const Plan& plan) : plan_(plan), reader_(plan.paths()) {
  for (const PlannedSource& planned : plan.sources()) {
    if (!planned.source.null_is_text || !plan.raw()) continue;
    slots_.accept_null(planned.slots.plain);
    slots_.accept_null(planned.slots.wrapped);
  }
}

Shape Fields::read(const rows::Cell& raw) {
  events_ = {};
  next_ = 0;
  has_envelope_ = false;
  raw_ = raw;
  shape_ = reader_.read(raw, slots_);
  recognise();
  if (may_hold_events(raw)) open(raw);
  return shape_;
}

void Fields::recognise() {
  const auto any = [this](PathSlot RawSlots::*which) {
    return std::ranges::any_of(plan_.wrapping_evidence(), [&](SourceId source) {
      return !slots_.value(plan_.sources()[source].slots.*which).missing();
    });
  };
  const bool plain = shape_ != Shape::none && any(&RawSlots::plain);
  wrapped_ = shape_ != Shape::none && !plain && any(&RawSlots::wrapped);
  recognised_ = plain || wrapped_;
}

// Whether the cell is worth a second look: most are plainly one event.
bool Fields::may_hold_events(const rows::Cell& raw) const {
  if (shape_ == Shape::none) return !raw.empty();
  if (!reader_.rest().empty()) {
    const std::string_view rest = without_separators(reader_.rest());
    if (rest.starts_with('{') || rest.starts_with('[')) return true;
  }
  return !recognised_ && std::ranges::any_of(plan_.envelopes(), [this](PathSlot slot) {
    return slots_.container(slot) != Container::none || !slots_.inner(slot).missing();
  });
}

void Fields::open(const rows::Cell& raw) {
  if (opened_ == nullptr) opened_ = std::make_unique<EnvelopeReading>(plan_);
  events_ = opened_->envelopes.open(raw.text(opened_->scratch));
  (void)next();
}

bool Fields::next() {
  if (!has_next()) return false;
  const EnvelopedEvent& event = events_[next_];
  shape_ = reader_.read(event.text, slots_);
  recognise();
  has_envelope_ = !event.envelope.empty();
  if (has_envelope_ && (next_ == 0 || event.envelope.data() != envelope_.data())) {
    opened_->envelope_reader.read(event.envelope, envelope_slots_);
  }
  envelope_ = event.envelope;
  ++next_;
  return true;
}

void Fields::read_again(ScanReader& reader, Slots& slots) const {
  if (next_ == 0) {
    (void)reader.read(raw_, slots);
  } else {
    (void)reader.read(events_[next_ - 1].text, slots);
  }
}

}  // namespace offhours::event
