#include "command/detect.hpp"

#include <algorithm>
#include <cstring>

#include "command/preop.hpp"
#include "rows/multivalue.hpp"
#include "rows/writer.hpp"

namespace offhours::command {
namespace {

std::vector<stats::AggregateKind> kinds_of(const std::vector<AggregateOption>& aggregates) {
  std::vector<stats::AggregateKind> kinds;
  kinds.reserve(aggregates.size());
  for (const AggregateOption& aggregate : aggregates) kinds.push_back({aggregate.function, aggregate.field.empty()});
  return kinds;
}

std::string other_policy_text(std::string_view who) {
  return std::string(who) +
         " events by another policy than the search head's; its copy of the app's lookups is older or newer, and these "
         "results are not of one policy.";
}

}  // namespace

Detect::Detect(DetectOptions options, std::string lookups)
    : options_(std::move(options)),
      lookups_(std::move(lookups)),
      judging_(options_.judge, lookups_),
      digest_(judging_.policy_digest()),
      shape_(partial_shape(options_)),
      table_(kinds_of(options_.aggregates)),
      runs_(kinds_of(options_.aggregates)),
      partial_writer_(digest_, shape_),
      key_values_(options_.by.size()),
      key_place_(options_.by.size()),
      by_values_(options_.by.size()),
      scratch_(options_.aggregates.size()),
      results_(options_.aggregates.size()) {
  for (const std::string& name : options_.by) by_.push_back(judging_.want(name));
  for (const AggregateOption& aggregate : options_.aggregates) want_input(aggregate);
  judging_.start();
}

wire::GetInfoReply Detect::getinfo(const wire::GetInfo& info) {
  max_result_rows_ = info.max_result_rows;
  folder_ = info.dispatch_dir;
  runs_.set_folder(folder_);
  wire::GetInfoReply reply;
  if (maps()) {
    if (Judging::is_of_policy(options_.digest) && !Judging::is_of_policy(digest_)) {
      const fault::Fault missing{std::nullopt,
                                 "policy",
                                 options_.judge.policy,
                                 "of the search head is not here: " + lookups_ + '/' + options_.judge.policy +
                                     "_schedules.csv is missing; let the knowledge bundle replicate lookups/",
                                 {}};
      reply.error = fault::to_line(missing);
      reply.messages.push_back({wire::Level::error, *reply.error});
    }
    // No list of fields: with one, splunkd would merge our rows into the events' rows.
    reply.type = wire::CommandType::streaming;
    return reply;
  }
  reply.type = wire::CommandType::reporting;
  const auto columns = judging_.columns();
  reply.required_fields.emplace(columns.begin(), columns.end());
  if (options_.map) {
    reply.required_fields->insert(reply.required_fields->end(), partial_columns.begin(), partial_columns.end());
    reply.streaming_preop = streaming_preop(options_, columns, digest_);
  }
  return reply;
}

void Detect::begin(bool finished) {
  finished_ = finished;
  headed_ = false;
  reader_.start_frame();
  out_.clear();
  out_file_ = {};
  rows_read_ = 0;
  answered_ = false;
  if (maps()) table_.clear();
}

std::size_t Detect::body(std::string_view unread) {
  read(unread, false);
  // Nothing more is read once the search has failed.
  return error_.empty() ? reader_.release() : unread.size();
}

void Detect::read(std::string_view body, bool whole) {
  while (error_.empty() && reader_.next(body, whole)) {
    const std::span<const rows::Cell> row = reader_.cells();
    if (!headed_) {
      headed_ = true;
      judging_.bind(row);
      partials_.bind(row);
      continue;
    }
    ++rows_read_;
    if (partials_.is_partial(row)) {
      take(row);
      continue;
    }
    if (!judging_.see(row)) continue;
    const worktime::Verdict& verdict = judging_.judge();
    if (verdict.reason == worktime::Reason::no_time) continue;
    if (options_.keep == Keep::all || verdict.off_hours() == (options_.keep == Keep::off)) count();
  }
}

void Detect::want_input(const AggregateOption& aggregate) {
  by_time_ |= aggregate.function == stats::Function::earliest || aggregate.function == stats::Function::latest;
  if (aggregate.field.empty()) {
    input_places_.push_back(no_input);
    return;
  }
  auto input = std::ranges::find(inputs_, aggregate.field, &Input::name);
  if (input == inputs_.end()) {
    inputs_.push_back({judging_.want(aggregate.field), aggregate.field, 0, {}, {}});
    input = inputs_.end() - 1;
  }
  ++input->uses;
  input_places_.push_back(static_cast<std::size_t>(input - inputs_.begin()));
}

// The key of a row with one value for each BY field. False: a field has several.
bool Detect::write_key() {
  std::size_t size = 0;
  bool zeros = false;
  for (event::Value& value : by_values_) {
    if (value.count() > 1) return false;
    if (value.missing()) value = event::Value(std::string_view(options_.fillnull));
    zeros |= stats::holds_zero(value.first());
    size += value.first().size() + stats::key_cell_end.size();
  }
  if (zeros) {
    key_.clear();
    for (const event::Value& value : by_values_) stats::append_key_cell(key_, value.first());
    return true;
  }
  key_.resize(size);
  char* at = key_.data();
  for (const event::Value& value : by_values_) {
    for (const std::string_view part : {value.first(), stats::key_cell_end}) {
      std::memcpy(at, part.data(), part.size());
      at += part.size();
    }
  }
  return true;
}

// The row counts in the group of each combination of its BY values.
void Detect::count() {
  std::size_t input_bytes = 0;
  for (Input& input : inputs_) {
    input.texts = judging_.value(input.operand).texts(input.one);
    for (const std::string_view text : input.texts) input_bytes += text.size() * input.uses;
  }
  if (by_time_) order_time_ = judging_.order_time();
  for (std::size_t i = 0; i < by_.size(); ++i) by_values_[i] = judging_.value(by_[i]);
  if (!write_key()) {
    count_each(input_bytes);
    return;
  }
  count_in(table_.group(key_));
  watch_memory(key_.size() + input_bytes);
}

void Detect::count_each(std::size_t input_bytes) {
  for (std::size_t i = 0; i < by_.size(); ++i) {
    const event::Value& value = by_values_[i];
    std::string_view one;
    const std::span<const std::string_view> texts = value.texts(one);
    key_values_[i].assign(texts.begin(), texts.end());
    if (value.missing()) key_values_[i].emplace_back(options_.fillnull);
    if (value.count() > 1) {
      std::ranges::sort(key_values_[i]);
      key_values_[i].erase(std::unique(key_values_[i].begin(), key_values_[i].end()), key_values_[i].end());
    }
    key_place_[i] = 0;
  }
  while (error_.empty()) {
    key_.clear();
    for (std::size_t i = 0; i < by_.size(); ++i) stats::append_key_cell(key_, key_values_[i][key_place_[i]]);
    count_in(table_.group(key_));
    watch_memory(key_.size() + input_bytes);
    std::size_t turning = by_.size();
    while (turning > 0 && ++key_place_[turning - 1] == key_values_[turning - 1].size()) key_place_[--turning] = 0;
    if (turning == 0) break;
  }
}

void Detect::count_in(stats::GroupId group) {
  for (std::size_t i = 0; i < input_places_.size(); ++i) {
    const std::size_t place = input_places_[i];
    const auto values = place == no_input ? std::span<const std::string_view>() : inputs_[place].texts;
    table_.aggregate(i).add(group, {values, order_time_});
  }
}

// Merges a row of partial aggregates.
void Detect::take(std::span<const rows::Cell> row) {
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
    if (partial->digest != digest_ && !other_policy_) {
      other_policy_ = true;
      // What a map phase makes of another's results is of no one policy.
      partial_writer_ = PartialWriter("mixed", shape_);
    }
    if (partial->states.empty()) return;
    if (partial->key_cells == by_.size() && table_.merge(table_.group(partial->key), partial->states)) {
      watch_memory(partial->key.size() + partial->states.size());
      return;
    }
  }
  fail("partial results of an indexer arrived broken; give map=false to search without them");
}

