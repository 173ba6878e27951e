#include "stats/aggregate.hpp"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_set.hpp>

#include "stats/arena.hpp"
#include "stats/blocks.hpp"
#include "stats/encoding.hpp"
#include "stats/number.hpp"
#include "stats/set_memory.hpp"
#include "text/decimal.hpp"
#include "text/hash.hpp"

namespace offhours::stats {
namespace {

constexpr std::array<std::string_view, 9> names = {"count", "dc",     "min",      "max",   "sum",
                                                   "avg",   "values", "earliest", "latest"};

const std::size_t text_inside = std::string().capacity();

// Heap memory behind a string as malloc rounds it; short texts have none.
std::size_t heap_bytes(const std::string& text) {
  return text.capacity() > text_inside ? (text.capacity() + 1 + 8 + 15) / 16 * 16 : 0;
}

class Count : public Aggregate {
 public:
  explicit Count(bool of_rows) : of_rows_(of_rows) {}

  void grow(std::size_t count) override { counts_.grow(count); }
  void add(GroupId group, const Input& input) override { counts_[group] += of_rows_ ? 1 : input.values.size(); }
  void encode(GroupId group, std::string& out) const override { put_number(out, counts_[group]); }
  bool merge(GroupId group, std::string_view encoded) override {
    const auto count = take_number<std::uint64_t>(encoded);
    if (!count || !encoded.empty()) return false;
    counts_[group] += *count;
    return true;
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    scratch = std::to_string(counts_[group]);
    out.emplace_back(scratch);
  }
  void clear() override { counts_.clear(); }
  std::size_t bytes() const override { return counts_.bytes(); }

 private:
  bool of_rows_;
  Blocks<std::uint64_t> counts_;
};

// The least or the greatest of some values. Whether they are compared as numbers is known only when all are seen, so
// the best by either measure is kept until one of them is no number.
class Extreme {
 public:
  bool empty() const { return !any_; }
  // Keeps the memory of its texts.
  void clear() {
    by_number_.clear();
    by_bytes_.clear();
    plain_digits_ = 0;
    any_ = false;
    all_numbers_ = true;
    one_text_ = false;
  }
  std::string_view text() const { return all_numbers_ ? number() : by_bytes_; }
  std::size_t heap() const { return heap_bytes(by_number_) + heap_bytes(by_bytes_); }

  // False: nothing has changed.
  bool add(std::string_view value, bool greatest) {
    // Numbers that are written alike compare by their bytes, so that the best by either measure stays one text.
    if (plain_digits_ > 0 && text::is_alike(value, by_bytes_, plain_digits_)) {
      if (greatest ? value <= by_bytes_ : value >= by_bytes_) return false;
      by_bytes_ = value;
      return true;
    }
    const bool number = all_numbers_ && text::is_number(value);
    merge(number ? value : std::string_view(), value, number, greatest);
    return true;
  }

  // Appends nothing if there is no value, else the best by number while all are numbers, and the best by bytes.
  void encode(std::string& out) const {
    if (!any_) return;
    if (all_numbers_) put_text(out, number());
    put_text(out, by_bytes_);
  }

  bool merge(std::string_view encoded, bool greatest) {
    if (encoded.empty()) return true;
    const auto first = take_text(encoded);
    if (!first) return false;
    if (encoded.empty()) {
      merge({}, *first, false, greatest);
      return true;
    }
    const auto second = take_text(encoded);
    if (!second || !encoded.empty() || !text::is_number(*first)) return false;
    merge(*first, *second, true, greatest);
    return true;
  }

 private:
  std::string_view number() const { return one_text_ ? by_bytes_ : by_number_; }

  void merge(std::string_view number, std::string_view bytes, bool numbers, bool greatest) {
    const bool better_bytes = !any_ || (greatest ? bytes > by_bytes_ : bytes < by_bytes_);
    if (all_numbers_ && numbers) {
      const bool better = !any_ || better_number(number, greatest);
      const std::string_view best_number = better ? number : this->number();
      const std::string_view best_bytes = better_bytes ? bytes : by_bytes_;
      const bool one_text = best_number == best_bytes;
      if (one_text) {
        by_number_.clear();
      } else if (better || one_text_) {
        by_number_ = best_number;
      }
      one_text_ = one_text;
    } else if (all_numbers_) {
      all_numbers_ = false;
      one_text_ = false;
      by_number_ = std::string();
    }
    if (better_bytes) by_bytes_ = bytes;
    plain_digits_ = one_text_ ? static_cast<std::uint32_t>(text::plain_digits(by_bytes_)) : 0;
    any_ = true;
  }

  // Of equal numbers the bytewise smaller text.
  bool better_number(std::string_view value, bool greatest) const {
    const auto order = text::compare_numbers(value, number());
    if (order == std::strong_ordering::equal) return value < number();
    return (order == std::strong_ordering::greater) == greatest;
  }

  std::string by_number_;  // empty while one text is the best by either measure
  std::string by_bytes_;
  std::uint32_t plain_digits_ = 0;  // of that one text, see text::is_alike()
  bool any_ = false;
  bool all_numbers_ = true;
  bool one_text_ = false;
};

class MinMax : public Aggregate {
 public:
  explicit MinMax(bool greatest) : greatest_(greatest) {}

