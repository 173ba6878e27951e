// One row seen as an event, through a read plan: the only way from a frame's bytes to names and to the judged instant.
// Computed names are worked out when they are first asked for. All views live until the next see().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/pairs.hpp"
#include "event/plan.hpp"
#include "event/scan_reader.hpp"
#include "event/time.hpp"
#include "event/value.hpp"
#include "rows/reader.hpp"

namespace offhours::event {

class View {
 public:
  // `plan` must outlive the view and not grow after this.
  explicit View(const Plan& plan);

  // A frame's header: where the plan's columns are. Of two columns with one name the first counts.
  void bind(std::span<const rows::Cell> header);
  // The next row. With raw=false the shape is always `whole`.
  Shape see(std::span<const rows::Cell> row);

  Value value(NameId name);
  // The event's own time, or what the plan judges by instead; none if nothing usable is there.
  std::optional<Instant> instant() {
    if (!instant_known_) find_instant();
    return has_instant_ ? std::optional(instant_) : std::nullopt;
  }

 private:
  struct Column {
    std::size_t plain = npos;  // the place in the row
    std::size_t twin = npos;
    std::uint64_t read_in = 0;  // the number of the row that it was read from last
    Value value;                // without missing texts
    std::string scratch;
    std::string twin_scratch;
    std::vector<std::string_view> all;   // as they stand, missing ones too
    std::vector<std::string_view> kept;  // without them, where there are several

    bool bound() const { return plain != npos || twin != npos; }
  };
  enum class UnmappedKey : std::uint8_t {
    repository,
    registry,
    tag,
    digest,
    omitted,
    response_digest,
    resources_arn,
    recipient,
    issuer
  };
  static constexpr std::size_t unmapped_key_count = 9;
  struct Request {
    bool read = false;
    Value registry, repository, tag, digest;
    Value response_digest;
    std::string_view state;
  };
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  Value column(ColumnSlot slot) { return columns_[slot].bound() ? read(columns_[slot]) : Value(); }
  Value read(Column& column) {
    if (column.read_in != row_number_) read_cells(column);
    return column.value;
  }
  void read_cells(Column& column);
  std::span<const std::string_view> all_of(ColumnSlot slot);
  Value source(Source source) {
    if (!plan_.raw()) {
      Column* const column = source_columns_[static_cast<std::size_t>(source)];
      return column != nullptr ? read(*column) : Value();
    }
    const SourceSlots& slots = plan_.source(source);
    if (!slots.wanted || shape_ == Shape::none) return {};
    return slots_.value(wrapped_ ? slots.wrapped : slots.plain);
  }
  Container container(Source source);
  Value first_of(std::initializer_list<Source> sources);
  InnerText inner(Source source);
  InnerText first_inner(Source first, Source second);
  Value unmapped(UnmappedKey key, Source direct);
  void read_unmapped();
  bool is_cloudtrail();
  void find_instant();

  Value compute(Computed name);
  Value arn();
  Value principal();
  Value user();
  Value user_name();
  Value user_role();
  Value account();
  Value action();
  Value product();
  Value status();
  Value event_time();
  Value resource_repository();
  const Request& request();

  const Plan& plan_;
  std::vector<Column> columns_;
  std::array<Column*, source_count> source_columns_{};  // raw=false: of those that the header has
  std::span<const rows::Cell> row_;
  std::uint64_t row_number_ = 0;
  ScanReader reader_;
  Slots slots_;
  Shape shape_ = Shape::whole;
  bool wrapped_ = false;

  std::array<Value, computed_count> computed_;
  std::uint32_t computed_known_ = 0;  // a bit for each
  Instant instant_{};
  bool has_instant_ = false;
  bool instant_known_ = false;
  std::string role_;
  std::string time_;

  PathPlan request_plan_;
  PathPlan response_plan_;
  PathPlan unmapped_plan_;
  ScanReader request_reader_;
  ScanReader response_reader_;
  ScanReader unmapped_reader_;
  Slots request_slots_;
  Slots response_slots_;
  Slots unmapped_slots_;
  Request request_;
  std::array<Pair, unmapped_key_count> pairs_;
  bool unmapped_read_ = false;
  bool unmapped_text_cut_ = false;
  PairReader pair_reader_;
  std::string pairs_scratch_;
};

}  // namespace offhours::event