// Looks at the table's memory, but not for every few bytes.
void Detect::watch_memory(std::size_t bytes) {
  constexpr std::size_t patience = std::size_t{1} << 16;
  constexpr std::size_t group_bytes = 256;
  unwatched_ += bytes + group_bytes;
  if (unwatched_ < patience) return;
  unwatched_ = 0;
  // The rest is for the frame, the reply and what malloc keeps.
  if (table_.bytes() > options_.max_memory / 8 * 7) relieve();
}

void Detect::relieve() {
  if (maps()) {
    write_partials({});
  } else if (const std::error_code error = runs_.add(table_)) {
    fail_spill(error);
  }
  table_.clear();
}

// Appends the table's groups to the reply; the tally goes with the first of them, or alone.
void Detect::write_partials(std::string_view tally) {
  if (!answered_) PartialWriter::write_header(out_);
  answered_ = true;
  std::string states;
  for (stats::GroupId group = 0; group < table_.size() && error_.empty(); ++group) {
    states.clear();
    table_.encode(group, states);
    partial_writer_.write_row(out_, table_.key(group), states, group == 0 ? tally : std::string_view());
    end_row();
  }
  if (table_.size() == 0) partial_writer_.write_row(out_, {}, {}, tally);
}

wire::ExecuteReply Detect::end(std::string_view unread) {
  read(unread, true);
  std::vector<wire::Message> messages;
  if (maps()) {
    const std::string tally = judging_.take_tally();
    // Events that made no group have still been judged: by which policy, the search head must know.
    if (error_.empty() && (table_.size() > 0 || !tally.empty() || (rows_read_ > 0 && !answered_))) {
      write_partials(tally);
    }
    if (finished_ && !options_.digest.empty() && options_.digest != digest_) {
      messages.push_back({wire::Level::warn, other_policy_text("This indexer judged")});
    }
    return reply(std::move(messages));
  }
  if (!finished_ || !error_.empty()) return reply({});
  write_table();
  messages = judging_.warnings("were left out");
  if (other_policy_) messages.push_back({wire::Level::warn, other_policy_text("An indexer judged")});
  if (max_result_rows_ > 0 && result_rows_ > static_cast<std::uint64_t>(max_result_rows_)) {
    messages.push_back({wire::Level::warn, std::to_string(result_rows_) + " groups were found, more than the " +
                                               std::to_string(max_result_rows_) +
                                               " rows that Splunk keeps by its limit maxresultrows."});
  }
  return reply(std::move(messages));
}

