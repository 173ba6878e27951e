#include "command/aggregation.hpp"

#include <algorithm>
#include <utility>

namespace offhours::command {

namespace {

std::size_t bytes_of(rows::Row row) { return row.bytes(0, row.size()).size(); }

std::string megabytes(std::size_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

}  // namespace

stats::Functions functions_of(const std::vector<AggregateOption>& aggregates) {
  stats::Functions functions;
  functions.reserve(aggregates.size());
  for (const AggregateOption& aggregate : aggregates) functions.push_back(aggregate.function);
  return functions;
}

Aggregation::Aggregation(OffhoursStatsOptions options, std::string lookups, std::function<void()> make_room)
    : options_(std::move(options)),
      make_room_(std::move(make_room)),
      judging_(options_.judge, std::move(lookups)),
      grouping_(options_, judging_),
      digest_(judging_.policy_digest()),
      shape_(partial_shape(options_)),
      table_(functions_of(options_.aggregates)),
      checked_(functions_of(options_.aggregates)),
      // Reading a row takes several times its bytes.
      max_row_(std::clamp<std::size_t>(options_.max_memory / 8, std::size_t{16} << 20, std::size_t{256} << 20)) {
  judging_.start();
}

void Aggregation::start_frame() {
  headed_ = false;
  rows_in_frame_ = 0;
  reader_.start_frame();
}

std::size_t Aggregation::read(std::string_view unread, bool last) {
  while (!failed() && reader_.next(unread, last)) {
    const rows::Row row = reader_.cells();
    if (unread.size() > max_row_ && bytes_of(row) > max_row_) {
      fail_large_row();
    } else if (headed_) {
      read_row(row);
    }
    if (headed_) continue;
    headed_ = true;
    judging_.bind(row);
    // Without a map phase nobody sends such rows, whatever columns there are.
    if (options_.map) partials_.bind(row);
  }
  if (failed()) return unread.size();
  const std::size_t read = reader_.release();
  if (read > 0 || unread.size() <= max_row_) return read;
  fail_large_row();
  return unread.size();
}

void Aggregation::fail_large_row() {
  fail("a row of more than " + megabytes(max_row_) +
       " came, which is more than maxmem=" + megabytes(options_.max_memory) + " allows; give a larger maxmem");
}

void Aggregation::read_row(rows::Row row) {
  ++rows_in_frame_;
  if (options_.map && partials_.is_partial(row)) {
    merge(row);
    return;
  }
  for (bool wanted = judging_.see(row); wanted && !failed(); wanted = judging_.next()) read_event();
}

void Aggregation::read_event() {
  const worktime::Verdict& verdict = judging_.judge();
  if (verdict.reason == worktime::Reason::no_time) return;
  if (options_.keep != Keep::all && verdict.off_hours() != (options_.keep == Keep::off)) return;
  if (!grouping_.count(table_, [this](std::size_t bytes) { return watch_memory(bytes); })) {
    fail(grouping_.combinations_text() + ", more than maxmem=" + megabytes(options_.max_memory) +
         " allows; group by fewer fields that have several values, or give a larger maxmem");
  }
}

// Merges a row of partial aggregates. What an indexer sends may be wrong or a lie: it is looked at as a whole before
// any of it counts, and spoils no other's part.
void Aggregation::merge(rows::Row row) {
  const Partial* const partial = partials_.read(row);
  if (partial == nullptr) {
    reject("rows were broken");
    return;
  }
  if (partial->version != partial_version) {
    reject("they are of format '" + fault::printable(partial->version) + "' and this program reads format '" +
           std::string(partial_version) + "'; install one version of this app on all machines, or give map=false");
    return;
  }
  if (partial->shape != shape_) {
    reject("they are of '" + fault::printable(partial->shape) + "' where '" + shape_ +
           "' was asked for, and belong to another search");
    return;
  }
  const bool has_group = !partial->states.empty();
  if (has_group) {
    checked_.clear();
    (void)checked_.group({});
    if (partial->key_cells != options_.by.size() || !checked_.merge(0, partial->states)) {
      reject("rows were broken");
      return;
    }
  }
  if (!judging_.add_tally(partial->tally)) {
    reject("rows were broken");
    return;
  }
  other_policy_ = other_policy_ || partial->digest != digest_;
  if (!has_group) return;
  (void)table_.merge(table_.group(partial->key), partial->states);
  (void)watch_memory(partial->key.size() + partial->states.size());
}

void Aggregation::reject(std::string why) {
  ++left_out_;
  if (why_left_out_.empty()) why_left_out_ = std::move(why);
}

std::optional<wire::Message> Aggregation::rejected_warning() const {
  if (left_out_ == 0) return std::nullopt;
  return wire::Message{
      wire::Level::warn,
      std::to_string(left_out_) + (left_out_ == 1 ? " row" : " rows") +
          " of partial results from indexers could not be used, so that these results are not whole: " + why_left_out_ +
          "."};
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

void Aggregation::fail_too_large(std::string_view key, std::size_t bytes) {
  std::vector<std::string> cells;
  stats::split_key(key, cells);
  std::string group;
  for (const std::string& cell : cells) group += (group.empty() ? "" : ", ") + fault::printable(cell, 60);
  fail("group '" + group + "' alone takes more than " + megabytes(bytes) + ", which is more than maxmem=" +
       megabytes(options_.max_memory) + " allows; give a larger maxmem, or group by more fields");
}

void Aggregation::fail_if(std::error_code error) {
  if (!error) return;
  const fault::Fault full{std::nullopt,
                          "dispatch directory",
                          folder_,
                          {fault::Code::spill_failed, {std::to_string(options_.max_memory >> 20), error.message()}},
                          {}};
  fail(fault::to_line(full));
}

}  // namespace offhours::command
