// Distinct texts of each group, with something kept for each text. One set holds the texts of all groups, so that a
// group without any costs only its counter; those of a group are chained.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "stats/aggregate.hpp"
#include "stats/arena.hpp"
#include "stats/blocks.hpp"
#include "stats/set_memory.hpp"
#include "text/hash.hpp"

namespace offhours::stats {

struct Nothing {};

template <typename Extra = Nothing>
class TextsByGroup {
 public:
  TextsByGroup() : ids_(0, Hash{&members_, &newest_}, Equal{&members_}) {}
  // The set refers to the members.
  TextsByGroup(const TextsByGroup&) = delete;
  TextsByGroup& operator=(const TextsByGroup&) = delete;

  struct Member {
    std::string_view text;
    [[no_unique_address]] Extra extra;

   private:
    friend class TextsByGroup;
    GroupId group_ = 0;
    std::uint32_t before_ = static_cast<std::uint32_t>(-1);  // of the same group
  };

  void grow(std::size_t groups) { groups_.grow(groups); }
  std::size_t count(GroupId group) const { return groups_[group].count; }

  // The member of that text, made if it is new. It stays where it is until clear().
  Member& find_or_add(GroupId group, std::string_view text) {
    Group& state = groups_[group];
    // Many fields have one value in a group, and events with the same values come together.
    if (state.recent != no_member && members_[state.recent].text == text) return members_[state.recent];
    const Probe probe{text, group, text::hash(text, group)};
    if (const auto found = ids_.find(probe); found != ids_.end()) {
      state.recent = *found;
      return members_[*found];
    }
    const auto id = static_cast<MemberId>(members_.size());
    Member member;
    member.text = arena_.store(text);
    member.group_ = group;
    member.before_ = state.last;
    members_.push_back(std::move(member));
    newest_ = {id, probe.hash};
    ids_.insert(id);
    state.last = id;
    state.recent = id;
    ++state.count;
    return members_[id];
  }

  // The members of a group one after the other, in no order that matters: the first, and the one behind each.
  using MemberId = std::uint32_t;
  static constexpr MemberId no_member = static_cast<MemberId>(-1);
  MemberId first(GroupId group) const { return groups_[group].last; }
  MemberId next(MemberId id) const { return members_[id].before_; }
  const Member& member(MemberId id) const { return members_[id]; }
  template <typename Each>
  void for_each(GroupId group, Each&& each) const {
    for (MemberId id = first(group); id != no_member; id = next(id)) each(member(id));
  }

  void clear() {
    constexpr std::size_t worth_keeping = 1024;
    groups_.clear();
    members_.clear();
    arena_.clear();
    if (ids_.bucket_count() > worth_keeping) {
      ids_ = Ids(0, Hash{&members_, &newest_}, Equal{&members_});
    } else {
      ids_.clear();
    }
  }

  // Writes the members of a group in parts, see Aggregate::encode().
  template <typename Write>
  bool encode(GroupId group, Aggregate::Position& from, std::size_t most, std::string& out, Write&& write) const {
    MemberId id = from.started ? from.member : first(group);
    for (; id != no_member && out.size() < most; id = next(id)) write(member(id), out);
    from = {.member = id, .started = true};
    return id != no_member;
  }

  // Memory in use, without what an Extra has elsewhere.
  std::size_t bytes() const {
    return groups_.bytes() + arena_.bytes() + members_.bytes() + set_bytes(ids_.bucket_count(), ids_.size());
  }

 private:
  struct Group {
    std::uint32_t count = 0;
    MemberId last = no_member;
    MemberId recent = no_member;  // that was added or met again last
  };
  struct Probe {
    std::string_view text;
    GroupId group;
    std::size_t hash;
  };
  struct Newest {
    MemberId id = no_member;
    std::size_t hash = 0;
  };
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): Boost's names
    using is_avalanching = void;  // NOLINT(readability-identifier-naming)
    const Blocks<Member>* members;
    const Newest* newest;
    std::size_t operator()(const Probe& probe) const { return probe.hash; }
    std::size_t operator()(MemberId id) const {
      return id == newest->id ? newest->hash : text::hash((*members)[id].text, (*members)[id].group_);
    }
  };
  struct Equal {
    using is_transparent = void;  // NOLINT(readability-identifier-naming)
    const Blocks<Member>* members;
    bool operator()(MemberId a, MemberId b) const { return a == b; }
    bool operator()(const Probe& probe, MemberId id) const {
      return (*members)[id].group_ == probe.group && (*members)[id].text == probe.text;
    }
    bool operator()(MemberId id, const Probe& probe) const { return (*this)(probe, id); }
  };
  using Ids = boost::unordered_flat_set<MemberId, Hash, Equal>;

  Blocks<Group> groups_;
  Blocks<Member> members_;
  Arena arena_;
  Newest newest_;  // a hash that is known while its member is inserted
  Ids ids_;
};

}  // namespace offhours::stats
