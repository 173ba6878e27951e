#include "event/view.hpp"

namespace offhours::event {

View::View(const Plan& plan)
    : plan_(plan), columns_(plan), fields_(plan), documents_(plan, fields_, columns_), kept_(plan.name_count()) {}

void View::bind(std::span<const rows::Cell> header) { columns_.bind(header); }

Shape View::see(std::span<const rows::Cell> row) {
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
  }
  return value.missing() ? columns_.value(name.column) : value;
}

Value View::source(SourceId id) {
  const PlannedSource& planned = plan_.sources()[id];
  const Value value = plan_.raw() ? fields_.value(planned.slots) : columns_.value(planned.column);
  return value.missing() && planned.document ? documents_.value(*planned.document, planned.inside) : value;
}

Value View::compute(const Name& name, Kept& kept) {
  if (name.computed->rule != nullptr) {
    RuleInput input(*this, name, kept.room);
    return name.computed->rule(input);
  }
  for (const Name::Step& step : name.steps) {
    const Value value = source(step.source);
    if (value.missing()) continue;
    if (step.pick == nullptr) return value;
    if (const Value picked = step.pick->take(value, kept.room); !picked.missing()) return picked;
  }
  return {};
}

void View::find_instant() {
  instant_known_ = true;
  has_instant_ = false;
  const auto take = [this](std::optional<Instant> found) {
    if (found) instant_ = *found;
    has_instant_ = found.has_value();
    return has_instant_;
  };
  const auto take_either = [&take](const Value& value) {
    return take(parse_epoch(value.first())) || take(parse_rfc3339(value.first()));
  };
  const auto take_splunk_time = [&take](const Value& value) {
    return take(parse_seconds(value.first())) || take(parse_rfc3339(value.first()));
  };
  if (const auto judged = plan_.judged_name()) {
    plan_.name(*judged).text == "_time" ? take_splunk_time(value(*judged)) : take_either(value(*judged));
    return;
  }
  for (const SourceId candidate : plan_.time_sources()) {
    const Value given = source(candidate);
    if (!given.missing() && take_either(given)) return;
  }
  take_splunk_time(columns_.value(plan_.time_column()));
}

}  // namespace offhours::event
