// Groups by key, and for each group the states of all aggregates.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stats/aggregate.hpp"
#include "stats/arena.hpp"
#include "stats/blocks.hpp"

namespace offhours::stats {

// The aggregates of a table, in their order.
using Functions = std::vector<const Function*>;

// A group key's cells in one text that sorts bytewise as the cells do, one after the other. A cell without a zero byte
// stands there as it is, with the end behind it.
inline constexpr std::string_view key_cell_end{"\0\0", 2};
void append_key_cell(std::string& key, std::string_view cell);
// The cells of such a text.
void split_key(std::string_view key, std::vector<std::string>& cells);

class Table {
 public:
  explicit Table(std::span<const Function* const> functions);
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  // The group of a key (see append_key_cell), made if it is new.
  GroupId group(std::string_view key) {
    // Events of one group often come together.
    if (last_ < keys_.size() && keys_[last_].text == key) return last_;
    return last_ = find_group(key);
  }
  Aggregate& aggregate(std::size_t i) { return *aggregates_[i]; }
  const Aggregate& aggregate(std::size_t i) const { return *aggregates_[i]; }
  std::size_t aggregate_count() const { return aggregates_.size(); }

  // Appends the states of all aggregates as bytes.
  void encode(GroupId group, std::string& out) const;
  // The same in parts where they are large: `write` is called with each, about `most` bytes of it, and may return false
  // to end it. Each part is states by itself; merged in any order they are the whole.
  template <typename Write>
  bool encode_parts(GroupId group, std::size_t most, Write&& write) const {
    start_parts();
    for (bool more = true; more;) {
      more = encode_part(group, most);
      if (!write(std::string_view(part_))) return false;
    }
    return true;
  }
  // Adds states that encode() of a table with the same aggregates wrote. False: they are none.
  bool merge(GroupId group, std::string_view encoded);
  void clear();

  std::size_t size() const { return keys_.size(); }
  std::string_view key(GroupId group) const { return keys_[group].text; }
  // All groups, sorted by key.
  std::vector<GroupId> sorted() const;
  // Memory in use, in bytes, with what sorting needs.
  std::size_t bytes() const;

 private:
  struct Key {
    std::string_view text;
    std::size_t hash = 0;
  };
  struct Probe {
    std::string_view text;
    std::size_t hash;
  };
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): Boost's names
    using is_avalanching = void;  // NOLINT(readability-identifier-naming)
    const Blocks<Key>* keys;
    std::size_t operator()(GroupId group) const { return (*keys)[group].hash; }
    std::size_t operator()(const Probe& probe) const { return probe.hash; }
  };
  struct Equal {
    using is_transparent = void;  // NOLINT(readability-identifier-naming)
    const Blocks<Key>* keys;
    bool operator()(GroupId a, GroupId b) const { return a == b; }
    bool operator()(const Probe& probe, GroupId group) const { return (*keys)[group].text == probe.text; }
    bool operator()(GroupId group, const Probe& probe) const { return (*keys)[group].text == probe.text; }
  };

  using Groups = boost::unordered_flat_set<GroupId, Hash, Equal>;

  struct Part {
    Aggregate::Position from;
    bool done = false;
    std::string nothing;  // the state of a group without any event
  };
  GroupId find_group(std::string_view key);
  void start_parts() const;
  bool encode_part(GroupId group, std::size_t most) const;

  Arena arena_;
  Blocks<Key> keys_;
  GroupId last_ = 0;  // that was asked for
  Groups groups_;
  std::vector<std::unique_ptr<Aggregate>> aggregates_;
  mutable std::string state_;        // of one aggregate, being written
  mutable std::vector<Part> parts_;  // of each aggregate
  mutable std::string part_;         // of all, being written
};

}  // namespace offhours::stats
