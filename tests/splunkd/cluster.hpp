// A search head with indexers: the streaming_preop runs on each of them, as splunkd reads it, and what they answer goes
// to the reporting command in any order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "splunkd/driver.hpp"

namespace offhours::test::splunkd {

struct PipelineCommand {
  std::string name;
  std::vector<std::string> raw_args;
};

// A search cut at the pipes outside of quotes, each command into its arguments.
std::vector<PipelineCommand> split_pipeline(std::string_view spl);

// What `fields` leaves of a table: the named columns. Names are as in `raw_args`.
Table keep_fields(const Table& table, const std::vector<std::string>& raw_args);

struct Cluster {
  Program search_head;
  Program indexer;
  SearchInfo info;
  std::uint64_t seed = 1;
  std::size_t probes = 1;           // spawns on every machine that get getinfo and then EOF
  std::size_t most_frame_rows = 8;  // frames have up to so many rows
  std::size_t raw_of_ten = 0;       // of ten frames so many travel as events, without the preop
  std::size_t again_of_ten = 0;     // of ten frames of partial results so many are run through the preop once more
  bool previews = false;            // the search is also run over parts, again and again, for nothing
  std::optional<std::size_t> dies;  // the indexer whose process is killed half way
  Delivery delivery{{}, false};
};

struct ClusterResult {
  SearchResult search;
  std::size_t map_processes = 0;
  std::size_t rows_mapped = 0;     // partial rows that travelled
  std::size_t rows_raw = 0;        // events that travelled
  std::size_t peak_kilobytes = 0;  // resident memory of the process on the search head
};

ClusterResult run_cluster(const Cluster& cluster, const std::vector<Table>& indexers);

}  // namespace offhours::test::splunkd
