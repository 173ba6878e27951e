#include "command/offhoursstats.hpp"

#include "command/offhoursstats_map.hpp"
#include "command/preop.hpp"

namespace offhours::command {

std::unique_ptr<wire::Command> make_offhoursstats(OffhoursStatsOptions options, const std::string& lookups,
                                                  const wire::GetInfo& info, wire::GetInfoReply& reply) {
  if (options.phase == Phase::map) {
    auto command = std::make_unique<OffhoursStatsMap>(std::move(options), lookups);
    reply = command->getinfo(info);
    return command;
  }
  auto command = std::make_unique<OffhoursStats>(std::move(options), lookups);
  reply = command->getinfo(info);
  return command;
}

wire::Message other_policy_warning(std::string_view who) {
  return {wire::Level::warn, std::string(who) +
                                 " events by another policy than the search head's; its copy of the app's lookups is "
                                 "older or newer, and these results are not of one policy."};
}

OffhoursStats::OffhoursStats(OffhoursStatsOptions options, std::string lookups)
    : rows_(std::move(options), std::move(lookups), [this] { make_room(); }),
      runs_(functions_of(rows_.options().aggregates), rows_.options().max_memory),
      results_(rows_.options()),
      reply_(rows_.options().max_memory) {}

wire::GetInfoReply OffhoursStats::getinfo(const wire::GetInfo& info) {
  max_result_rows_ = info.max_result_rows;
  rows_.set_folder(info.dispatch_dir);
  runs_.set_folder(info.dispatch_dir);
  reply_.set_folder(info.dispatch_dir);
  wire::GetInfoReply reply;
  reply.type = wire::CommandType::reporting;
  const auto columns = rows_.judging().columns();
  reply.required_fields.emplace(columns.begin(), columns.end());
  if (rows_.options().map) {
    reply.required_fields->insert(reply.required_fields->end(), partial_columns.begin(), partial_columns.end());
    reply.streaming_preop = streaming_preop(rows_.options(), columns, rows_.digest());
  }
  return reply;
}

void OffhoursStats::begin(bool finished, text::Buffer reply) {
  finished_ = finished;
  rows_.start_frame();
  reply_.start(std::move(reply));
}

wire::ExecuteReply OffhoursStats::end(std::string_view unread) {
  (void)rows_.read(unread, true);
  wire::ExecuteReply reply;
  reply.finished = finished_;
  if (finished_ && !rows_.failed()) {
    write_results();
    reply.messages = messages();
  }
  if (!rows_.failed()) rows_.fail_if(reply_.move_into(reply));
  if (rows_.failed()) return wire::failed_reply(finished_, rows_.error());
  return reply;
}

void OffhoursStats::make_room() {
  rows_.fail_if(runs_.add(rows_.table()));
  rows_.table().clear();
}

void OffhoursStats::write_results() {
  stats::Table& table = rows_.table();
  // Without BY there is one group, even of no event.
  if (rows_.options().by.empty()) (void)table.group({});
  result_rows_ = 0;
  if (table.size() == 0 && runs_.empty()) return;
  results_.write_header(reply_);
  table_bytes_ = table.bytes();
  if (runs_.empty()) {
    for (const stats::GroupId group : table.sorted()) {
      if (!write_group(table, group)) return;
    }
    return;
  }
  make_room();
  if (rows_.failed()) return;
  std::string key;
  const std::error_code error = runs_.merge([this](const stats::Table& one) { return write_group(one, 0); }, key);
  if (error == std::errc::not_enough_memory) {
    rows_.fail_too_large(key, runs_.max_group());
  } else {
    rows_.fail_if(error);
  }
}

// False: the search has failed.
bool OffhoursStats::write_group(const stats::Table& table, stats::GroupId group) {
  results_.write(reply_, table, group, table_bytes_);
  ++result_rows_;
  rows_.fail_if(reply_.error());
  return !rows_.failed();
}

// To be told with the last reply.
std::vector<wire::Message> OffhoursStats::messages() {
  std::vector<wire::Message> messages = rows_.judging().warnings(Fate::left_out);
  if (auto warning = rows_.rejected_warning()) messages.push_back(*std::move(warning));
  if (rows_.other_policy()) messages.push_back(other_policy_warning("An indexer judged"));
  if (max_result_rows_ > 0 && result_rows_ > static_cast<std::uint64_t>(max_result_rows_)) {
    messages.push_back({wire::Level::warn, fault::counted(result_rows_, "group") + " were found, more than the " +
                                               fault::counted(static_cast<std::uint64_t>(max_result_rows_), "row") +
                                               " that Splunk keeps by its limit maxresultrows."});
  }
  return messages;
}

}  // namespace offhours::command
