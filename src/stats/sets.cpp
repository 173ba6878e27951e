#include <algorithm>

#include "stats/encoding.hpp"
#include "stats/families.hpp"
#include "stats/texts_by_group.hpp"

namespace offhours::stats {
namespace {

class Distinct : public Aggregate {
 public:
  explicit Distinct(bool list) : list_(list) {}

  void grow(std::size_t count) override { texts_.grow(count); }
  void add(GroupId group, const Input& input) override {
    for (const std::string_view value : input.values) (void)texts_.find_or_add(group, value);
  }
  using Aggregate::encode;
  bool encode(GroupId group, Position& from, std::size_t most, std::string& out) const override {
    return texts_.encode(group, from, most, out,
                         [](const auto& member, std::string& to) { append_string(to, member.text); });
  }
  bool merge(GroupId group, std::string_view encoded) override {
    while (!encoded.empty()) {
      const auto text = consume_string(encoded);
      if (!text) return false;
      (void)texts_.find_or_add(group, *text);
    }
    return true;
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    if (list_) {
      list(group, out);
      return;
    }
    scratch = std::to_string(texts_.count(group));
    out.emplace_back(scratch);
  }
  void clear() override { texts_.clear(); }
  std::size_t bytes() const override { return texts_.bytes(); }

 private:
  void list(GroupId group, std::vector<std::string_view>& out) const {
    const std::size_t before = out.size();
    texts_.for_each(group, [&out](const auto& member) { out.push_back(member.text); });
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end());
  }

  bool list_;
  TextsByGroup<> texts_;
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