wire::ExecuteReply Detect::reply(std::vector<wire::Message> messages) {
  if (error_.empty() && out_file_.is_open()) {
    if (const std::error_code error = out_file_.append(out_.view())) fail_spill(error);
  }
  wire::ExecuteReply reply;
  reply.finished = finished_;
  if (!error_.empty()) {
    reply.error = error_;
    reply.messages.push_back({wire::Level::error, error_});
    return reply;
  }
  reply.messages = std::move(messages);
  if (out_file_.is_open()) {
    reply.body_file = wire::BodyFile{out_file_.descriptor(), out_file_.size()};
  } else {
    reply.body = out_.view();
  }
  return reply;
}

void Detect::fail(std::string text) {
  if (error_.empty()) error_ = std::move(text);
}

void Detect::fail_spill(std::error_code error) {
  const fault::Fault full{std::nullopt,
                          "dispatch directory",
                          folder_,
                          "cannot hold what does not fit in maxmem=" + std::to_string(options_.max_memory >> 20) +
                              " MB: " + error.message() +
                              "; make room there, give a larger maxmem, or group by fewer fields",
                          {}};
  fail(fault::to_line(full));
}

void Detect::write_table() {
  // Without BY there is one group, even of no event.
  if (by_.empty()) (void)table_.group({});
  result_rows_ = 0;
  if (table_.size() == 0 && runs_.empty()) return;
  std::vector<std::string> columns = options_.by;
  for (const AggregateOption& aggregate : options_.aggregates) columns.push_back(aggregate.output);
  std::string header;
  rows::write_header(header, columns);
  out_.append(header);
  if (runs_.empty()) {
    for (const stats::GroupId group : table_.sorted()) {
      write_group(table_, group);
      if (!error_.empty()) return;
    }
    return;
  }
  if (const std::error_code error = runs_.add(table_)) {
    fail_spill(error);
    return;
  }
  table_.clear();
  const std::error_code error = runs_.merge([this](const stats::Table& one) {
    write_group(one, 0);
    return error_.empty();
  });
  if (error) fail_spill(error);
}

void Detect::write_group(const stats::Table& table, stats::GroupId group) {
  stats::split_key(table.key(group), key_cells_);
  std::string_view separator;
  for (const std::string& cell : key_cells_) {
    out_.append(separator);
    rows::write_cell(out_, cell);
    separator = ",";
  }
  for (std::size_t i = 0; i < results_.size(); ++i) {
    results_[i].clear();
    table.aggregate(i).result(group, scratch_[i], results_[i]);
    joined_.clear();
    for (const std::string_view value : results_[i]) {
      if (!joined_.empty()) joined_ += '\n';
      joined_ += value;
    }
    out_.append(separator);
    rows::write_cell(out_, joined_);
    separator = ",";
  }
  for (std::size_t i = 0; i < by_.size(); ++i) out_.append(',');
  for (const auto& values : results_) {
    out_.append(',');
    if (values.size() < 2) continue;
    joined_.clear();
    rows::append_multivalue(joined_, values);
    rows::write_cell(out_, joined_);
  }
  out_.append('\n');
  ++result_rows_;
  end_row();
}

// Moves the reply so far to the file when memory should not hold more of it.
void Detect::end_row() {
  constexpr std::size_t least = std::size_t{1} << 20;
  constexpr std::size_t most = std::size_t{8} << 20;
  const std::size_t enough = std::clamp<std::size_t>(options_.max_memory / 16, least, most);
  if (out_.size() < enough) return;
  if (!out_file_.is_open()) {
    const std::error_code error = out_file_.open(folder_);
    // Without a file it may stay in memory, while there is room.
    if (error && table_.bytes() + 2 * out_.size() < options_.max_memory) return;
    if (error) {
      fail_spill(error);
      return;
    }
  }
  if (const std::error_code error = out_file_.append(out_.view())) fail_spill(error);
  out_.clear();
}

}  // namespace offhours::command