  void grow(std::size_t count) override { states_.grow(count); }
  void add(GroupId group, const Input& input) override {
    Extreme& state = states_[group];
    for (const std::string_view value : input.values) {
      const std::size_t before = state.heap();
      if (state.add(value, greatest_)) heap_ += state.heap() - before;
    }
  }
  void encode(GroupId group, std::string& out) const override { states_[group].encode(out); }
  bool merge(GroupId group, std::string_view encoded) override {
    Extreme& state = states_[group];
    heap_ -= state.heap();
    const bool good = state.merge(encoded, greatest_);
    heap_ += state.heap();
    return good;
  }
  void result(GroupId group, std::string&, std::vector<std::string_view>& out) const override {
    if (!states_[group].empty()) out.push_back(states_[group].text());
  }
  void clear() override {
    states_.clear();
    heap_ = 0;
  }
  std::size_t bytes() const override { return states_.bytes() + heap_; }

 private:
  bool greatest_;
  Blocks<Extreme> states_;
  std::size_t heap_ = 0;
};

class EarliestLatest : public Aggregate {
 public:
  explicit EarliestLatest(bool latest) : latest_(latest) {}

  void grow(std::size_t count) override { states_.grow(count); }
  void add(GroupId group, const Input& input) override {
    if (input.values.empty()) return;
    State& state = states_[group];
    heap_ -= state.heap();
    if (take_time(state, input.time)) {
      for (const std::string_view value : input.values) state.value.add(value, latest_);
    }
    heap_ += state.heap();
  }
  void encode(GroupId group, std::string& out) const override {
    const State& state = states_[group];
    if (state.value.empty()) return;
    put_text(out, state.time);
    state.value.encode(out);
  }
  bool merge(GroupId group, std::string_view encoded) override {
    if (encoded.empty()) return true;
    const auto time = take_text(encoded);
    if (!time || !text::is_number(*time) || encoded.empty()) return false;
    State& state = states_[group];
    heap_ -= state.heap();
    const bool good = !take_time(state, *time) || state.value.merge(encoded, latest_);
    heap_ += state.heap();
    return good;
  }
  void result(GroupId group, std::string&, std::vector<std::string_view>& out) const override {
    if (!states_[group].value.empty()) out.push_back(states_[group].value.text());
  }
  void clear() override {
    states_.clear();
    heap_ = 0;
  }
  std::size_t bytes() const override { return states_.bytes() + heap_; }

 private:
  struct State {
    std::string time;
    Extreme value;
    std::size_t heap() const { return heap_bytes(time) + value.heap(); }
  };

  // Whether values of that time count; a better time than the state's does away with its values.
  bool take_time(State& state, std::string_view time) const {
    if (!state.value.empty()) {
      const auto order = text::compare_numbers(time, state.time);
      if (order == std::strong_ordering::equal) return true;
      if ((order == std::strong_ordering::greater) != latest_) return false;
      state.value.clear();
    }
    state.time = time;
    return true;
  }

  bool latest_;
  Blocks<State> states_;
  std::size_t heap_ = 0;
};

class Sum : public Aggregate {
 public:
  explicit Sum(bool mean) : mean_(mean) {}

  void grow(std::size_t count) override { states_.grow(count); }
  void add(GroupId group, const Input& input) override {
    State& state = states_[group];
    heap_ -= state.sum.heap_bytes();
    for (const std::string_view value : input.values) state.count += state.sum.add(value) ? 1U : 0U;
    heap_ += state.sum.heap_bytes();
  }
  void encode(GroupId group, std::string& out) const override {
    const State& state = states_[group];
    put_number(out, state.count);
    if (state.count > 0) state.sum.encode(out);
  }
  bool merge(GroupId group, std::string_view encoded) override {
    const auto count = take_number<std::uint64_t>(encoded);
    if (!count) return false;
    if (*count == 0) return encoded.empty();
    State& state = states_[group];
    heap_ -= state.sum.heap_bytes();
    const bool good = state.sum.merge(encoded);
    heap_ += state.sum.heap_bytes();
    state.count += *count;
    return good;
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    const State& state = states_[group];
    if (state.count == 0) return;
    scratch = mean_ ? state.sum.mean(state.count) : state.sum.text();
    out.emplace_back(scratch);
  }
  void clear() override {
    states_.clear();
    heap_ = 0;
  }
  std::size_t bytes() const override { return states_.bytes() + heap_; }

 private:
  struct State {
    ExactSum sum;
    std::uint64_t count = 0;
  };
  bool mean_;
  Blocks<State> states_;
  std::size_t heap_ = 0;
};

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

}  // namespace

std::string_view name_of(Function function) { return names[static_cast<std::size_t>(function)]; }

std::optional<Function> find_function(std::string_view name) {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Function>(found - names.begin());
}

std::span<const std::string_view> function_names() { return names; }

std::unique_ptr<Aggregate> Aggregate::make(Function function, bool of_rows) {
  switch (function) {
    case Function::count: return std::make_unique<Count>(of_rows);
    case Function::dc: return std::make_unique<Distinct>(false);
    case Function::min: return std::make_unique<MinMax>(false);
    case Function::max: return std::make_unique<MinMax>(true);
    case Function::sum: return std::make_unique<Sum>(false);
    case Function::avg: return std::make_unique<Sum>(true);
    case Function::values: return std::make_unique<Distinct>(true);
    case Function::earliest: return std::make_unique<EarliestLatest>(false);
    case Function::latest: return std::make_unique<EarliestLatest>(true);
  }
  return nullptr;
}

}  // namespace offhours::stats
