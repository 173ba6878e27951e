#include "event/envelopes.hpp"

#include <algorithm>
#include <array>

#include "event/names.hpp"
#include "event/quoting.hpp"
#include "event/string_end.hpp"
#include "event/token.hpp"
#include "event/unescape.hpp"
#include "text/ascii.hpp"
#include "text/byte_order_mark.hpp"

namespace offhours::event {
namespace {

// What may stand between objects.
bool is_separator(char c) { return text::is_blank(c) || c == ','; }

// The value that a text begins with, up to the text's end if the value has none. Empty: there is none.
std::string_view first_value(std::string_view text) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  if (text.starts_with('{') || text.starts_with('[')) {
    const char* const closing = container_end<PlainQuotes>(begin, end);
    return {begin, static_cast<std::size_t>((closing == end ? end : closing + 1) - begin)};
  }
  if (text.starts_with('"')) {
    const char* const closing = string_end<PlainQuotes>(begin + 1, end);
    return {begin, static_cast<std::size_t>((closing == end ? end : closing + 1) - begin)};
  }
  const auto* const behind = std::ranges::find_if(text, ends_token);
  return text.substr(0, static_cast<std::size_t>(behind - text.begin()));
}

bool holds_any(const Slots& slots, std::span<const PathSlot> evidence) {
  return std::ranges::any_of(evidence, [&](PathSlot slot) { return !slots.value(slot).missing(); });
}

}  // namespace

std::string_view without_separators(std::string_view text) {
  const auto* const first = std::ranges::find_if_not(text, is_separator);
  return text.substr(static_cast<std::size_t>(first - text.begin()));
}

std::span<const std::string_view> envelope_keys() {
  static constexpr std::array<std::string_view, 13> keys = {
      "Records",         "records", "Events",  "logEvents", wrapping_key, "event", "eventData",
      "CloudTrailEvent", "log",     "message", "Message",   "body",       "Body"};
  return keys;
}

Envelopes::Envelopes() {
  for (const Source& source : wrapping_evidence()) {
    evidence_.push_back(plan_.want(source.path));
    wrapped_evidence_.push_back(plan_.want(std::string(wrapping_key) + '.' + std::string(source.path)));
  }
  for (const std::string_view key : envelope_keys()) keys_.push_back(plan_.want(key, true, false, true));
  account_ = plan_.want("account");
}

std::span<const EnvelopedEvent> Envelopes::open(std::string_view text) {
  events_.clear();
  envelope_ = {};
  rooms_used_ = 0;
  open_text(text, 0);
  return events_;
}

bool Envelopes::open_text(std::string_view text, std::size_t level) {
  if (level == max_levels) return false;
  text = without_separators(text::without_byte_order_mark(text));
  if (text.starts_with('"')) {
    std::string_view inside = first_value(text).substr(1);
    if (inside.ends_with('"')) inside.remove_suffix(1);
    return open_text(InnerText(inside, false, InnerText::Form::escaped).text(room()), level + 1);
  }
  // Perhaps behind a header.
  if (!text.starts_with('[')) text.remove_prefix(std::min(text.find('{'), text.size()));
  bool found = false;
  for (; text.starts_with('{') || text.starts_with('['); text = without_separators(text)) {
    if (level == 0) envelope_ = {};
    std::size_t size = 0;
    if (text.starts_with('{')) {
      found |= open_object(text, level, size);
    } else {
      const std::string_view list = first_value(text);
      size = list.size();
      found |= open_elements(list.substr(1), level);
    }
    text.remove_prefix(size);
  }
  return found;
}

// The object that a text begins with; `size`: its bytes.
bool Envelopes::open_object(std::string_view text, std::size_t level, std::size_t& size) {
  while (levels_.size() <= level) levels_.emplace_back(plan_);
  Level& at = levels_[level];
  at.reader.read(text, at.slots);
  size = text.size() - at.reader.rest().size();
  const std::string_view object = text.substr(0, size);
  if (holds_any(at.slots, evidence_) || holds_any(at.slots, wrapped_evidence_)) {
    events_.push_back({object, envelope_});
    return true;
  }
  if (level == 0) envelope_ = object;
  return std::ranges::any_of(keys_, [&](PathSlot key) { return open_key(at.slots, key, level); });
}

bool Envelopes::open_elements(std::string_view text, std::size_t level) {
  bool found = false;
  for (text = without_separators(text); !text.empty(); text = without_separators(text)) {
    const std::string_view element = first_value(text);
    if (element.empty()) break;
    found |= open_text(element, level + 1);
    text.remove_prefix(element.size());
  }
  return found;
}

bool Envelopes::open_key(const Slots& slots, PathSlot slot, std::size_t level) {
  const InnerText inner = slots.inner(slot);
  if (inner.missing()) return false;
  const std::string_view inside = inner.form() == InnerText::Form::plain ? inner.bytes() : inner.text(room());
  const std::string_view account = slots.value(account_).first();
  const std::size_t before = events_.size();
  if (!open_text(inside, level + 1)) return false;
  if (plan_.paths()[slot].text != wrapping_key || account.empty() || !text::all_digits(account)) return true;
  // What EventBridge says of a record that it holds as text is said again beside the record as an object.
  for (EnvelopedEvent& event : std::span(events_).subspan(before)) {
    std::string& rewritten = room();
    rewritten = R"({"account":")";
    rewritten += account;
    rewritten += R"(",")";
    rewritten += wrapping_key;
    rewritten += R"(":)";
    rewritten += event.text;
    rewritten += '}';
    event.text = rewritten;
  }
  return true;
}

std::string& Envelopes::room() {
  if (rooms_used_ == rooms_.size()) rooms_.emplace_back();
  return rooms_[rooms_used_++];
}

}  // namespace offhours::event
