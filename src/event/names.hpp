// The names that are computed from an event: one row for each, with its sources in OCSF 1.0.0-rc.2, 1.1.0, 1.5.0 and
// CloudTrail records (AWS's published OCSF mappings; the CloudTrail record reference). The read plan, the reading and
// docs/names.md are all made from this table, which stands in computed.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "event/value.hpp"

namespace offhours::event {

// What kind of event has a source.
enum class EventKind : std::uint8_t {
  ocsf,          // any version
  ocsf_rc2,      // 1.0.0-rc.2
  ocsf_1,        // 1.1.0 and later
  cloudtrail,    // a CloudTrail record
  event_bridge,  // the envelope that EventBridge puts around a CloudTrail record
};

// What is taken of a source's text, if it is not all of it.
struct Pick {
  std::string_view words;  // for the reference: "the text after ':'"
  // Missing if the text holds nothing of that kind. `room` is for a text that has to be composed.
  Value (*apply)(const Value& whole, std::string& room);
};

struct Source {
  EventKind kind = EventKind::ocsf;
  // An object that the event may also hold as JSON text, or in `unmapped` as a list of pairs; empty: there is none.
  std::string_view document;
  std::string_view path;  // in the document, else in the event
  const Pick* pick = nullptr;
  bool null_is_text = false;  // in JSON the text `null` is a name there that somebody gave
  // Large and seldom needed: the document is read for it by itself, and in place for all others.
  bool apart = false;

  // Whether they are one place in an event, whatever is taken of it.
  bool same_place(const Source& other) const {
    return document == other.document && path == other.path &&
           (kind == EventKind::event_bridge) == (other.kind == EventKind::event_bridge);
  }
};

class RuleInput;

struct ComputedName {
  std::string_view name;
  std::string_view about;  // for the reference
  std::span<const Source> sources;
  // How the name follows from its sources; null: the first that is there.
  Value (*rule)(RuleInput& from) = nullptr;
  std::span<const std::string_view> names = {};  // computed names that the rule asks for
  bool judged = false;                           // depends on the judged time, so that nothing can be judged by it
};

// In the order of the table.
std::span<const std::string_view> computed_names();
// The row of a name; null if it is not computed.
const ComputedName* find_computed(std::string_view name);

// `_*`, host, source, sourcetype, index, splunk_server: never looked for in the event's own text.
bool is_pipeline_column(std::string_view name);

// `unmapped`: the document that may be a list of keys and values.
constexpr std::string_view pairs_document = "unmapped";

// EventBridge puts the record below this key. It is looked for there only if the top level shows none of the evidence
// and the level below some, so that no event can hide its own fields behind a `detail` of its making.
constexpr std::string_view wrapping_key = "detail";
std::span<const Source> wrapping_evidence();

}  // namespace offhours::event
