#include "stats/table.hpp"

#include <algorithm>
#include <numeric>

#include "stats/encoding.hpp"
#include "stats/set_memory.hpp"
#include "text/hash.hpp"

namespace offhours::stats {

// A cell ends in two zero bytes and a zero byte in it is followed by a one, so that a shorter cell sorts first.
void append_key_cell(std::string& key, std::string_view cell) {
  while (true) {
    const std::size_t zero = cell.find('\0');
    key += cell.substr(0, zero);
    key += '\0';
    if (zero == std::string_view::npos) break;
    key += '\1';
    cell.remove_prefix(zero + 1);
  }
  key += '\0';
}

void split_key(std::string_view key, std::vector<std::string>& cells) {
  cells.clear();
  while (!key.empty()) {
    std::string& cell = cells.emplace_back();
    while (true) {
      const std::size_t zero = key.find('\0');
      cell += key.substr(0, zero);
      const bool end = key[zero + 1] == '\0';
      key.remove_prefix(zero + 2);
      if (end) break;
      cell += '\0';
    }
  }
}

Table::Table(std::span<const Function* const> functions) : groups_(0, Hash{&keys_}, Equal{&keys_}) {
  for (const Function* function : functions) {
    aggregates_.push_back(function->make());
    // Before there are groups, the aggregate has one without any event.
    aggregates_.back()->grow(1);
    std::string& nothing = parts_.emplace_back().nothing;
    aggregates_.back()->encode(0, nothing);
    aggregates_.back()->clear();
  }
}

GroupId Table::find_group(std::string_view key) {
  const Probe probe{key, text::hash(key)};
  const auto found = groups_.find(probe);
  if (found != groups_.end()) return *found;
  const auto id = static_cast<GroupId>(keys_.size());
  keys_.push_back({arena_.store(key), probe.hash});
  groups_.insert(id);
  for (const auto& aggregate : aggregates_) aggregate->grow(keys_.size());
  return id;
}

void Table::encode(GroupId group, std::string& out) const {
  for (const auto& aggregate : aggregates_) {
    state_.clear();
    aggregate->encode(group, state_);
    append_string(out, state_);
  }
}

void Table::start_parts() const {
  for (Part& part : parts_) {
    part.from = {};
    part.done = false;
  }
}

// True: there is more.
bool Table::encode_part(GroupId group, std::size_t most) const {
  part_.clear();
  bool more = false;
  for (std::size_t i = 0; i < aggregates_.size(); ++i) {
    Part& part = parts_[i];
    if (part.done) {
      append_string(part_, part.nothing);
      continue;
    }
    state_.clear();
    part.done = !aggregates_[i]->encode(group, part.from, most, state_);
    more = more || !part.done;
    append_string(part_, state_);
  }
  return more;
}

bool Table::merge(GroupId group, std::string_view encoded) {
  for (const auto& aggregate : aggregates_) {
    const auto state = consume_string(encoded);
    if (!state || !aggregate->merge(group, *state)) return false;
  }
  return encoded.empty();
}

void Table::clear() {
  constexpr std::size_t worth_keeping = 1024;
  if (groups_.bucket_count() > worth_keeping) {
    groups_ = Groups(0, Hash{&keys_}, Equal{&keys_});
  } else {
    groups_.clear();
  }
  keys_.clear();
  arena_.clear();
  for (const auto& aggregate : aggregates_) aggregate->clear();
}

std::vector<GroupId> Table::sorted() const {
  std::vector<GroupId> order(keys_.size());
  std::iota(order.begin(), order.end(), GroupId{0});
  std::ranges::sort(order, {}, [this](GroupId group) { return keys_[group].text; });
  return order;
}

std::size_t Table::bytes() const {
  std::size_t total = arena_.bytes() + keys_.bytes() + keys_.size() * sizeof(GroupId) +
                      set_bytes(groups_.bucket_count(), groups_.size());
  for (const auto& aggregate : aggregates_) total += aggregate->bytes();
  return total;
}

}  // namespace offhours::stats
