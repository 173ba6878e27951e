#include "event/paths.hpp"

#include <algorithm>
#include <cstring>

#include "event/quoting.hpp"
#include "event/unescape.hpp"

namespace offhours::event {

std::string_view InnerText::text(std::string& scratch) const {
  if (form_ == Form::plain) return bytes_;
  scratch.resize(bytes_.size() + unescape_slack);
  const char* const end = bytes_.data() + bytes_.size();
  const char* const last = form_ == Form::doubled ? unescape<DoubledQuotes>(bytes_.data(), end, scratch.data())
                                                  : unescape<PlainQuotes>(bytes_.data(), end, scratch.data());
  return {scratch.data(), static_cast<std::size_t>(last - scratch.data())};
}

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
  if (text_.size() < text_bytes + unescape_slack) text_.resize(text_bytes + unescape_slack);
  text_start_ = 0;
  text_end_ = 0;
}

void Slots::add(PathSlot index, std::uint64_t rank, std::string_view text, bool cut, InnerText::Form form) {
  if (is_missing(text) && (text.empty() || !accepts_null(index))) return;
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

}  // namespace offhours::event
