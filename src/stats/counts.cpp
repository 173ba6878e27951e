#include "stats/families.hpp"

#include "stats/blocks.hpp"
#include "stats/encoding.hpp"

namespace offhours::stats {
namespace {

class Count : public Aggregate {
 public:
  explicit Count(bool of_rows) : of_rows_(of_rows) {}

  void grow(std::size_t count) override { counts_.grow(count); }
  void add(GroupId group, const Input& input) override { counts_[group] += of_rows_ ? 1 : input.values.size(); }
  using Aggregate::encode;
  bool encode(GroupId group, Position&, std::size_t, std::string& out) const override {
    append_number(out, counts_[group]);
    return false;
  }
  bool merge(GroupId group, std::string_view encoded) override {
    const auto count = consume_number<std::uint64_t>(encoded);
    if (!count || !encoded.empty()) return false;
    return add_count(counts_[group], *count);
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

template <bool OfRows>
std::unique_ptr<Aggregate> make() {
  return std::make_unique<Count>(OfRows);
}

constexpr Function rows[] = {
    {.name = "count", .shape = "count", .make = make<true>},
    {.name = "count", .shape = "count(values)", .takes_field = true, .make = make<false>},
};

}  // namespace

std::span<const Function> counts() { return rows; }

}  // namespace offhours::stats
