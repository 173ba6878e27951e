#include "event/plan.hpp"

#include <algorithm>
#include <cstring>

namespace offhours::event {

PathSlot PathPlan::want(std::string_view text, bool keep_cut, bool mark_objects, bool inner) {
  const auto same = [&](const Path& path) {
    return path.text == text && path.keep_cut == keep_cut && path.mark_objects == mark_objects && path.inner == inner;
  };
  const auto found = std::ranges::find_if(paths_, same);
  if (found != paths_.end()) return static_cast<PathSlot>(found - paths_.begin());
  paths_.push_back({std::string(text), keep_cut, mark_objects, inner});
  return static_cast<PathSlot>(paths_.size() - 1);
}

void Slots::start(std::size_t paths, std::size_t text_bytes) {
  if (slots_.size() != paths) slots_.resize(paths);
  ++starts_;
  if (text_.size() < text_bytes + text_slack) text_.resize(text_bytes + text_slack);
  text_start_ = 0;
  text_end_ = 0;
}

void Slots::add(PathSlot index, std::uint64_t rank, std::string_view text, bool cut, InnerText::Form form) {
  if (is_missing(text)) return;
  Slot& slot = set(index);
  if (!slot.values.empty() && rank < slot.rank) return;
  if (!slot.values.empty() && rank > slot.rank) slot.values.clear();
  slot.rank = rank;
  slot.cut = cut;
  if (slot.values.empty()) slot.form = form;
  slot.values.push_back(text);
}

void Slots::mark(PathSlot index, Container state) {
  Slot& slot = set(index);
  if (slot.container != Container::closed) slot.container = state;
}

void Slots::append_text(std::string_view part) {
  if (part.empty()) return;
  std::memcpy(text_.data() + text_end_, part.data(), part.size());
  text_end_ += part.size();
}

Plan::Plan(bool raw) : raw_(raw) {
  sources_.resize(source_count);
  if (raw_) {
    raw_column_ = want_column("_raw");
    for (const Source source : wrapping_evidence()) want_source(source);
  }
  for (const Source source : time_sources()) want_source(source);
  time_column_ = want_column("_time");
}

NameId Plan::want(std::string_view text) {
  const auto found = std::ranges::find(names_, text, &Name::text);
  if (found != names_.end()) return static_cast<NameId>(found - names_.begin());
  Name name;
  name.text = text;
  if (const auto computed = find_computed(text)) {
    name.kind = Name::Kind::computed;
    name.computed = *computed;
    for (const Source source : sources_of(*computed)) want_source(source);
    if (!raw_) name.column = want_column(text);
  } else {
    name.kind = raw_ && !is_pipeline_column(text) ? Name::Kind::path : Name::Kind::column;
    if (name.kind == Name::Kind::path) name.path = paths_.want(text);
    name.column = want_column(text);
  }
  names_.push_back(std::move(name));
  return static_cast<NameId>(names_.size() - 1);
}

void Plan::judge_by(std::string_view name) { judged_name_ = want(name); }

ColumnSlot Plan::want_column(std::string_view name) {
  const auto found = std::ranges::find(columns_, name);
  if (found != columns_.end()) return static_cast<ColumnSlot>(found - columns_.begin());
  columns_.emplace_back(name);
  return static_cast<ColumnSlot>(columns_.size() - 1);
}

void Plan::want_source(Source source) {
  SourceSlots& slots = sources_[static_cast<std::size_t>(source)];
  if (slots.wanted) return;
  const SourceInfo& info = info_of(source);
  if (raw_ ? info.columns_only : info.raw_only) return;
  slots.wanted = true;
  if (!raw_) {
    slots.column = want_column(info.path);
    return;
  }
  slots.plain = paths_.want(info.path, info.keep_cut, info.mark_objects, info.inner);
  slots.wrapped = paths_.want(std::string(wrapping_key) + "." + std::string(info.path), info.keep_cut,
                              info.mark_objects, info.inner);
}

}  // namespace offhours::event
