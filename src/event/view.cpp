#include "event/view.hpp"

#include <algorithm>

#include "rows/multivalue.hpp"

namespace offhours::event {
namespace {

// In the order of View::UnmappedKey.
constexpr std::array<std::string_view, 9> unmapped_paths = {"requestParameters.repositoryName",
                                                            "requestParameters.registryId",
                                                            "requestParameters.imageTag",
                                                            "requestParameters.imageDigest",
                                                            "requestParameters.omitted",
                                                            "responseElements.image.imageId.imageDigest",
                                                            "resources[].ARN",
                                                            "recipientAccountId",
                                                            "userIdentity.sessionContext.sessionIssuer.arn"};

PathPlan plan_of(std::initializer_list<std::string_view> paths) {
  PathPlan plan;
  for (const std::string_view path : paths) plan.want(path);
  return plan;
}

PathPlan unmapped_plan() {
  PathPlan plan;
  for (const std::string_view path : unmapped_paths) plan.want(path);
  return plan;
}

}  // namespace

View::View(const Plan& plan)
    : plan_(plan),
      columns_(plan.columns().size()),
      reader_(plan.paths()),
      request_plan_(plan_of({"repositoryName", "registryId", "imageTag", "imageDigest", "omitted"})),
      response_plan_(plan_of({"image.imageId.imageDigest"})),
      unmapped_plan_(unmapped_plan()),
      request_reader_(request_plan_),
      response_reader_(response_plan_),
      unmapped_reader_(unmapped_plan_) {
  for (std::size_t i = 0; i < pairs_.size(); ++i) pairs_[i].key = unmapped_paths[i];
}

void View::bind(std::span<const rows::Cell> header) {
  for (Column& column : columns_) {
    column.plain = npos;
    column.twin = npos;
  }
  std::string scratch;
  for (std::size_t place = 0; place < header.size(); ++place) {
    std::string_view name = header[place].text(scratch);
    const bool twin = name.starts_with(rows::multivalue_prefix);
    const auto find = [&](std::string_view wanted) {
      const auto found = std::ranges::find(plan_.columns(), wanted);
      return static_cast<std::size_t>(found - plan_.columns().begin());
    };
    if (const std::size_t slot = find(name); slot < columns_.size() && columns_[slot].plain == npos) {
      columns_[slot].plain = place;
    }
    if (!twin) continue;
    name.remove_prefix(rows::multivalue_prefix.size());
    if (const std::size_t slot = find(name); slot < columns_.size() && columns_[slot].twin == npos) {
      columns_[slot].twin = place;
    }
  }
  if (plan_.raw()) return;
  for (std::size_t i = 0; i < source_columns_.size(); ++i) {
    const SourceSlots& slots = plan_.source(static_cast<Source>(i));
    const bool bound = slots.wanted && columns_[slots.column].bound();
    source_columns_[i] = bound ? &columns_[slots.column] : nullptr;
  }
}

Shape View::see(std::span<const rows::Cell> row) {
  row_ = row;
  ++row_number_;
  computed_known_ = 0;
  instant_known_ = false;
  request_.read = false;
  unmapped_read_ = false;
  shape_ = Shape::whole;
  wrapped_ = false;
  if (!plan_.raw()) return shape_;

  const std::size_t place = columns_[plan_.raw_column()].plain;
  shape_ = reader_.read(place < row.size() ? row[place] : rows::Cell(), slots_);
  const auto any = [this](PathSlot SourceSlots::*which) {
    return std::ranges::any_of(wrapping_evidence(),
                               [&](Source source) { return !slots_.value(plan_.source(source).*which).missing(); });
  };
  wrapped_ = shape_ != Shape::none && !any(&SourceSlots::plain) && any(&SourceSlots::wrapped);
  return shape_;
}

void View::read_cells(Column& column) {
  column.read_in = row_number_;
  column.all.clear();
  column.kept.clear();
  const rows::Cell twin = column.twin < row_.size() ? row_[column.twin] : rows::Cell();
  if (!twin.empty() && rows::decode_multivalue(twin.text(column.scratch), column.twin_scratch, column.all)) {
    for (const std::string_view text : column.all) {
      if (!is_missing(text)) column.kept.push_back(text);
    }
    column.value = Value(column.kept);
    return;
  }
  const std::string_view text =
      column.plain < row_.size() ? row_[column.plain].text(column.scratch) : std::string_view();
  column.value = is_missing(text) ? Value() : Value(text);
}

// The texts of a column as they stand, missing ones too.
std::span<const std::string_view> View::all_of(ColumnSlot slot) {
  Column& column = columns_[slot];
  if (!column.bound()) return {};
  (void)read(column);
  if (column.all.empty() && column.plain < row_.size()) {
    const std::string_view text = row_[column.plain].text(column.scratch);
    if (!text.empty()) column.all.push_back(text);
  }
  return column.all;
}

Value View::value(NameId id) {
  const Name& name = plan_.name(id);
  Value value;
  if (name.kind == Name::Kind::computed) {
    const auto place = static_cast<std::size_t>(name.computed);
    if ((computed_known_ >> place & 1U) == 0) {
      computed_[place] = compute(name.computed);
      computed_known_ |= std::uint32_t{1} << place;
    }
    value = computed_[place];
    if (plan_.raw()) return value;
  } else if (name.kind == Name::Kind::path && shape_ != Shape::none) {
    value = slots_.value(name.path);
  }
  return value.missing() ? column(name.column) : value;
}

InnerText View::inner(Source source) {
  const SourceSlots& slots = plan_.source(source);
  if (!slots.wanted) return {};
  if (!plan_.raw()) return InnerText(column(slots.column).first());
  if (shape_ == Shape::none) return {};
  return slots_.inner(wrapped_ ? slots.wrapped : slots.plain);
}

InnerText View::first_inner(Source first, Source second) {
  const InnerText text = inner(first);
  return text.missing() ? inner(second) : text;
}

Container View::container(Source source) {
  const SourceSlots& slots = plan_.source(source);
  if (!slots.wanted || !plan_.raw() || shape_ == Shape::none) return Container::none;
  return slots_.container(wrapped_ ? slots.wrapped : slots.plain);
}

Value View::first_of(std::initializer_list<Source> sources) {
  for (const Source candidate : sources) {
    const Value value = source(candidate);
    if (!value.missing()) return value;
  }
  return {};
}

void View::read_unmapped() {
  unmapped_read_ = true;
  for (Pair& pair : pairs_) pair.found = false;
  unmapped_text_cut_ = false;
  if (const InnerText inner_text = inner(Source::unmapped); !inner_text.missing()) {
    unmapped_text_cut_ = inner_text.cut();
    if (!inner_text.bytes().starts_with('{')) {
      const std::string_view text = inner_text.text(pairs_scratch_);
      if (text.starts_with('[')) {
        pair_reader_.read(text, pairs_);
        return;
      }
    }
    unmapped_text_cut_ |= unmapped_reader_.read(inner_text, unmapped_slots_) == Shape::broken;
    for (PathSlot slot = 0; slot < pairs_.size(); ++slot) {
      const Value value = unmapped_slots_.value(slot);
      pairs_[slot].found = !value.missing();
      pairs_[slot].value = value.first();
    }
    return;
  }
  const SourceSlots& key_slots = plan_.source(Source::unmapped_keys);
  const SourceSlots& value_slots = plan_.source(Source::unmapped_values);
  if (!key_slots.wanted || !value_slots.wanted) return;
  const std::span<const std::string_view> keys = all_of(key_slots.column);
  const std::span<const std::string_view> values = all_of(value_slots.column);
  // Lists of different lengths cannot be matched up.
  if (keys.size() != values.size()) return;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (Pair& pair : pairs_) {
      if (pair.found || pair.key != keys[i] || is_missing(values[i])) continue;
      pair.value = values[i];
      pair.found = true;
    }
  }
}

Value View::unmapped(UnmappedKey key, Source direct) {
  const Value value = source(direct);
  if (!value.missing()) return value;
  if (!unmapped_read_) read_unmapped();
  const Pair& pair = pairs_[static_cast<std::size_t>(key)];
  return pair.found ? Value(std::string_view(pair.value)) : Value();
}

void View::find_instant() {
  instant_known_ = true;
  has_instant_ = false;
  const auto take = [this](std::optional<Instant> found) {
    if (found) instant_ = *found;
    has_instant_ = found.has_value();
    return has_instant_;
  };
  const auto take_either = [&take](const Value& value) {
    return take(parse_epoch(value.first())) || take(parse_rfc3339(value.first()));
  };
  const auto take_splunk_time = [&take](const Value& value) {
    return take(parse_seconds(value.first())) || take(parse_rfc3339(value.first()));
  };
  if (const auto judged = plan_.judged_name()) {
    plan_.name(*judged).text == "_time" ? take_splunk_time(value(*judged)) : take_either(value(*judged));
    return;
  }
  for (const Source candidate : time_sources()) {
    const Value given = source(candidate);
    if (!given.missing() && take_either(given)) return;
  }
  take_splunk_time(column(plan_.time_column()));
}

}  // namespace offhours::event
