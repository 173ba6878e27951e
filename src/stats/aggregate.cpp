#include "stats/aggregate.hpp"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_set.hpp>

#include "stats/arena.hpp"
#include "stats/hash.hpp"
#include "stats/number.hpp"

namespace offhours::stats {
namespace {

constexpr std::array<std::string_view, 9> names = {"count", "dc",     "min",      "max",   "sum",
                                                   "avg",   "values", "earliest", "latest"};

// Heap memory behind a string; short texts have none.
std::size_t heap_bytes(const std::string& text) {
  static const std::size_t inside = std::string().capacity();
  return text.capacity() > inside ? text.capacity() + 1 : 0;
}

class Count : public Aggregate {
 public:
  explicit Count(bool of_rows) : of_rows_(of_rows) {}

  void grow(std::size_t count) override { counts_.resize(count); }
  void add(GroupId group, const Input& input) override { counts_[group] += of_rows_ ? 1 : input.values.size(); }
  void merge(GroupId group, const Aggregate& other, GroupId from) override {
    counts_[group] += static_cast<const Count&>(other).counts_[from];
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    scratch = std::to_string(counts_[group]);
    out.emplace_back(scratch);
  }
  std::size_t bytes() const override { return counts_.capacity() * sizeof(std::uint64_t); }

 private:
  bool of_rows_;
  std::vector<std::uint64_t> counts_;
};

// The least or the greatest of some values. Whether they are compared as numbers is known only when all are seen, so
// the best by either measure is kept until one of them is no number.
class Extreme {
 public:
  bool empty() const { return !any_; }
  void clear() { *this = Extreme(); }
  std::string_view text() const { return all_numbers_ ? by_number_ : by_bytes_; }
  std::size_t heap() const { return heap_bytes(by_number_) + heap_bytes(by_bytes_); }

  void add(std::string_view value, bool greatest) {
    const bool number = is_number(value);
    if (!any_ || better_bytes(value, greatest)) by_bytes_ = value;
    if (all_numbers_ && number) {
      if (!any_ || better_number(value, greatest)) by_number_ = value;
    } else {
      all_numbers_ = false;
      by_number_.clear();
    }
    any_ = true;
  }

  void merge(const Extreme& other, bool greatest) {
    if (!other.any_) return;
    if (!any_ || better_bytes(other.by_bytes_, greatest)) by_bytes_ = other.by_bytes_;
    if (all_numbers_ && other.all_numbers_) {
      if (!any_ || better_number(other.by_number_, greatest)) by_number_ = other.by_number_;
    } else {
      all_numbers_ = false;
      by_number_.clear();
    }
    any_ = true;
  }

 private:
  bool better_bytes(std::string_view value, bool greatest) const {
    return greatest ? value > by_bytes_ : value < by_bytes_;
  }
  // Of equal numbers the bytewise smaller text.
  bool better_number(std::string_view value, bool greatest) const {
    const auto order = compare_numbers(value, by_number_);
    if (order == std::strong_ordering::equal) return value < by_number_;
    return (order == std::strong_ordering::greater) == greatest;
  }

  std::string by_number_;
  std::string by_bytes_;
  bool any_ = false;
  bool all_numbers_ = true;
};

class MinMax : public Aggregate {
 public:
  explicit MinMax(bool greatest) : greatest_(greatest) {}

  void grow(std::size_t count) override { states_.resize(count); }
  void add(GroupId group, const Input& input) override {
    Extreme& state = states_[group];
    heap_ -= state.heap();
    for (const std::string_view value : input.values) state.add(value, greatest_);
    heap_ += state.heap();
  }
  void merge(GroupId group, const Aggregate& other, GroupId from) override {
    Extreme& state = states_[group];
    heap_ -= state.heap();
    state.merge(static_cast<const MinMax&>(other).states_[from], greatest_);
    heap_ += state.heap();
  }
  void result(GroupId group, std::string&, std::vector<std::string_view>& out) const override {
    if (!states_[group].empty()) out.push_back(states_[group].text());
  }
  std::size_t bytes() const override { return states_.capacity() * sizeof(Extreme) + heap_; }

 private:
  bool greatest_;
  std::vector<Extreme> states_;
  std::size_t heap_ = 0;
};

class EarliestLatest : public Aggregate {
 public:
  explicit EarliestLatest(bool latest) : latest_(latest) {}

