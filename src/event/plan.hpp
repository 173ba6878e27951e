// The read plan: made once at getinfo from all names that the arguments and the policy use. It knows where each name
// comes from, which paths a JSON reader must fill, and which columns of the pipeline are needed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/names.hpp"
#include "event/paths.hpp"

namespace offhours::event {

using NameId = std::uint32_t;
using ColumnSlot = std::uint32_t;
using SourceId = std::uint32_t;
using DocumentId = std::uint32_t;

// Where `_raw` holds something, and where it does below EventBridge's `detail`.
struct RawSlots {
  static constexpr PathSlot nowhere = static_cast<PathSlot>(-1);
  PathSlot plain = nowhere;
  PathSlot wrapped = nowhere;
};

struct PlannedSource {
  Source source;
  RawSlots slots;                      // with raw
  ColumnSlot column = 0;               // without
  std::optional<DocumentId> document;  // that may also hold it
  PathSlot inside = 0;                 // in the document's paths
};

// An object that may also be given as JSON text, or as a list of pairs.
struct PlannedDocument {
  std::string_view path;
  bool apart = false;  // see Source
  RawSlots slots;
  ColumnSlot column = 0;
  std::optional<ColumnSlot> keys;    // of pairs, as Splunk extracts them
  std::optional<ColumnSlot> values;  // likewise
  PathPlan paths;
};

struct Name {
  enum class Kind { computed, column, path };
  struct Step {
    SourceId source;
    EventKind kind;
    const Pick* pick;
  };
  std::string text;
  Kind kind = Kind::column;
  const ComputedName* computed = nullptr;  // kind computed
  std::vector<Step> steps;                 // likewise: its sources in order
  std::vector<NameId> names;               // likewise: those that its rule asks for
  PathSlot path = 0;                       // kind path
  ColumnSlot column = 0;                   // path: where the path gives nothing; computed: likewise, if not from _raw
};

class Plan {
 public:
  // `raw`: computed names come from `_raw` alone; else from the pipeline's columns.
  explicit Plan(bool raw);

  NameId want(std::string_view name);
  // A computed name that is not in the table.
  NameId want(const ComputedName& hidden);
  // Judge another time than the event's own; there is no fallback then.
  void judge_by(std::string_view name);

  bool raw() const { return raw_; }
  const Name& name(NameId id) const { return names_[id]; }
  std::size_t name_count() const { return names_.size(); }
  const PathPlan& paths() const { return paths_; }
  // The columns of the pipeline to ask for, `_raw` and `_time` first; a column's slot is its place here.
  std::span<const std::string> columns() const { return columns_; }
  std::span<const PlannedSource> sources() const { return sources_; }
  std::span<const PlannedDocument> documents() const { return documents_; }
  std::span<const SourceId> time_sources() const { return time_sources_; }
  std::span<const SourceId> wrapping_evidence() const { return wrapping_evidence_; }
  // Where something may be an envelope of events.
  std::span<const PathSlot> envelopes() const { return envelopes_; }
  ColumnSlot raw_column() const { return raw_column_; }
  ColumnSlot time_column() const { return time_column_; }
  std::optional<NameId> judged_name() const { return judged_name_; }

 private:
  void want_sources(Name& name);
  ColumnSlot want_column(std::string_view name);
  SourceId want_source(const Source& source);
  DocumentId want_document(std::string_view path, bool apart);
  RawSlots want_paths(std::string_view path, bool document);

  bool raw_;
  std::vector<Name> names_;
  PathPlan paths_;
  std::vector<std::string> columns_;
  std::vector<PlannedSource> sources_;
  std::vector<PlannedDocument> documents_;
  std::vector<SourceId> time_sources_;
  std::vector<SourceId> wrapping_evidence_;
  std::vector<PathSlot> envelopes_;
  ColumnSlot raw_column_ = 0;
  ColumnSlot time_column_ = 0;
  std::optional<NameId> judged_name_;
};

}  // namespace offhours::event
