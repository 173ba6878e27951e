#include "event/view.hpp"

namespace offhours::event {

View::View(const Plan& plan)
    : plan_(plan), columns_(plan), fields_(plan), documents_(plan, fields_, columns_), kept_(plan.name_count()) {
  choose_steps();
}

void View::bind(rows::Row header) {
  columns_.bind(header);
  if (!plan_.raw()) choose_steps();
}

// A search names few columns, and most sources of a name are columns of other kinds of events.
void View::choose_steps() {
  for (NameId id = 0; id < kept_.size(); ++id) {
    std::vector<Name::Step>& steps = kept_[id].steps;
    steps.clear();
    for (const Name::Step& step : plan_.name(id).steps) {
      const PlannedSource& planned = plan_.sources()[step.source];
      if (plan_.raw() || planned.document || columns_.bound(planned.column)) steps.push_back(step);
    }
  }
}

Shape View::see(rows::Row row) {
  start_event();
  columns_.see(row);
  shape_ = plan_.raw() ? fields_.read(columns_.cell(plan_.raw_column())) : Shape::whole;
  return shape_;
}

bool View::next() {
  if (!has_next() || !fields_.next()) return false;
  start_event();
  shape_ = fields_.shape();
  return true;
}

void View::start_event() {
  ++event_number_;
  documents_.start();
  instant_known_ = false;
}

Value View::value(NameId id) {
  const Name& name = plan_.name(id);
  Value value;
  if (name.kind == Name::Kind::computed) {
    Kept& kept = kept_[id];
    if (kept.known_in != event_number_) {
      kept.known_in = event_number_;
      kept.value = compute(name, kept);
    }
    value = kept.value;
    if (plan_.raw()) return value;
  } else if (name.kind == Name::Kind::path) {
    value = fields_.value(name.path);
    if (shape_ == Shape::broken) {
      if (value.missing())
        value = missing_path(name.path);
      else if (reach().left_open(name.path))
        value = Value::unreadable();
      if (value.is_unreadable()) return value;
    }
  }
  if (!value.missing()) return value;
  const Value column = columns_.value(name.column);
  return column.missing() ? value : column;
}

Value View::compute(const Name& name, Kept& kept) {
  if (name.computed->rule != nullptr) {
    RuleInput input(*this, name, kept.room);
    return name.computed->rule(input);
  }
  for (const Name::Step& step : kept.steps) {
    const Value value = source_of(step);
    if (value.is_unreadable()) return value;
    if (value.missing()) continue;
    if (step.pick == nullptr) return value;
    if (const Value picked = step.pick->apply(value, kept.room); !picked.missing()) return picked;
    // More of the list may have come.
    const PathSlot path = fields_.slot_of(plan_.sources()[step.source].slots);
    if (shape_ == Shape::broken && path != RawSlots::nowhere && reach().left_open(path)) return Value::unreadable();
  }
  return {};
}

Value View::missing_from(const Name::Step& step, const PlannedSource& planned) {
  const Document document = planned.document ? documents_.state(*planned.document) : Document::absent;
  if (document == Document::cut) return Value::unreadable();
  if (shape_ != Shape::broken || document == Document::whole || reach().rules_out(step.kind)) return {};
  const PathSlot path = fields_.slot_of(planned.slots);
  return path == RawSlots::nowhere ? Value::unreadable() : missing_path(path);
}

Value View::missing_path(PathSlot path) { return reach().passed(path) ? Value() : Value::unreadable(); }

const Reach& View::reach() {
  if (!reach_) reach_.emplace(plan_);
  if (reached_in_ != event_number_) {
    reached_in_ = event_number_;
    reach_->read(fields_);
  }
  return *reach_;
}

void View::find_instant() {
  instant_known_ = true;
  has_instant_ = false;
  const auto set = [this](std::optional<Instant> found) {
    if (found) instant_ = *found;
    has_instant_ = found.has_value();
    return has_instant_;
  };
  const auto set_any = [&set](const Value& value) {
    return set(parse_epoch(value.first())) || set(parse_rfc3339(value.first()));
  };
  const auto set_seconds = [&set](const Value& value) {
    return set(parse_seconds(value.first())) || set(parse_rfc3339(value.first()));
  };
  if (const auto judged = plan_.judged_name()) {
    plan_.name(*judged).text == "_time" ? set_seconds(value(*judged)) : set_any(value(*judged));
    return;
  }
  for (const SourceId candidate : plan_.time_sources()) {
    const Value given = source(candidate);
    if (!given.missing() && set_any(given)) return;
  }
  set_seconds(columns_.value(plan_.time_column()));
}

}  // namespace offhours::event