  void grow(std::size_t count) override { states_.resize(count); }
  void add(GroupId group, const Input& input) override {
    if (input.values.empty()) return;
    State& state = states_[group];
    heap_ -= state.heap();
    if (take_time(state, input.time)) {
      for (const std::string_view value : input.values) state.value.add(value, latest_);
    }
    heap_ += state.heap();
  }
  void merge(GroupId group, const Aggregate& other, GroupId from) override {
    const State& theirs = static_cast<const EarliestLatest&>(other).states_[from];
    if (theirs.value.empty()) return;
    State& state = states_[group];
    heap_ -= state.heap();
    if (take_time(state, theirs.time)) state.value.merge(theirs.value, latest_);
    heap_ += state.heap();
  }
  void result(GroupId group, std::string&, std::vector<std::string_view>& out) const override {
    if (!states_[group].value.empty()) out.push_back(states_[group].value.text());
  }
  std::size_t bytes() const override { return states_.capacity() * sizeof(State) + heap_; }

 private:
  struct State {
    std::string time;
    Extreme value;
    std::size_t heap() const { return heap_bytes(time) + value.heap(); }
  };

  // Whether values of that time count; a better time than the state's does away with its values.
  bool take_time(State& state, std::string_view time) const {
    if (!state.value.empty()) {
      const auto order = compare_numbers(time, state.time);
      if (order == std::strong_ordering::equal) return true;
      if ((order == std::strong_ordering::greater) != latest_) return false;
      state.value.clear();
    }
    state.time = time;
    return true;
  }

  bool latest_;
  std::vector<State> states_;
  std::size_t heap_ = 0;
};

class Sum : public Aggregate {
 public:
  explicit Sum(bool mean) : mean_(mean) {}

  void grow(std::size_t count) override { states_.resize(count); }
  void add(GroupId group, const Input& input) override {
    State& state = states_[group];
    for (const std::string_view value : input.values) state.count += state.sum.add(value) ? 1U : 0U;
  }
  void merge(GroupId group, const Aggregate& other, GroupId from) override {
    const State& theirs = static_cast<const Sum&>(other).states_[from];
    states_[group].sum.add(theirs.sum);
    states_[group].count += theirs.count;
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    const State& state = states_[group];
    if (state.count == 0) return;
    scratch = mean_ ? state.sum.mean(state.count) : state.sum.text();
    out.emplace_back(scratch);
  }
  std::size_t bytes() const override { return states_.capacity() * sizeof(State); }

 private:
  struct State {
    ExactSum sum;
    std::uint64_t count = 0;
  };
  bool mean_;
  std::vector<State> states_;
};

// One set for all groups: a group without values costs nothing but its counter.
class Distinct : public Aggregate {
 public:
  explicit Distinct(bool list) : list_(list) {}

  void grow(std::size_t count) override { counts_.resize(count); }
  void add(GroupId group, const Input& input) override {
    for (const std::string_view value : input.values) add(group, value);
  }
  void merge(GroupId group, const Aggregate& other, GroupId from) override {
    const auto& theirs = static_cast<const Distinct&>(other);
    for (const Member& member : theirs.of_group(from)) add(group, member.text);
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    if (!list_) {
      scratch = std::to_string(counts_[group]);
      out.emplace_back(scratch);
      return;
    }
    for (const Member& member : of_group(group)) out.push_back(member.text);
  }
  std::size_t bytes() const override {
    return counts_.capacity() * sizeof(std::uint64_t) + arena_.bytes() +
           members_.bucket_count() * (sizeof(Member) + 1) +
           members_.size() * sizeof(Member);  // the last for the sorted list that a result needs
  }

 private:
  struct Member {
    GroupId group;
    std::string_view text;
    bool operator==(const Member&) const = default;
    auto operator<=>(const Member&) const = default;
  };
  struct Hash {
    using is_avalanching = void;  // NOLINT(readability-identifier-naming): Boost's name
    std::size_t operator()(const Member& member) const { return hash_bytes(member.text, member.group); }
  };

  void add(GroupId group, std::string_view text) {
    if (members_.contains(Member{group, text})) return;
    members_.insert(Member{group, arena_.keep(text)});
    ++counts_[group];
    sorted_.clear();
  }

  std::span<const Member> of_group(GroupId group) const {
    if (sorted_.size() != members_.size()) {
      sorted_.assign(members_.begin(), members_.end());
      std::ranges::sort(sorted_);
    }
    const auto range = std::ranges::equal_range(sorted_, group, {}, &Member::group);
    return {range.begin(), range.end()};
  }

  bool list_;
  std::vector<std::uint64_t> counts_;
  Arena arena_;
  boost::unordered_flat_set<Member, Hash> members_;
  mutable std::vector<Member> sorted_;
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
