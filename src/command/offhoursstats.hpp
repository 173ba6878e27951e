// The command `offhoursstats` where it answers the search: it takes events and partial aggregates, in any mix, and
// gives one row for each group when all input is there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "command/aggregation.hpp"
#include "command/reply_body.hpp"
#include "command/result_rows.hpp"
#include "stats/spill.hpp"
#include "wire/session.hpp"

namespace offhours::command {

class OffhoursStats final : public wire::Command {
 public:
  OffhoursStats(OffhoursStatsOptions options, std::string lookups);

  wire::GetInfoReply getinfo(const wire::GetInfo& info);
  void begin(bool finished, text::Buffer reply) override;
  std::size_t body(std::string_view unread) override { return rows_.read(unread, false); }
  wire::ExecuteReply end(std::string_view unread) override;

 private:
  void make_room();
  void write_results();
  bool write_group(const stats::Table& table, stats::GroupId group);
  std::vector<wire::Message> messages();

  Aggregation rows_;
  stats::Runs runs_;
  ResultRows results_;
  ReplyBody reply_;
  bool finished_ = false;
  std::size_t table_bytes_ = 0;  // while results are written
  std::uint64_t result_rows_ = 0;
  std::int64_t max_result_rows_ = 0;
};

// The command of these options: for an indexer, or for where the search is answered. `reply`: to its getinfo.
std::unique_ptr<wire::Command> make_offhoursstats(OffhoursStatsOptions options, const std::string& lookups,
                                                  const wire::GetInfo& info, wire::GetInfoReply& reply);

// That the results of `who` are not of the search head's policy.
wire::Message other_policy_warning(std::string_view who);

}  // namespace offhours::command
