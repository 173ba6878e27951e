#include "stats/families.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

#include "stats/arena.hpp"
#include "stats/blocks.hpp"
#include "stats/encoding.hpp"
#include "stats/set_memory.hpp"
#include "text/hash.hpp"

namespace offhours::stats {
namespace {

// One set for all groups: a group without values costs nothing but its counter. The members of a group are chained.
class Distinct : public Aggregate {
 public:
  explicit Distinct(bool list) : list_(list), ids_(0, Hash{&members_, &newest_}, Equal{&members_}) {}

  void grow(std::size_t count) override { groups_.grow(count); }
  void add(GroupId group, const Input& input) override {
    for (const std::string_view value : input.values) add(group, value);
  }
  void encode(GroupId group, std::string& out) const override {
    std::vector<std::string_view> texts;
    list(group, texts);
    for (const std::string_view text : texts) put_text(out, text);
  }
  bool merge(GroupId group, std::string_view encoded) override {
    while (!encoded.empty()) {
      const auto text = take_text(encoded);
      if (!text) return false;
      add(group, *text);
    }
    return true;
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    if (list_) {
      list(group, out);
      return;
    }
    scratch = std::to_string(groups_[group].count);
    out.emplace_back(scratch);
  }
  void clear() override {
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
  std::size_t bytes() const override {
    return groups_.bytes() + arena_.bytes() + members_.bytes() + set_bytes(ids_.bucket_count(), ids_.size());
  }

 private:
  using MemberId = std::uint32_t;
  static constexpr MemberId no_member = static_cast<MemberId>(-1);

  struct Group {
    std::uint32_t count = 0;
    MemberId last = no_member;
    MemberId recent = no_member;  // that was added or met again last
  };
  struct Member {
    std::string_view text;
    GroupId group = 0;
    MemberId before = no_member;  // of the same group
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
      return id == newest->id ? newest->hash : text::hash((*members)[id].text, (*members)[id].group);
    }
  };
  struct Equal {
    using is_transparent = void;  // NOLINT(readability-identifier-naming)
    const Blocks<Member>* members;
    bool operator()(MemberId a, MemberId b) const { return a == b; }
    bool operator()(const Probe& probe, MemberId id) const {
      return (*members)[id].group == probe.group && (*members)[id].text == probe.text;
    }
    bool operator()(MemberId id, const Probe& probe) const { return (*this)(probe, id); }
  };
  using Ids = boost::unordered_flat_set<MemberId, Hash, Equal>;

  void add(GroupId group, std::string_view text) {
    Group& state = groups_[group];
    // Many fields have one value in a group, and events with the same values come together.
    if (state.recent != no_member && members_[state.recent].text == text) return;
    const Probe probe{text, group, text::hash(text, group)};
    if (const auto found = ids_.find(probe); found != ids_.end()) {
      state.recent = *found;
      return;
    }
    const auto id = static_cast<MemberId>(members_.size());
    members_.push_back({arena_.keep(text), group, state.last});
    newest_ = {id, probe.hash};
    ids_.insert(id);
    state.last = id;
    state.recent = id;
    ++state.count;
  }

  void list(GroupId group, std::vector<std::string_view>& out) const {
    const std::size_t before = out.size();
    for (MemberId id = groups_[group].last; id != no_member; id = members_[id].before) out.push_back(members_[id].text);
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end());
  }

  bool list_;
  Blocks<Group> groups_;
  Blocks<Member> members_;
  Arena arena_;
  Newest newest_;  // a hash that is known while its member is inserted
  Ids ids_;
};

template <bool List>
std::unique_ptr<Aggregate> make() {
  return std::make_unique<Distinct>(List);
}

constexpr Function rows[] = {
    {.name = "dc", .shape = "dc", .takes_field = true, .make = make<false>},
    {.name = "values", .shape = "values", .takes_field = true, .make = make<true>},
};

}  // namespace

std::span<const Function> sets() { return rows; }

}  // namespace offhours::stats
