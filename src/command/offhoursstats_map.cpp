#include "command/offhoursstats_map.hpp"

#include "command/offhoursstats.hpp"

namespace offhours::command {

OffhoursStatsMap::OffhoursStatsMap(OffhoursStatsOptions options, std::string lookups)
    : lookups_(std::move(lookups)),
      rows_(std::move(options), lookups_,
            [this] {
              write_groups({});
              rows_.table().clear();
            }),
      writer_(rows_.digest(), rows_.shape()),
      reply_(rows_.options().max_memory) {}

wire::GetInfoReply OffhoursStatsMap::getinfo(const wire::GetInfo& info) {
  rows_.set_folder(info.dispatch_dir);
  reply_.set_folder(info.dispatch_dir);
  wire::GetInfoReply reply;
  // No list of fields: with one, splunkd would merge our rows into the events' rows.
  reply.type = wire::CommandType::streaming;
  const OffhoursStatsOptions& options = rows_.options();
  if (Judging::is_of_policy(options.digest) && !Judging::is_of_policy(rows_.digest())) {
    const fault::Fault missing{
        std::nullopt,
        "policy",
        options.judge.policy,
        {fault::Code::no_policy_on_indexer, {lookups_ + '/' + options.judge.policy + "_schedules.csv"}},
        {}};
    reply.error = fault::to_line(missing);
    reply.messages.push_back({wire::Level::error, *reply.error});
  }
  return reply;
}

void OffhoursStatsMap::begin(bool finished, text::Buffer reply) {
  finished_ = finished;
  rows_.start_frame();
  rows_.table().clear();
  reply_.start(std::move(reply));
}

wire::ExecuteReply OffhoursStatsMap::end(std::string_view unread) {
  (void)rows_.read(unread, true);
  const std::string tally = rows_.judging().drain_tally();
  // Events that made no group have still been judged: by which policy, the search head must know.
  const bool judged_only = rows_.rows_in_frame() > 0 && reply_.empty();
  if (!rows_.failed() && (rows_.table().size() > 0 || !tally.empty() || judged_only)) write_groups(tally);
  wire::ExecuteReply reply;
  reply.finished = finished_;
  if (!rows_.failed()) rows_.fail_if(reply_.move_into(reply));
  if (rows_.failed()) return wire::failed_reply(finished_, rows_.error());
  if (auto warning = rows_.rejected_warning(); warning && finished_) reply.messages.push_back(*std::move(warning));
  const std::string& search_head = rows_.options().digest;
  if (finished_ && !search_head.empty() && search_head != rows_.digest()) {
    reply.messages.push_back(other_policy_warning("This indexer judged"));
  }
  return reply;
}

// Appends all groups to the reply; the tally goes with the first of them, or alone.
void OffhoursStatsMap::write_groups(std::string_view tally) {
  if (reply_.empty()) PartialWriter::write_header(reply_.out());
  // What is made of another's partial aggregates is of no one policy.
  if (rows_.other_policy() && !mixed_) {
    writer_ = PartialWriter("mixed", rows_.shape());
    mixed_ = true;
  }
  const stats::Table& table = rows_.table();
  if (table.size() == 0) writer_.write_row(reply_.out(), {}, {}, tally);
  const std::size_t table_bytes = table.bytes();
  for (stats::GroupId group = 0; group < table.size() && !rows_.failed(); ++group) {
    // No row is so large that the search head would have to hold much of it at once.
    constexpr std::size_t most_states = std::size_t{1} << 18;
    const bool written = table.encode_parts(group, most_states, [&](std::string_view states) {
      writer_.write_row(reply_.out(), table.key(group), states, tally);
      tally = {};
      reply_.spill_if_large(table_bytes);
      return !reply_.error();
    });
    if (!written) rows_.fail_if(reply_.error());
  }
}

}  // namespace offhours::command
