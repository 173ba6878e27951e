// A search over indexers with real processes.
#include <gtest/gtest.h>

#include <filesystem>

#include "command/program.hpp"
#include "splunkd/cluster.hpp"
#include "trials.hpp"

namespace offhours::test {
namespace {

using splunkd::Cluster;
using splunkd::ClusterResult;
using splunkd::Table;

Cluster cluster(std::string_view arguments, std::uint64_t seed) {
  Cluster made;
  made.search_head = program();
  made.indexer = program();
  made.info.command = "offhoursstats";
  made.info.raw_args = splunkd::split_arguments(arguments);
  made.seed = seed;
  return made;
}

// Every sample event there is, some without a time or without JSON, and each over and over again.
Table many_events(std::size_t count) {
  std::vector<std::string> raw = samples();
  raw.emplace_back("no JSON");
  raw.emplace_back("{\"time\":1778706000000,\"api\":{\"operation\":\"PutImage");
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(raw[i * 7 % raw.size()]);
  Table events = as_events(all);
  for (std::size_t i = 0; i < events.rows.size(); ++i) {
    const std::size_t time = 1;
    events.rows[i][time] = {std::to_string(1778673600 + i * 1801) + ".5"};
    if (i % 23 == 0) events.rows[i][time].clear();
  }
  return events;
}

std::vector<Table> spread(const Table& events, std::size_t indexers, Random& random) {
  std::vector<Table> parts(indexers);
  for (Table& part : parts) part.columns = events.columns;
  for (const auto& row : events.rows) parts[below(random, indexers)].rows.push_back(row);
  return parts;
}

std::string text(const Table& table) { return splunkd::to_csv(table); }

constexpr const char* aggregates =
    "keep=all count dc(image_digest) as images min(_time) as firstTime max(_time) as lastTime values(off_hours_reason) "
    "as "
    "off_hours_reason avg(event_time) sum(event_time) earliest(image_tag) latest(off_hours_detail) "
    "by user, action api.request.data bucketName";

TEST(ClusterSearch, HasOneAnswerOnAnyNumberOfIndexers) {
  const Table events = many_events(300);
  const splunkd::SearchResult alone = search("offhoursstats", aggregates, events);
  ASSERT_EQ(alone.error, "");
  ASSERT_GT(alone.table.rows.size(), 3U);
  for (const std::size_t indexers : {0U, 1U, 2U, 5U, 50U}) {
    Random random(indexers);
    Cluster setup = cluster(aggregates, indexers);
    // Without an indexer the search head searches itself, and the preop is not run.
    if (indexers == 0) setup.raw_of_ten = 10;
    const ClusterResult result = run_cluster(setup, spread(events, std::max<std::size_t>(indexers, 1), random));
    EXPECT_EQ(joined(result.search.violations), "");
    EXPECT_EQ(result.search.error, "");
    EXPECT_EQ(text(result.search.table), text(alone.table)) << indexers << " indexers";
    EXPECT_EQ(warnings(result.search.messages), warnings(alone.messages));
    EXPECT_EQ(result.rows_mapped > 0, indexers > 0);
    EXPECT_GE(result.map_processes, indexers);
  }
}

TEST(ClusterSearch, HasOneAnswerForAnySplit) {
  static const std::vector<std::string> searches = {
      aggregates,
      "count",
      "count by user",
      "operation=PutImage count values(image_tag) values(off_hours_local_time) by user user_name action dest src "
      "status",
      "keep=on count dc(user) by off_hours_reason fillnull=\"a|b \\\"c\\\"\"",
      "keep=all raw=false count min(host) by index, sourcetype",
      "keep=all schedule=never values(actor.user.uid) by \"api.service.name\"",
  };
  std::size_t rows_raw = 0;
  std::size_t rows_mapped = 0;
  run_trials("cluster searches over pipes", std::chrono::milliseconds(6000), [&](Random& random) {
    const std::string& arguments = any_of(random, searches);
    SCOPED_TRACE(arguments);
    const Table events = many_events(below(random, 80));
    const splunkd::SearchResult alone = search("offhoursstats", arguments, events);
    Cluster setup = cluster(arguments, random());
    setup.probes = below(random, 2);
    setup.most_frame_rows = 1 + below(random, 20);
    setup.raw_of_ten = below(random, 5);
    setup.again_of_ten = below(random, 3);
    setup.previews = one_in(random, 4);
    const ClusterResult result = run_cluster(setup, spread(events, 1 + below(random, 4), random));
    EXPECT_EQ(joined(result.search.violations), "");
    EXPECT_EQ(result.search.error, "");
    EXPECT_EQ(text(result.search.table), text(alone.table));
    EXPECT_EQ(warnings(result.search.messages), warnings(alone.messages));
    rows_raw += result.rows_raw;
    rows_mapped += result.rows_mapped;
  });
  std::printf("%zu rows travelled as events, %zu as partial results\n", rows_raw, rows_mapped);
}

TEST(ClusterSearch, GoesOnWithoutAnIndexerThatDies) {
  Random random(1);
  const Table events = many_events(200);
  Cluster setup = cluster("keep=all count by host", 1);
  setup.dies = 1;
  const ClusterResult result = run_cluster(setup, spread(events, 3, random));
  EXPECT_EQ(joined(result.search.violations), "");
  EXPECT_EQ(result.search.error, "");
  EXPECT_NE(warnings(result.search.messages).find("ERROR [idx1] Streamed search execute failed"), std::string::npos);
  ASSERT_EQ(result.search.table.rows.size(), 1U);
  const int counted = std::stoi(result.search.table.text(0, "count"));
  EXPECT_GT(counted, 100);
  EXPECT_LT(counted, 200);
}

// Ten times the groups, far more than maxmem, and the process on the search head is no larger.
TEST(ClusterSearch, NeedsNoMoreMemoryForMoreGroups) {
  const std::string folder = testing::TempDir() + "offhours_dispatch_" + std::to_string(::getpid());
  std::filesystem::create_directory(folder);
  const auto peak = [&](std::size_t groups) {
    Table events{{"_time", "k"}, {}};
    for (std::size_t i = 0; i < groups; ++i) {
      events.rows.push_back({{"1000000000"}, {std::string(90, 'k') + std::to_string(i * 7919 % groups)}});
    }
    Cluster setup = cluster("count min(_time) by k raw=false maxmem=4", 1);
    setup.info.dispatch_dir = folder;
    setup.info.maxresultrows = 1000000;
    setup.most_frame_rows = 4000;
    setup.probes = 0;
    Random random(1);
    const ClusterResult result = run_cluster(setup, spread(events, 2, random));
    EXPECT_EQ(joined(result.search.violations), "");
    EXPECT_EQ(result.search.error, "");
    EXPECT_EQ(result.search.table.rows.size(), groups);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    return result.peak_kilobytes;
  };
  const std::size_t few = peak(30000);
  const std::size_t many = peak(300000);
  std::printf("peak resident memory: %zu kB for 30,000 groups, %zu kB for 300,000\n", few, many);
  std::filesystem::remove(folder);
  const char* launcher = std::getenv("OFFHOURS_LAUNCHER");
  if (launcher == nullptr && OFFHOURS_SANITIZED) GTEST_SKIP() << "the sanitizer's own memory is counted too";
  EXPECT_LT(many, few + few / 5 + 2000);
}

}  // namespace
}  // namespace offhours::test
