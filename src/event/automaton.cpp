#include "event/automaton.hpp"

namespace offhours::event {
namespace {

constexpr std::string_view each_element = "{}";

// Whether a key may be the first `size` bytes of what is left of a path.
bool key_may_end(std::string_view left, std::size_t size) {
  const std::string_view after = left.substr(size);
  return after.empty() || after.front() == '.' || after.starts_with(each_element);
}

void fill_table(Node& node) {
  node.table.assign(std::bit_ceil(node.members.size() * 4), 0);
  node.hash_shift = 64 - std::countr_zero(node.table.size());
  for (std::size_t member = 0; member < node.members.size(); ++member) {
    std::size_t place = node.members[member].key.hash() >> node.hash_shift;
    while (node.table[place] != 0) place = (place + 1) & (node.table.size() - 1);
    node.table[place] = static_cast<std::uint16_t>(member + 1);
  }
  node.places = node.table.data();
}

}  // namespace

Automaton::Automaton(const PathPlan& plan) : paths_(plan.paths()) { start_afresh(); }

void Automaton::start_afresh() {
  nodes_.clear();
  nothing_ = make({});
  std::vector<PathRest> rests;
  for (PathSlot path = 0; path < paths_.size(); ++path) rests.push_back({path, 0, 0, 0});
  root_ = make(rests);
}

Node* Automaton::make_node_of(const Node& object, Node::Member& member) {
  constexpr std::uint32_t rank_bits = 64;
  const std::string_view key = member.key.text();
  std::vector<PathRest> rests;
  for (PathRest rest : object.keyed) {
    const std::string_view left = text_of(rest);
    if (!left.starts_with(key) || !key_may_end(left, key.size())) continue;
    for (const char c : key) {
      if (c != '.') continue;
      if (rest.dots < rank_bits) rest.rank |= std::uint64_t{1} << (rank_bits - 1 - rest.dots);
      ++rest.dots;
    }
    rest.offset += static_cast<std::uint32_t>(key.size());
    skip_dot(rest);
    rests.push_back(rest);
  }
  member.node = make(rests);
  return member.node;
}

Node* Automaton::make_node_of_elements(Node& array) {
  std::vector<PathRest> rests = array.each;
  for (PathRest& rest : rests) {
    rest.offset += static_cast<std::uint32_t>(each_element.size());
    skip_dot(rest);
  }
  array.element = rests.empty() ? nothing_ : make(rests);
  return array.element;
}

void Automaton::skip_dot(PathRest& rest) const {
  if (!text_of(rest).starts_with('.')) return;
  ++rest.offset;
  ++rest.dots;
}

Node* Automaton::make(std::span<const PathRest> rests) {
  Node& node = *nodes_.emplace_back(std::make_unique<Node>());
  for (const PathRest& rest : rests) {
    const std::string_view left = text_of(rest);
    const Path& path = paths_[rest.path];
    if (left.empty()) {
      node.leaves.push_back({rest.path, rest.rank, path.keep_cut, path.mark_objects, path.inner});
      continue;
    }
    if (left.starts_with(each_element)) {
      node.each.push_back(rest);
      continue;
    }
    node.keyed.push_back(rest);
    for (std::size_t size = 0; size <= left.size(); ++size) {
      if (!key_may_end(left, size)) continue;
      const Key key(left.substr(0, size), left.size());
      if (std::ranges::find(node.members, key, &Node::Member::key) == node.members.end()) {
        node.members.push_back({key});
      }
    }
  }
  if (!node.members.empty()) fill_table(node);
  return &node;
}

}  // namespace offhours::event
