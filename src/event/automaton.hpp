// Which of the wanted paths lead through a place in a JSON text: all paths of a plan are followed at once.
//
// A node stands for one place. It knows the paths that end there (its leaves), and for those that go on the keys that
// they may go on with; each key leads to another node. For `time`, `api.operation` and `list{}.id`:
//
//     root ── time ──────────▶ leaf of `time`
//       ├──── api ───────────▶ ○ ── operation ──▶ leaf of `api.operation`
//       ├──── api.operation ─▶ leaf of `api.operation`
//       ├──── list ──────────▶ ○ ── each element ──▶ ○ ── id ──▶ leaf of `list{}.id`
//       └──── list{}.id ─────▶ leaf of `list{}.id`
//
// Any other key leads to the node `nothing`, from which nothing leads away. A dot of a path may stand in a key as it
// is; the longer such a literal key is, and the further to the left, the sooner it counts. That is what a leaf's rank
// says: it has a bit for each dot of the path, the first dot highest, which is 1 where the dot is part of a key:
//
//     "a":{"b":{"c":1}}     rank 00
//     "a":{"b.c":1}         rank 01
//     "a.b":{"c":1}         rank 10
//     "a.b.c":1             rank 11
//
// A node is made when a text first leads there, and kept for the texts to come. Keys are looked up in a table of the
// node by their hash; it holds none but the plan's, so what a text names its keys cannot make it slow.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "event/paths.hpp"

namespace offhours::event {

// A key and its first 16 bytes as two words, which tell most keys apart.
class Key {
 public:
  Key() = default;
  // `readable`: bytes that may be read from the start of `key`, those of `key` or more.
  Key(std::string_view key, std::size_t readable) : text_(key) {
    static constexpr std::size_t width = sizeof head_;
    static constexpr std::array<unsigned char, 2 * width> ones_then_zeros = [] {
      std::array<unsigned char, 2 * width> bytes{};
      for (std::size_t i = 0; i < width; ++i) bytes[i] = 0xFF;
      return bytes;
    }();
    const std::size_t size = std::min(key.size(), width);
    if (readable >= width) {
      std::array<std::uint64_t, 2> mask;
      std::memcpy(head_.data(), key.data(), width);
      std::memcpy(mask.data(), ones_then_zeros.data() + width - size, width);
      head_[0] &= mask[0];
      head_[1] &= mask[1];
    } else if (size != 0) {
      std::memcpy(head_.data(), key.data(), size);
    }
  }
  std::string_view text() const { return text_; }
  bool operator==(const Key& other) const {
    return text_.size() == other.text_.size() && head_[0] == other.head_[0] && head_[1] == other.head_[1] &&
           (text_.size() <= sizeof head_ || text_ == other.text_);
  }
  std::uint64_t hash() const {
    return ((head_[0] ^ std::rotl(head_[1], 29)) + text_.size()) * std::uint64_t{0x9E3779B97F4A7C15};
  }

 private:
  std::string_view text_;
  std::array<std::uint64_t, 2> head_{};
};

// A wanted path that has been followed up to some point: what is left of it starts at `offset`.
struct PathRest {
  PathSlot path;
  std::uint32_t offset;
  std::uint32_t dots;  // dots of the path before `offset`
  std::uint64_t rank;
};

struct Node {
  struct Leaf {
    PathSlot path;
    std::uint64_t rank;
    bool keep_cut;
    bool mark_objects;
    bool inner;
  };
  struct Member {
    Key key;
    Node* node = nullptr;
    std::uint64_t seen_in = 0;  // the serial number of the object that last had it
  };
  std::vector<Leaf> leaves;
  std::vector<Member> members;
  std::vector<std::uint16_t> table;  // places in `members` from 1, by hash of the key
  std::vector<PathRest> keyed;       // what goes on with a key
  std::vector<PathRest> each;        // what goes on with an element
  Node* element = nullptr;
  const std::uint16_t* places = nullptr;  // in `table`
  int hash_shift = 0;                     // leaves a place in it

  // Whether an object's members are of no interest.
  bool wants_no_member() const { return places == nullptr; }
  Member* find(const Key& key) {
    for (std::size_t place = key.hash() >> hash_shift;; place = (place + 1) & (table.size() - 1)) {
      const std::uint16_t member = places[place];
      if (member == 0) return nullptr;
      if (members[member - 1U].key == key) return &members[member - 1U];
    }
  }
};

class Automaton {
 public:
  explicit Automaton(const PathPlan& plan);

  // To be called before each text. Literal dotted keys can lead to more nodes than any honest event does; an automaton
  // that has made many starts afresh.
  void start() {
    if (nodes_.size() >= most_nodes) start_afresh();
  }
  Node* root() const { return root_; }
  Node* nothing() const { return nothing_; }
  // Where a member of an object leads that its node knows.
  Node* node_of(const Node& object, Node::Member& member) {
    return member.node != nullptr ? member.node : make_node_of(object, member);
  }
  Node* node_of_elements(Node& array) {
    return array.element != nullptr ? array.element : make_node_of_elements(array);
  }

 private:
  static constexpr std::size_t most_nodes = 10000;

  void start_afresh();
  Node* make_node_of(const Node& object, Node::Member& member);
  Node* make_node_of_elements(Node& array);
  Node* make(std::span<const PathRest> rests);
  std::string_view text_of(const PathRest& rest) const {
    return std::string_view(paths_[rest.path].text).substr(rest.offset);
  }
  void skip_dot(PathRest& rest) const;

  std::span<const Path> paths_;
  std::vector<std::unique_ptr<Node>> nodes_;
  Node* root_ = nullptr;
  Node* nothing_ = nullptr;
};

}  // namespace offhours::event
