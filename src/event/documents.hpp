// The objects of an event that may be given as JSON text instead: request data, response data, `unmapped`. A text is
// read once, when a name first asks for what is in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "event/columns.hpp"
#include "event/fields.hpp"
#include "event/pairs.hpp"
#include "event/plan.hpp"

namespace offhours::event {

enum class Document { absent, cut, whole };

class Documents {
 public:
  // All must outlive this, and the plan must not grow.
  Documents(const Plan& plan, const Fields& fields, Columns& columns);

  void start() { ++event_; }

  // What a document's text, or its list of pairs, has at one of its paths.
  Value value(DocumentId id, PathSlot path) {
    const Text& text = read(id);
    if (text.in_slots) return text.slots.value(path);
    return text.in_pairs && text.pairs[path].found ? Value(std::string_view(text.pairs[path].value)) : Value();
  }
  Document state(DocumentId id);

 private:
  struct Text {
    explicit Text(const PathPlan& paths);
    std::uint64_t read_in = 0;  // the number of the event
    bool there = false;
    bool cut = false;
    bool in_slots = false;
    bool in_pairs = false;
    ScanReader reader;
    Slots slots;
    std::vector<Pair> pairs;
    std::string scratch;
  };
  Text& read(DocumentId id) {
    Text& text = texts_[id];
    if (text.read_in != event_) read_text(id, text);
    return text;
  }
  void read_text(DocumentId id, Text& text);
  void read_columns(const PlannedDocument& document, Text& text);

  const Plan& plan_;
  const Fields& fields_;
  Columns& columns_;
  std::vector<Text> texts_;
  PairReader pair_reader_;
  std::uint64_t event_ = 0;
};

}  // namespace offhours::event
