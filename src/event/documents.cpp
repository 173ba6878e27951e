#include "event/documents.hpp"

namespace offhours::event {

Documents::Text::Text(const PathPlan& paths) : reader(paths), pairs(paths.paths().size()) {
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i].key = paths.paths()[i].text;
}

Documents::Documents(const Plan& plan, const Fields& fields, Columns& columns)
    : plan_(plan), fields_(fields), columns_(columns) {
  texts_.reserve(plan.documents().size());
  for (const PlannedDocument& document : plan.documents()) texts_.emplace_back(document.paths);
  for (const PlannedSource& planned : plan.sources()) {
    if (!planned.source.null_is_text || !planned.document) continue;
    texts_[*planned.document].slots.accept_null(planned.inside);
    texts_[*planned.document].pairs[planned.inside].null_is_text = true;
  }
}

void Documents::read_text(DocumentId id, Text& text) {
  const PlannedDocument& document = plan_.documents()[id];
  text.read_in = event_;
  text.in_slots = false;
  text.in_pairs = false;
  const InnerText inner =
      plan_.raw() ? fields_.inner(document.slots) : InnerText(columns_.value(document.column).first());
  text.there = !inner.missing();
  text.cut = inner.cut();
  if (!text.there) {
    if (document.keys) read_columns(document, text);
    return;
  }
  if (document.path == pairs_document && !inner.bytes().starts_with('{')) {
    const std::string_view list = inner.text(text.scratch);
    if (list.starts_with('[')) {
      for (Pair& pair : text.pairs) pair.found = false;
      pair_reader_.read(list, text.pairs);
      text.in_pairs = true;
      return;
    }
  }
  text.cut |= text.reader.read(inner, text.slots) == Shape::broken;
  text.in_slots = true;
}

// Pairs as Splunk extracts them: one column of all keys, one of all values.
void Documents::read_columns(const PlannedDocument& document, Text& text) {
  const std::span<const std::string_view> keys = columns_.all(*document.keys);
  const std::span<const std::string_view> values = columns_.all(*document.values);
  // Lists of different lengths cannot be matched up.
  if (keys.empty() || keys.size() != values.size()) return;
  for (Pair& pair : text.pairs) pair.found = false;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (Pair& pair : text.pairs) {
      if (pair.found || pair.key != keys[i] || is_missing(values[i])) continue;
      pair.value = values[i];
      pair.found = true;
    }
  }
  text.in_pairs = true;
}

Document Documents::state(DocumentId id) {
  if (const Text& text = read(id); text.there) return text.cut ? Document::cut : Document::whole;
  if (!plan_.raw()) return Document::absent;
  const Container container = fields_.container(plan_.documents()[id].slots);
  return container == Container::none   ? Document::absent
         : container == Container::open ? Document::cut
                                        : Document::whole;
}

}  // namespace offhours::event
