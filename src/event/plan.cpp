#include "event/plan.hpp"

#include <algorithm>

#include "event/computed.hpp"
#include "event/envelopes.hpp"

namespace offhours::event {

Plan::Plan(bool raw) : raw_(raw) {
  if (raw_) {
    raw_column_ = want_column("_raw");
    for (const Source& source : event::wrapping_evidence()) wrapping_evidence_.push_back(want_source(source));
    for (const std::string_view key : envelope_keys()) envelopes_.push_back(paths_.want(key, true, true, true));
  }
  for (const Source& source : event::time_sources()) time_sources_.push_back(want_source(source));
  time_column_ = want_column("_time");
}

NameId Plan::want(std::string_view text) {
  const auto found = std::ranges::find(names_, text, &Name::text);
  if (found != names_.end()) return static_cast<NameId>(found - names_.begin());
  Name name;
  name.text = text;
  if (const ComputedName* const computed = find_computed(text)) {
    name.computed = computed;
    want_sources(name);
    if (!raw_) name.column = want_column(text);
  } else {
    name.kind = raw_ && !is_pipeline_column(text) ? Name::Kind::path : Name::Kind::column;
    if (name.kind == Name::Kind::path) name.path = paths_.want(text);
    name.column = want_column(text);
  }
  names_.push_back(std::move(name));
  return static_cast<NameId>(names_.size() - 1);
}

NameId Plan::want(const ComputedName& hidden) {
  const auto found = std::ranges::find(names_, &hidden, &Name::computed);
  if (found != names_.end()) return static_cast<NameId>(found - names_.begin());
  Name name;
  name.computed = &hidden;
  want_sources(name);
  // No column of the pipeline has its name.
  if (!raw_) name.column = sources_[name.steps.front().source].column;
  names_.push_back(std::move(name));
  return static_cast<NameId>(names_.size() - 1);
}

void Plan::want_sources(Name& name) {
  name.kind = Name::Kind::computed;
  for (const std::string_view other : name.computed->names) name.names.push_back(want(other));
  for (const Source& source : name.computed->sources) {
    // An envelope is only in `_raw`.
    if (!raw_ && source.kind == EventKind::event_bridge) continue;
    name.steps.push_back({want_source(source), source.kind, source.pick});
  }
}

void Plan::judge_by(std::string_view name) { judged_name_ = want(name); }

ColumnSlot Plan::want_column(std::string_view name) {
  const auto found = std::ranges::find(columns_, name);
  if (found != columns_.end()) return static_cast<ColumnSlot>(found - columns_.begin());
  columns_.emplace_back(name);
  return static_cast<ColumnSlot>(columns_.size() - 1);
}

SourceId Plan::want_source(const Source& source) {
  const auto found =
      std::ranges::find_if(sources_, [&](const PlannedSource& planned) { return planned.source.same_place(source); });
  if (found != sources_.end()) return static_cast<SourceId>(found - sources_.begin());
  PlannedSource planned;
  planned.source = source;
  std::string path(source.path);
  if (!source.document.empty()) {
    planned.document = want_document(source.document, source.apart);
    planned.inside = documents_[*planned.document].paths.want(source.path);
    path.insert(0, std::string(source.document) + '.');
  }
  if (!raw_) {
    planned.column = want_column(path);
  } else if (source.kind == EventKind::event_bridge) {
    planned.slots.wrapped = paths_.want(path);
  } else {
    planned.slots = want_paths(path, false);
  }
  sources_.push_back(planned);
  return static_cast<SourceId>(sources_.size() - 1);
}

DocumentId Plan::want_document(std::string_view path, bool apart) {
  const auto found = std::ranges::find_if(
      documents_, [&](const PlannedDocument& known) { return known.path == path && known.apart == apart; });
  if (found != documents_.end()) return static_cast<DocumentId>(found - documents_.begin());
  PlannedDocument document;
  document.path = path;
  document.apart = apart;
  if (raw_) {
    document.slots = want_paths(path, true);
  } else {
    document.column = want_column(path);
    if (path == pairs_document) {
      document.keys = want_column(std::string(path) + "{}.key");
      document.values = want_column(std::string(path) + "{}.value");
    }
  }
  documents_.push_back(std::move(document));
  return static_cast<DocumentId>(documents_.size() - 1);
}

RawSlots Plan::want_paths(std::string_view path, bool document) {
  const std::string wrapped = std::string(wrapping_key) + '.' + std::string(path);
  return {paths_.want(path, document, document, document), paths_.want(wrapped, document, document, document)};
}

}  // namespace offhours::event
