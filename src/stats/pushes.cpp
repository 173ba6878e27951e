// One upload is many events: a push of an index for two platforms with attestations is five, a retry repeats some of
// them, and a retag adds one.
//
// `uploads` joins, in each repository, the instants of its events where neighbours are at most 15 minutes apart, and
// counts the spans that come of it.
//
// `images` counts the digests that were pushed without those that a pushed index lists as its own: the index stands for
// them. A digest is the hash of its manifest, so that no lists form a circle and something is always left; should what
// came say otherwise, it is still 1 where anything was pushed.
#include <algorithm>

#include "stats/encoding.hpp"
#include "stats/families.hpp"
#include "stats/texts_by_group.hpp"
#include "stats/time_spans.hpp"

namespace offhours::stats {
namespace {

// A repository of a registry in one text.
void write_repository(std::string& out, const Push& push) {
  out.clear();
  append_string(out, push.registry);
  append_string(out, push.repository);
}

class Uploads : public Aggregate {
 public:
  void grow(std::size_t count) override { repositories_.grow(count); }
  void add(GroupId group, const Input& input) override {
    if (input.push == nullptr) return;
    write_repository(key_, *input.push);
    add(group, key_, {input.push->instant, input.push->instant});
  }
  // The repository, how many spans it has, and their ends.
  using Aggregate::encode;
  bool encode(GroupId group, Position& from, std::size_t most, std::string& out) const override {
    constexpr std::size_t span_bytes = 28;  // about
    if (!from.started) from = {.member = repositories_.first(group), .place = 0, .started = true};
    while (from.member != repositories_.no_member && out.size() < most) {
      const auto& repository = repositories_.member(from.member);
      auto spans = repository.extra.joined().subspan(from.place);
      const std::size_t room = 1 + (most - out.size()) / span_bytes;
      const bool rest = spans.size() <= room;
      if (!rest) spans = spans.first(room);
      append_string(out, repository.text);
      append_number(out, spans.size());
      for (const TimeSpan& span : spans) {
        append_number(out, span.first);
        append_number(out, span.last);
      }
      if (rest) {
        from = {.member = repositories_.next(from.member), .place = 0, .started = true};
      } else {
        from.place += static_cast<std::uint32_t>(room);
      }
    }
    return from.member != repositories_.no_member;
  }
  bool merge(GroupId group, std::string_view encoded) override {
    while (!encoded.empty()) {
      const auto repository = consume_string(encoded);
      const auto count = repository ? consume_number<std::size_t>(encoded) : std::nullopt;
      if (!count || *count == 0) return false;
      for (std::size_t i = 0; i < *count; ++i) {
        const auto first = consume_number<std::int64_t>(encoded);
        const auto last = first ? consume_number<std::int64_t>(encoded) : std::nullopt;
        if (!last || *first < 0 || *first > *last || *last > TimeSpans::latest) return false;
        add(group, *repository, {*first, *last});
      }
    }
    return true;
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    std::size_t count = 0;
    repositories_.for_each(group, [&count](const auto& repository) { count += repository.extra.joined().size(); });
    scratch = std::to_string(count);
    out.emplace_back(scratch);
  }
  void clear() override {
    repositories_.clear();
    heap_ = 0;
  }
  std::size_t bytes() const override { return repositories_.bytes() + heap_; }

 private:
  // Spans are joined when they are looked at.
  struct Lazy {
    mutable TimeSpans spans;
    std::span<const TimeSpan> joined() const { return spans.joined(); }
  };

  void add(GroupId group, std::string_view repository, TimeSpan span) {
    TimeSpans& spans = repositories_.find_or_add(group, repository).extra.spans;
    heap_ -= spans.heap_bytes();
    spans.add(span);
    heap_ += spans.heap_bytes();
  }

  TextsByGroup<Lazy> repositories_;
  std::size_t heap_ = 0;
  std::string key_;
};

class Images : public Aggregate {
 public:
  void grow(std::size_t count) override {
    digests_.grow(count);
    counts_.grow(count);
  }
  void add(GroupId group, const Input& input) override {
    if (input.push == nullptr || input.push->digest.empty()) return;
    write_repository(key_, *input.push);
    const std::size_t repository_bytes = key_.size();
    const auto note = [&](std::string_view digest, Mark mark) {
      key_.resize(repository_bytes);
      key_ += digest;
      add(group, key_, mark);
    };
    note(input.push->digest, pushed);
    for (const std::string_view child : input.push->children) {
      if (child != input.push->digest) note(child, listed);
    }
  }
  // The digest behind its repository, and whether it was pushed, listed or both.
  using Aggregate::encode;
  bool encode(GroupId group, Position& from, std::size_t most, std::string& out) const override {
    return digests_.encode(group, from, most, out, [](const auto& digest, std::string& to) {
      append_string(to, digest.text);
      append_number(to, digest.extra.marks);
    });
  }
  bool merge(GroupId group, std::string_view encoded) override {
    while (!encoded.empty()) {
      const auto digest = consume_string(encoded);
      const auto marks = digest ? consume_number<std::uint8_t>(encoded) : std::nullopt;
      if (!marks || *marks == 0 || *marks > (pushed | listed)) return false;
      for (const Mark mark : {pushed, listed}) {
        if ((*marks & mark) != 0) add(group, *digest, mark);
      }
    }
    return true;
  }
  void result(GroupId group, std::string& scratch, std::vector<std::string_view>& out) const override {
    const Counts& counts = counts_[group];
    const std::uint32_t left = counts.pushed - counts.both;
    scratch = std::to_string(counts.pushed > 0 && left == 0 ? 1 : left);
    out.emplace_back(scratch);
  }
  void clear() override {
    digests_.clear();
    counts_.clear();
  }
  std::size_t bytes() const override { return digests_.bytes() + counts_.bytes(); }

 private:
  enum Mark : std::uint8_t { pushed = 1, listed = 2 };
  struct Marks {
    std::uint8_t marks = 0;
  };
  struct Counts {
    std::uint32_t pushed = 0;
    std::uint32_t both = 0;  // pushed and listed
  };

  void add(GroupId group, std::string_view digest, Mark mark) {
    std::uint8_t& marks = digests_.find_or_add(group, digest).extra.marks;
    if ((marks & mark) != 0) return;
    marks |= mark;
    Counts& counts = counts_[group];
    if (mark == pushed) ++counts.pushed;
    if (marks == (pushed | listed)) ++counts.both;
  }

  TextsByGroup<Marks> digests_;
  Blocks<Counts> counts_;
  std::string key_;
};

template <typename Kind>
std::unique_ptr<Aggregate> make() {
  return std::make_unique<Kind>();
}

constexpr Function rows[] = {
    {.name = "uploads", .shape = "uploads", .wants = Wants::push, .make = make<Uploads>},
    {.name = "images", .shape = "images", .wants = Wants::push_with_children, .make = make<Images>},
};

}  // namespace

std::span<const Function> pushes() { return rows; }

}  // namespace offhours::stats
