// The command `offhoursstats` on an indexer (phase=map): it answers each frame with the partial aggregates of that
// frame, so that nothing is held back and nothing is lost when a search is ended early.
#pragma once

#include <string>
#include <string_view>

#include "command/aggregation.hpp"
#include "command/partial.hpp"
#include "command/reply_body.hpp"
#include "wire/session.hpp"

namespace offhours::command {

class OffhoursStatsMap final : public wire::Command {
 public:
  OffhoursStatsMap(OffhoursStatsOptions options, std::string lookups);

  wire::GetInfoReply getinfo(const wire::GetInfo& info);
  void begin(bool finished, text::Buffer reply) override;
  std::size_t body(std::string_view unread) override { return rows_.read(unread, false); }
  wire::ExecuteReply end(std::string_view unread) override;

 private:
  void write_groups(std::string_view tally);

  std::string lookups_;
  Aggregation rows_;
  PartialWriter writer_;
  bool mixed_ = false;  // the writer says that what it writes is of no one policy
  ReplyBody reply_;
  bool finished_ = false;
};

}  // namespace offhours::command
