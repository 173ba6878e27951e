#include "command/aggregation.hpp"

#include <utility>

namespace offhours::command {

stats::Functions functions_of(const std::vector<AggregateOption>& aggregates) {
  stats::Functions functions;
  functions.reserve(aggregates.size());
  for (const AggregateOption& aggregate : aggregates) functions.push_back(aggregate.function);
  return functions;
}

Aggregation::Aggregation(DetectOptions options, std::string lookups, std::function<void()> make_room)
    : options_(std::move(options)),
      make_room_(std::move(make_room)),
      judging_(options_.judge, std::move(lookups)),
      grouping_(options_, judging_),
      digest_(judging_.policy_digest()),
      shape_(partial_shape(options_)),
      table_(functions_of(options_.aggregates)) {
  judging_.start();
}

void Aggregation::start_frame() {
  headed_ = false;
  rows_in_frame_ = 0;
  reader_.start_frame();
}

std::size_t Aggregation::read(std::string_view unread, bool last) {
  while (!failed() && reader_.next(unread, last)) {
    const std::span<const rows::Cell> row = reader_.cells();
    if (headed_) {
      read_row(row);
      continue;
    }
    headed_ = true;
    judging_.bind(row);
    partials_.bind(row);
  }
  return failed() ? unread.size() : reader_.release();
}

void Aggregation::read_row(std::span<const rows::Cell> row) {
  ++rows_in_frame_;
  if (partials_.is_partial(row)) {
    merge(row);
    return;
  }
  for (bool wanted = judging_.see(row); wanted && !failed(); wanted = judging_.next()) read_event();
}

void Aggregation::read_event() {
  const worktime::Verdict& verdict = judging_.judge();
  if (verdict.reason == worktime::Reason::no_time) return;
  if (options_.keep != Keep::all && verdict.off_hours() != (options_.keep == Keep::off)) return;
  grouping_.count(table_, [this](std::size_t bytes) { return watch_memory(bytes); });
}

// Merges a row of partial aggregates.
void Aggregation::merge(std::span<const rows::Cell> row) {
  const Partial* partial = partials_.read(row);
  if (partial != nullptr && partial->version != partial_version) {
    fail("partial results of format '" + fault::printable(partial->version) +
         "' came from an indexer, and this search head reads format '" + std::string(partial_version) +
         "'; install one version of this app on both, or give map=false");
    return;
  }
  if (partial != nullptr && partial->shape != shape_) {
    fail("partial results of '" + fault::printable(partial->shape) + "' came where '" + shape_ +
         "' was asked for; they belong to another search");
    return;
  }
  if (partial != nullptr && judging_.add_tally(partial->tally)) {
    other_policy_ = other_policy_ || partial->digest != digest_;
    if (partial->states.empty()) return;
    if (partial->key_cells == options_.by.size() && table_.merge(table_.group(partial->key), partial->states)) {
      (void)watch_memory(partial->key.size() + partial->states.size());
      return;
    }
  }
  fail("partial results of an indexer arrived broken; give map=false to search without them");
}

// Looks at the table's memory, but not for every few bytes. False: the search has failed.
bool Aggregation::watch_memory(std::size_t bytes) {
  constexpr std::size_t patience = std::size_t{1} << 16;
  constexpr std::size_t group_bytes = 256;
  unwatched_ += bytes + group_bytes;
  if (unwatched_ < patience) return true;
  unwatched_ = 0;
  // The rest is for the frame, the reply and what malloc keeps.
  if (table_.bytes() <= options_.max_memory / 8 * 7) return true;
  make_room_();
  return !failed();
}

void Aggregation::fail(std::string text) {
  if (error_.empty()) error_ = std::move(text);
}

void Aggregation::fail_if(std::error_code error) {
  if (!error) return;
  const fault::Fault full{std::nullopt,
                          "dispatch directory",
                          folder_,
                          "cannot hold what does not fit in maxmem=" + std::to_string(options_.max_memory >> 20) +
                              " MB: " + error.message() +
                              "; make room there, give a larger maxmem, or group by fewer fields",
                          {}};
  fail(fault::to_line(full));
}

}  // namespace offhours::command
