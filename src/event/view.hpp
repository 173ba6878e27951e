// One row seen as an event, through a read plan: the only way from a frame's bytes to names and to the judged instant.
// Computed names are worked out when they are first asked for. All views live until the next see() or next().
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "event/columns.hpp"
#include "event/documents.hpp"
#include "event/fields.hpp"
#include "event/plan.hpp"
#include "event/reach.hpp"
#include "event/time.hpp"
#include "event/value.hpp"
#include "rows/reader.hpp"

namespace offhours::event {

class View {
 public:
  // `plan` must outlive the view and not grow after this.
  explicit View(const Plan& plan);
  // Its parts refer to each other.
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  // A frame's header: where the plan's columns are.
  void bind(rows::Row header);
  // The next row: the first event in it. With raw=false the shape is always `whole`.
  Shape see(rows::Row row);
  // Moves on to the row's next event. False: there is none.
  bool next();
  bool has_next() const { return plan_.raw() && fields_.has_next(); }
  Shape shape() const { return shape_; }
  // Whether `_raw` is known to hold an event, and in which form.
  bool recognised() const { return plan_.raw() && fields_.recognised(); }

  // A value that may lie in what could not be read of a cut or broken event is unreadable.
  Value value(NameId name);
  // The event's own time, or what the plan judges by instead; none if nothing usable is there.
  std::optional<Instant> instant() {
    if (!instant_known_) find_instant();
    return has_instant_ ? std::optional(instant_) : std::nullopt;
  }

 private:
  friend class RuleInput;
  // A computed name's value, kept for the event it was worked out for.
  struct Kept {
    std::uint64_t known_in = 0;
    Value value;
    std::string room;
    std::vector<Name::Step> steps;  // of the plan's those that can give something in this frame
  };

  void start_event();
  void choose_steps();
  Value source(SourceId id) {
    const PlannedSource& planned = plan_.sources()[id];
    const Value value = plan_.raw() ? fields_.value(planned.slots) : columns_.value(planned.column);
    return value.missing() && planned.document ? documents_.value(*planned.document, planned.inside) : value;
  }
  Value source_of(const Name::Step& step) {
    const Value value = source(step.source);
    return value.missing() ? missing_from(step) : value;
  }
  // Missing or unreadable, for a step that gave nothing.
  Value missing_from(const Name::Step& step) {
    const PlannedSource& planned = plan_.sources()[step.source];
    return shape_ == Shape::broken || planned.document ? missing_from(step, planned) : Value();
  }
  Value missing_from(const Name::Step& step, const PlannedSource& planned);
  Value missing_path(PathSlot path);
  const Reach& reach();
  Value compute(const Name& name, Kept& kept);
  void find_instant();

  const Plan& plan_;
  Columns columns_;
  Fields fields_;
  Documents documents_;
  std::optional<Reach> reach_;    // once an event was cut or broken
  std::uint64_t reached_in_ = 0;  // the event that it was read for
  Shape shape_ = Shape::whole;
  std::uint64_t event_number_ = 0;
  std::vector<Kept> kept_;  // by name

  Instant instant_{};
  bool has_instant_ = false;
  bool instant_known_ = false;
};

// What the rule of a computed name may read: the sources and names of its own row, by their places in it.
class RuleInput {
 public:
  RuleInput(View& view, const Name& name, std::string& room) : view_(view), name_(name), room_(room) {}

  Value operator[](std::size_t source) { return view_.source_of(name_.steps[source]); }
  // What there is of the document that a source is in.
  Document document(std::size_t source) {
    return view_.documents_.state(*view_.plan_.sources()[name_.steps[source].source].document);
  }
  Value name(std::size_t place) { return view_.value(name_.names[place]); }
  Shape shape() const { return view_.shape_; }
  std::optional<Instant> instant() { return view_.instant(); }
  // For a text that has to be composed.
  std::string& room() { return room_; }

 private:
  View& view_;
  const Name& name_;
  std::string& room_;
};

}  // namespace offhours::event
