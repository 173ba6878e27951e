// One upload is many events, and one image many digests: how they are counted, against a slow twin.
#include <gtest/gtest.h>

#include "reference/pushes.hpp"
#include "stats/spelled.hpp"
#include "stats/spill.hpp"
#include "stats/table.hpp"
#include "stats/time_spans.hpp"
#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace stats;

constexpr std::int64_t minute = 60'000;

const Functions& both() {
  static const Functions functions = {spelled("uploads"), spelled("images")};
  return functions;
}

void add(Table& table, std::string_view key, const reference::Push& push) {
  const std::vector<std::string_view> children(push.children.begin(), push.children.end());
  const Push seen{push.instant, push.registry, push.repository, push.digest, children};
  const GroupId group = table.group(key);
  for (std::size_t i = 0; i < table.aggregate_count(); ++i) table.aggregate(i).add(group, {{}, {}, &seen});
}

// "<uploads> <images>" of a group.
std::string counts(const Table& table, GroupId group) {
  std::string text;
  for (std::size_t i = 0; i < table.aggregate_count(); ++i) {
    std::string scratch;
    std::vector<std::string_view> values;
    table.aggregate(i).result(group, scratch, values);
    text += (text.empty() ? "" : " ") + std::string(values.at(0));
  }
  return text;
}

void merge_into(Table& to, const Table& from) {
  for (GroupId group = 0; group < from.size(); ++group) {
    std::string states;
    from.encode(group, states);
    ASSERT_TRUE(to.merge(to.group(from.key(group)), states));
  }
}

TEST(Pushes, AreCountedLikeThis) {
  const struct {
    const char* what;
    std::vector<reference::Push> pushes;
    const char* expected;  // uploads and images
  } cases[] = {
      {"nothing", {}, "0 0"},
      {"docker push of one image", {{0, "1", "web", "a", {}}}, "1 1"},
      {"the same digest with a second tag", {{0, "1", "web", "a", {}}, {1000, "1", "web", "a", {}}}, "1 1"},
      {"buildx for two platforms with attestations and three tags",
       {{0, "1", "web", "amd64", {}},
        {100, "1", "web", "amd64-attestation", {}},
        {200, "1", "web", "arm64", {}},
        {300, "1", "web", "arm64-attestation", {}},
        {400, "1", "web", "index", {"amd64", "amd64-attestation", "arm64", "arm64-attestation"}},
        {500, "1", "web", "index", {"amd64", "amd64-attestation", "arm64", "arm64-attestation"}},
        {600, "1", "web", "index", {"amd64", "amd64-attestation", "arm64", "arm64-attestation"}}},
       "1 1"},
      {"15 minutes are one upload", {{0, "1", "web", "a", {}}, {15 * minute, "1", "web", "b", {}}}, "1 2"},
      {"15 minutes and a millisecond are two",
       {{0, "1", "web", "a", {}}, {15 * minute + 1, "1", "web", "b", {}}},
       "2 2"},
      {"a bridge between two joins them",
       {{0, "1", "web", "", {}}, {28 * minute, "1", "web", "", {}}, {14 * minute, "1", "web", "", {}}},
       "1 0"},
      {"each repository by itself", {{0, "1", "web", "a", {}}, {0, "1", "api", "a", {}}}, "2 2"},
      {"the same name in two registries", {{0, "1", "web", "a", {}}, {0, "2", "web", "a", {}}}, "2 2"},
      {"no repository is one too", {{0, "", "", "a", {}}, {1, "", "", "b", {"a"}}}, "1 1"},
      {"a list of another repository hides nothing", {{0, "1", "web", "a", {}}, {0, "1", "api", "i", {"a"}}}, "2 2"},
      {"a refused push is an upload and no image, and its list counts for nothing",
       {{0, "1", "web", "a", {}}, {1, "1", "web", "", {"a"}}},
       "1 1"},
      {"an index of what was not pushed", {{0, "1", "web", "index", {"x", "y"}}}, "1 1"},
      {"an index of indexes",
       {{0, "1", "web", "a", {}}, {0, "1", "web", "inner", {"a"}}, {0, "1", "web", "outer", {"inner"}}},
       "1 1"},
      {"no index hides itself", {{0, "1", "web", "i", {"i"}}}, "1 1"},
      {"lists in a circle leave one", {{0, "1", "web", "i", {"j"}}, {0, "1", "web", "j", {"i"}}}, "1 1"},
      {"an index that lists another's image hides that and not itself",
       {{0, "1", "web", "bot", {}}, {0, "1", "web", "mine", {"bot"}}, {0, "1", "web", "other", {}}},
       "1 2"},
  };
  for (const auto& c : cases) {
    Table table(both());
    (void)table.group({});
    for (const reference::Push& push : c.pushes) add(table, {}, push);
    EXPECT_EQ(counts(table, 0), c.expected) << c.what;
    EXPECT_EQ(std::to_string(reference::uploads(c.pushes)) + " " + std::to_string(reference::images(c.pushes)),
              c.expected)
        << "the twin: " << c.what;
  }
}

