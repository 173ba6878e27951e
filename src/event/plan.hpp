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

struct Name {
  enum class Kind { computed, column, path };
  std::string text;
  Kind kind = Kind::column;
  Computed computed = Computed::user;  // kind computed
  PathSlot path = 0;                   // kind path
  ColumnSlot column = 0;               // path: where the path gives nothing; computed: likewise, if not from _raw
};

struct SourceSlots {
  bool wanted = false;
  PathSlot plain = 0;     // from _raw
  PathSlot wrapped = 0;   // from _raw, below EventBridge's `detail`
  ColumnSlot column = 0;  // from the pipeline
};

class Plan {
 public:
  // `raw`: computed names come from `_raw` alone; else from the pipeline's columns.
  explicit Plan(bool raw);

  NameId want(std::string_view name);
  // Judge another time than the event's own; there is no fallback then.
  void judge_by(std::string_view name);

  bool raw() const { return raw_; }
  const Name& name(NameId id) const { return names_[id]; }
  std::size_t name_count() const { return names_.size(); }
  const PathPlan& paths() const { return paths_; }
  // The columns of the pipeline to ask for, `_raw` and `_time` first; a column's slot is its place here.
  std::span<const std::string> columns() const { return columns_; }
  const SourceSlots& source(Source source) const { return sources_[static_cast<std::size_t>(source)]; }
  ColumnSlot raw_column() const { return raw_column_; }
  ColumnSlot time_column() const { return time_column_; }
  std::optional<NameId> judged_name() const { return judged_name_; }

 private:
  ColumnSlot want_column(std::string_view name);
  void want_source(Source source);

  bool raw_;
  std::vector<Name> names_;
  PathPlan paths_;
  std::vector<std::string> columns_;
  std::vector<SourceSlots> sources_;
  ColumnSlot raw_column_ = 0;
  ColumnSlot time_column_ = 0;
  std::optional<NameId> judged_name_;
};

}  // namespace offhours::event
