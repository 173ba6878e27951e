#include "stats/families.hpp"

#include "stats/blocks.hpp"
#include "stats/encoding.hpp"
#include "stats/number.hpp"

namespace offhours::stats {
namespace {

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
  using Aggregate::encode;
  bool encode(GroupId group, Position&, std::size_t, std::string& out) const override {
    const State& state = states_[group];
    append_number(out, state.count);
    if (state.count > 0) state.sum.encode(out);
    return false;
  }
  bool merge(GroupId group, std::string_view encoded) override {
    const auto count = consume_number<std::uint64_t>(encoded);
    if (!count) return false;
    if (*count == 0) return encoded.empty();
    if (*count > most_counted) return false;
    State& state = states_[group];
    heap_ -= state.sum.heap_bytes();
    const bool good = state.sum.merge(encoded);
    heap_ += state.sum.heap_bytes();
    return good && add_count(state.count, *count);
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

template <bool Mean>
std::unique_ptr<Aggregate> make() {
  return std::make_unique<Sum>(Mean);
}

constexpr Function rows[] = {
    {.name = "sum", .shape = "sum", .takes_field = true, .make = make<false>},
    {.name = "avg", .shape = "avg", .takes_field = true, .make = make<true>},
};

}  // namespace

std::span<const Function> sums() { return rows; }

}  // namespace offhours::stats