std::vector<reference::Push> any_pushes(Random& random) {
  static const std::vector<std::string> names = {"", "1", "web", "12:web", std::string("a\0b", 3)};
  static const std::vector<std::int64_t> steps = {0, 1, 15 * minute - 1, 15 * minute, 15 * minute + 1, 40 * minute};
  const std::size_t digests = 1 + below(random, 8);
  const auto digest = [&] { return "d" + std::to_string(below(random, digests)); };
  std::vector<reference::Push> pushes(below(random, 60));
  std::int64_t at = 1'756'000'000'000;
  for (reference::Push& push : pushes) {
    at += any_of(random, steps);
    push.instant = at;
    push.registry = any_of(random, names);
    push.repository = one_in(random, 3) ? any_of(random, names) : "web";
    if (!one_in(random, 5)) push.digest = digest();
    // Lists go from a digest to those before it, as hashes have it; now and then they do not.
    while (one_in(random, 2)) push.children.push_back(digest());
    if (!push.digest.empty() && !one_in(random, 10)) {
      std::erase_if(push.children, [&](const std::string& child) { return child >= push.digest; });
    }
    if (one_in(random, 4)) push = any_of(random, pushes);
    if (push.instant == 0) push.instant = at;
  }
  return pushes;
}

// Any order, any split over tables and runs on disk, and repeated deliveries of what makes no difference.
TEST(Pushes, AreTheSameForAnySplitAndOrder) {
  run_trials("pushes split, repeated and merged", std::chrono::milliseconds(3000), [&](Random& random) {
    std::vector<reference::Push> pushes = any_pushes(random);
    const std::string expected =
        std::to_string(reference::uploads(pushes)) + " " + std::to_string(reference::images(pushes));
    const std::size_t once = pushes.size();
    for (std::size_t i = 0; i < once; ++i) {
      if (one_in(random, 3)) pushes.push_back(pushes[i]);
    }
    std::shuffle(pushes.begin(), pushes.end(), random);
    std::vector<std::unique_ptr<Table>> tables(1 + below(random, 4));
    for (auto& table : tables) {
      table = std::make_unique<Table>(both());
      (void)table->group({});
    }
    for (const reference::Push& push : pushes) add(*any_of(random, tables), {}, push);
    while (tables.size() > 1) {
      std::shuffle(tables.begin(), tables.end(), random);
      merge_into(*tables.front(), *tables.back());
      if (one_in(random, 3)) merge_into(*tables.front(), *tables.back());  // delivered twice
      tables.pop_back();
    }
    EXPECT_EQ(counts(*tables.front(), 0), expected);
  });
}

// Whatever lists say: something that was pushed is at least one image, and a list changes no other count.
TEST(Pushes, AreNeverHiddenAltogether) {
  run_trials("lists of an attacker", std::chrono::milliseconds(500), [&](Random& random) {
    const std::vector<reference::Push> pushes = any_pushes(random);
    Table table(both());
    Table without(both());
    for (Table* each : {&table, &without}) (void)each->group({});
    bool any = false;
    for (reference::Push push : pushes) {
      any = any || !push.digest.empty();
      while (one_in(random, 2)) push.children.push_back("d" + std::to_string(below(random, 9)));
      add(table, {}, push);
      push.children.clear();
      add(without, {}, push);
    }
    const std::string listed = counts(table, 0);
    const std::string plain = counts(without, 0);
    EXPECT_EQ(listed.substr(0, listed.find(' ')), plain.substr(0, plain.find(' ')));
    EXPECT_EQ(listed.ends_with(" 0"), !any) << listed;
  });
}

TEST(TimeSpans, AreJoinedAsALookAtAllOfThemWould) {
  run_trials("spans", std::chrono::milliseconds(500), [](Random& random) {
    std::vector<std::int64_t> instants(below(random, 400));
    const std::size_t range = 1 + below(random, 600);
    for (std::int64_t& instant : instants) instant = static_cast<std::int64_t>(below(random, range)) * 5 * minute;
    if (one_in(random, 3)) std::ranges::sort(instants);
    if (one_in(random, 3)) std::ranges::reverse(instants);
    TimeSpans spans;
    for (const std::int64_t instant : instants) {
      spans.add({instant, instant});
      if (one_in(random, 50)) (void)spans.joined();
    }
    std::ranges::sort(instants);
    std::vector<TimeSpan> expected;
    for (const std::int64_t instant : instants) {
      if (expected.empty() || instant - expected.back().last > 15 * minute) expected.push_back({instant, instant});
      expected.back().last = instant;
    }
    const auto joined = spans.joined();
    EXPECT_EQ(std::vector<TimeSpan>(joined.begin(), joined.end()), expected);
  });
}

// A hundred thousand uploads far apart, from the latest to the first as Splunk gives them, or in no order.
TEST(TimeSpans, CostLittleInAnyOrder) {
  constexpr std::int64_t count = 100'000;
  Random random(7);
  std::vector<std::int64_t> instants;
  for (std::int64_t i = 0; i < count; ++i) instants.push_back(i * 20 * minute);
  for (const bool shuffled : {false, true}) {
    if (shuffled) {
      std::ranges::shuffle(instants, random);
    } else {
      std::ranges::reverse(instants);
    }
    TimeSpans spans;
    const auto start = std::chrono::steady_clock::now();
    for (const std::int64_t instant : instants) spans.add({instant, instant});
    EXPECT_EQ(spans.joined().size(), static_cast<std::size_t>(count));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took.count(), 2.0);
  }
}

}  // namespace
}  // namespace offhours::test
