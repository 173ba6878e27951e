#include "stats/families.hpp"

#include <string>

#include "stats/blocks.hpp"
#include "stats/encoding.hpp"
#include "text/decimal.hpp"

namespace offhours::stats {
namespace {

const std::size_t text_inside = std::string().capacity();

// Heap memory behind a string as malloc rounds it; short texts have none.
std::size_t heap_bytes(const std::string& text) {
  return text.capacity() > text_inside ? (text.capacity() + 1 + 8 + 15) / 16 * 16 : 0;
}

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
    if (all_numbers_) append_string(out, number());
    append_string(out, by_bytes_);
  }

  // What encode() wrote of a state that has a value. Nothing: it is none.
  struct EncodedState {
    std::string_view number;
    std::string_view bytes;
    bool numbers = false;
  };
  static std::optional<EncodedState> read(std::string_view encoded) {
    const auto first = consume_string(encoded);
    if (!first) return std::nullopt;
    if (encoded.empty()) return EncodedState{{}, *first, false};
    const auto second = consume_string(encoded);
    if (!second || !encoded.empty() || !text::is_number(*first) || !text::is_number(*second)) return std::nullopt;
    return EncodedState{*first, *second, true};
  }
  void merge(const EncodedState& other, bool greatest) { merge(other.number, other.bytes, other.numbers, greatest); }

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
  using Aggregate::encode;
  bool encode(GroupId group, Position&, std::size_t, std::string& out) const override {
    states_[group].encode(out);
    return false;
  }
  bool merge(GroupId group, std::string_view encoded) override {
    if (encoded.empty()) return true;
    const auto other = Extreme::read(encoded);
    if (!other) return false;
    Extreme& state = states_[group];
    heap_ -= state.heap();
    state.merge(*other, greatest_);
    heap_ += state.heap();
    return true;
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
    if (admit_time(state, input.time)) {
      for (const std::string_view value : input.values) state.value.add(value, latest_);
    }
    heap_ += state.heap();
  }
  using Aggregate::encode;
  bool encode(GroupId group, Position&, std::size_t, std::string& out) const override {
    const State& state = states_[group];
    if (state.value.empty()) return false;
    append_string(out, state.time);
    state.value.encode(out);
    return false;
  }
  bool merge(GroupId group, std::string_view encoded) override {
    if (encoded.empty()) return true;
    const auto time = consume_string(encoded);
    if (!time || !text::is_number(*time)) return false;
    // Looked at whether the time is a better one or not, so that the order of states does not decide what is refused.
    const auto value = Extreme::read(encoded);
    if (!value) return false;
    State& state = states_[group];
    heap_ -= state.heap();
    if (admit_time(state, *time)) state.value.merge(*value, latest_);
    heap_ += state.heap();
    return true;
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
  bool admit_time(State& state, std::string_view time) const {
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

template <typename Kind, bool Greatest>
std::unique_ptr<Aggregate> make() {
  return std::make_unique<Kind>(Greatest);
}

constexpr Function rows[] = {
    {.name = "min", .shape = "min", .takes_field = true, .make = make<MinMax, false>},
    {.name = "max", .shape = "max", .takes_field = true, .make = make<MinMax, true>},
    {.name = "earliest",
     .shape = "earliest",
     .takes_field = true,
     .wants = Wants::time,
     .make = make<EarliestLatest, false>},
    {.name = "latest",
     .shape = "latest",
     .takes_field = true,
     .wants = Wants::time,
     .make = make<EarliestLatest, true>},
};

}  // namespace

std::span<const Function> extremes() { return rows; }

}  // namespace offhours::stats
