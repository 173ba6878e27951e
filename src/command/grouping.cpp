#include "command/grouping.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "text/lane.hpp"

namespace offhours::command {
namespace {

// What a BY field is called that lies in what could not be read of an event.
constexpr std::string_view unreadable = "unreadable";

}  // namespace

Grouping::Grouping(const OffhoursStatsOptions& options, Judging& judging)
    : judging_(judging),
      fillnull_(options.fillnull),
      max_memory_(options.max_memory),
      names_(options.by),
      by_values_(options.by.size()),
      key_values_(options.by.size()),
      key_place_(options.by.size()) {
  for (const std::string& name : options.by) by_.push_back(judging_.want(name));
  bool pushes = false;
  bool children = false;
  for (const AggregateOption& aggregate : options.aggregates) {
    want_input(aggregate);
    children = children || aggregate.function->wants == stats::Wants::push_with_children;
    pushes = pushes || children || aggregate.function->wants == stats::Wants::push;
  }
  if (pushes) pushes_.emplace(children, judging_);
}

void Grouping::want_input(const AggregateOption& aggregate) {
  by_time_ |= aggregate.function->wants == stats::Wants::time;
  if (aggregate.field.empty()) {
    input_places_.push_back(no_input);
    return;
  }
  auto input = std::ranges::find(inputs_, aggregate.field, &Input::name);
  if (input == inputs_.end()) {
    inputs_.push_back({judging_.want(aggregate.field), aggregate.field, 0, {}, {}});
    input = inputs_.end() - 1;
  }
  ++input->uses;
  input_places_.push_back(static_cast<std::size_t>(input - inputs_.begin()));
}

// Returns how many bytes all aggregates together take.
std::size_t Grouping::read_inputs() {
  std::size_t bytes = 0;
  for (Input& input : inputs_) {
    input.texts = judging_.value(input.operand).texts(input.one);
    for (const std::string_view text : input.texts) bytes += text.size() * input.uses;
  }
  if (by_time_) order_time_ = judging_.order_time();
  if (pushes_) {
    push_ = &pushes_->read();
    bytes += push_->repository.size() + push_->digest.size();
    for (const std::string_view child : push_->children) bytes += child.size();
  }
  return bytes;
}

std::string_view Grouping::instead_of(const event::Value& missing) const {
  return missing.is_unreadable() ? unreadable : std::string_view(fillnull_);
}

// The key of an event with one value for each BY field. False: a field has several.
bool Grouping::write_key() {
  for (std::size_t i = 0; i < by_.size(); ++i) by_values_[i] = judging_.value(by_[i]);
  std::size_t size = 0;
  bool zeros = false;
  for (event::Value& value : by_values_) {
    if (value.count() > 1) return false;
    if (value.missing()) value = event::Value(instead_of(value));
    zeros |= text::holds(value.first(), '\0');
    size += value.first().size() + stats::key_cell_end.size();
  }
  if (zeros) {
    key_.clear();
    for (const event::Value& value : by_values_) stats::append_key_cell(key_, value.first());
    return true;
  }
  key_.resize(size);
  char* at = key_.data();
  for (const event::Value& value : by_values_) {
    for (const std::string_view part : {value.first(), stats::key_cell_end}) {
      at = std::copy(part.begin(), part.end(), at);
    }
  }
  return true;
}

void Grouping::start_combinations() {
  for (std::size_t i = 0; i < by_.size(); ++i) {
    const event::Value& value = by_values_[i];
    std::string_view one;
    const std::span<const std::string_view> texts = value.texts(one);
    key_values_[i].assign(texts.begin(), texts.end());
    if (value.missing()) key_values_[i].push_back(instead_of(value));
    if (value.count() > 1) {
      std::ranges::sort(key_values_[i]);
      key_values_[i].erase(std::unique(key_values_[i].begin(), key_values_[i].end()), key_values_[i].end());
    }
    key_place_[i] = 0;
  }
}

// What does not fit in memory goes to the disk, but one event may not fill that.
bool Grouping::may_combine(std::size_t input_bytes) const {
  constexpr double group_bytes = 64;
  double count = 1;
  double mean_key_bytes = 0;
  for (const auto& values : key_values_) {
    std::size_t bytes = 0;
    for (const std::string_view value : values) bytes += value.size() + stats::key_cell_end.size();
    count *= static_cast<double>(values.size());
    mean_key_bytes += static_cast<double>(bytes) / static_cast<double>(values.size());
  }
  const double each = group_bytes + mean_key_bytes + static_cast<double>(input_bytes);
  return count * each <= 4 * static_cast<double>(max_memory_);
}

std::string Grouping::combinations_text() const {
  std::string names;
  std::string factors;
  double count = 1;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::size_t values = key_values_[i].size();
    if (values < 2) continue;
    count *= static_cast<double>(values);
    names += (names.empty() ? "" : " and ") + names_[i];
    factors += (factors.empty() ? "" : " x ") + std::to_string(values);
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.0f", std::min(count, 1e18));
  return "an event has " + std::string(text) + " combinations of its values of " + names + " (" + factors + ")";
}

void Grouping::write_combination() {
  key_.clear();
  for (std::size_t i = 0; i < by_.size(); ++i) stats::append_key_cell(key_, key_values_[i][key_place_[i]]);
}

// The last field turns fastest. False: all combinations have been there.
bool Grouping::next_combination() {
  for (std::size_t i = by_.size(); i > 0; --i) {
    if (++key_place_[i - 1] < key_values_[i - 1].size()) return true;
    key_place_[i - 1] = 0;
  }
  return false;
}

void Grouping::add_to(stats::Table& table) {
  const stats::GroupId group = table.group(key_);
  for (std::size_t i = 0; i < input_places_.size(); ++i) {
    const std::size_t place = input_places_[i];
    const auto values = place == no_input ? std::span<const std::string_view>() : inputs_[place].texts;
    table.aggregate(i).add(group, {values, order_time_, push_});
  }
}

}  // namespace offhours::command
