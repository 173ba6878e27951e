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
    column.all.clear();
    column.kept.clear();
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
}

Shape View::see(std::span<const rows::Cell> row) {
  row_ = row;
  ++row_number_;
  computed_known_ = 0;
  instant_.reset();
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

const View::Column& View::column(ColumnSlot slot) {
  Column& column = columns_[slot];
  if (column.read_in == row_number_ || (column.plain == npos && column.twin == npos)) return column;
  column.read_in = row_number_;
  column.all.clear();
  column.kept.clear();
  const bool several = column.twin < row_.size() && !row_[column.twin].empty() &&
                       rows::decode_multivalue(row_[column.twin].text(column.scratch), column.twin_scratch, column.all);
  if (!several && column.plain < row_.size()) {
    const std::string_view text = row_[column.plain].text(column.scratch);
    if (!text.empty()) column.all.push_back(text);
  }
  for (const std::string_view text : column.all) {
    if (!is_missing(text)) column.kept.push_back(text);
  }
  return column;
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
  return value.missing() ? Value(column(name.column).kept) : value;
}

Value View::source(Source source) {
  const SourceSlots& slots = plan_.source(source);
  if (!slots.wanted) return {};
  if (!plan_.raw()) return Value(column(slots.column).kept);
  if (shape_ == Shape::none) return {};
  return slots_.value(wrapped_ ? slots.wrapped : slots.plain);
}

InnerText View::inner(Source source) {
  const SourceSlots& slots = plan_.source(source);
  if (!slots.wanted) return {};
  if (!plan_.raw()) {
    const Value value(column(slots.column).kept);
    return InnerText(value.first());
  }
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
  const std::vector<std::string_view>& keys = column(key_slots.column).all;
  const std::vector<std::string_view>& values = column(value_slots.column).all;
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

std::optional<Instant> View::instant() {
  if (instant_) return *instant_;
  const auto either = [](const Value& value) {
    const std::string_view text = value.first();
    const auto number = parse_epoch(text);
    return number ? number : parse_rfc3339(text);
  };
  const auto splunk_time = [](const Value& value) {
    const auto number = parse_seconds(value.first());
    return number ? number : parse_rfc3339(value.first());
  };
  std::optional<Instant> found;
  if (const auto judged = plan_.judged_name()) {
    found = plan_.name(*judged).text == "_time" ? splunk_time(value(*judged)) : either(value(*judged));
  } else {
    for (const Source candidate : time_sources()) {
      if (found) break;
      found = either(source(candidate));
    }
    if (!found) found = splunk_time(Value(column(plan_.time_column()).kept));
  }
  instant_ = found;
  return found;
}

}  // namespace offhours::event
