#include "command/detect.hpp"

#include <algorithm>

#include "rows/multivalue.hpp"
#include "rows/writer.hpp"

namespace offhours::command {
namespace {

std::vector<stats::AggregateKind> kinds_of(const std::vector<AggregateOption>& aggregates) {
  std::vector<stats::AggregateKind> kinds;
  for (const AggregateOption& aggregate : aggregates) kinds.push_back({aggregate.function, aggregate.field.empty()});
  return kinds;
}

}  // namespace

Detect::Detect(DetectOptions options, std::string lookups)
    : options_(std::move(options)),
      judging_(options_.judge, std::move(lookups)),
      table_(kinds_of(options_.aggregates)),
      key_values_(options_.by.size()),
      key_place_(options_.by.size()),
      input_values_(options_.aggregates.size()) {
  for (const std::string& name : options_.by) by_.push_back(judging_.want(name));
  for (const AggregateOption& aggregate : options_.aggregates) {
    inputs_.push_back(aggregate.field.empty() ? Operand{} : judging_.want(aggregate.field));
  }
  judging_.start();
}

wire::GetInfoReply Detect::getinfo(const wire::GetInfo& info) {
  max_result_rows_ = info.max_result_rows;
  wire::GetInfoReply reply;
  reply.type = wire::CommandType::reporting;
  const auto columns = judging_.columns();
  reply.required_fields.emplace(columns.begin(), columns.end());
  return reply;
}

void Detect::begin(bool finished, std::uint64_t) {
  finished_ = finished;
  headed_ = false;
  reader_.start_frame();
}

void Detect::read(std::string_view body, bool whole) {
  while (!over_memory_ && reader_.next(body, whole)) {
    const std::span<const rows::Cell> row = reader_.cells();
    if (!headed_) {
      headed_ = true;
      judging_.bind(row);
      continue;
    }
    if (!judging_.see(row)) continue;
    const worktime::Verdict& verdict = judging_.judge();
    if (verdict.reason == worktime::Reason::no_time) continue;
    if (options_.keep == Keep::all || verdict.off_hours() == (options_.keep == Keep::off)) count();
  }
}

// The row counts in the group of each combination of its BY values.
void Detect::count() {
  for (std::size_t i = 0; i < by_.size(); ++i) {
    const event::Value value = judging_.value(by_[i]);
    key_values_[i].assign(value.texts().begin(), value.texts().end());
    if (value.missing()) key_values_[i].emplace_back(options_.fillnull);
    if (value.count() > 1) {
      std::ranges::sort(key_values_[i]);
      key_values_[i].erase(std::unique(key_values_[i].begin(), key_values_[i].end()), key_values_[i].end());
    }
    key_place_[i] = 0;
  }
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (!options_.aggregates[i].field.empty()) input_values_[i] = judging_.value(inputs_[i]);
  }
  while (true) {
    key_.clear();
    for (std::size_t i = 0; i < by_.size(); ++i) stats::append_key_cell(key_, key_values_[i][key_place_[i]]);
    count_in(table_.group(key_));
    std::size_t turning = by_.size();
    while (turning > 0 && ++key_place_[turning - 1] == key_values_[turning - 1].size()) key_place_[--turning] = 0;
    if (turning == 0) break;
  }
  over_memory_ = table_.bytes() > options_.max_memory;
}

void Detect::count_in(stats::GroupId group) {
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    table_.aggregate(i).add(group, {input_values_[i].texts(), judging_.order_time()});
  }
}

wire::ExecuteReply Detect::end(std::string_view body) {
  read(body, true);
  wire::ExecuteReply reply;
  reply.finished = finished_;
  if (over_memory_) {
    reply.error = "the groups need more memory than maxmem=" + std::to_string(options_.max_memory >> 20) +
                  " MB; group by fewer fields, search a shorter time, or give a larger maxmem";
    reply.messages.push_back({wire::Level::error, *reply.error});
    return reply;
  }
  if (!finished_) return reply;
  write_table();
  reply.body = out_;
  reply.messages = judging_.warnings("were left out");
  if (max_result_rows_ > 0 && table_.size() > static_cast<std::size_t>(max_result_rows_)) {
    reply.messages.push_back({wire::Level::warn, std::to_string(table_.size()) + " groups were found, more than the " +
                                                     std::to_string(max_result_rows_) +
                                                     " rows that Splunk keeps by its limit maxresultrows."});
  }
  return reply;
}

void Detect::write_table() {
  // Without BY there is one group, even of no event.
  if (by_.empty()) (void)table_.group({});
  out_.clear();
  if (table_.size() == 0) return;
  std::vector<std::string> columns = options_.by;
  for (const AggregateOption& aggregate : options_.aggregates) columns.push_back(aggregate.output);
  rows::write_header(out_, columns);

  std::vector<std::string> key;
  std::vector<std::string> scratch(inputs_.size());
  std::vector<std::vector<std::string_view>> results(inputs_.size());
  std::string joined;
  for (const stats::GroupId group : table_.sorted()) {
    stats::split_key(table_.key(group), key);
    std::string_view separator;
    for (const std::string& cell : key) {
      out_ += separator;
      rows::write_cell(out_, cell);
      separator = ",";
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
      results[i].clear();
      table_.aggregate(i).result(group, scratch[i], results[i]);
      joined.clear();
      for (const std::string_view value : results[i]) {
        if (!joined.empty()) joined += '\n';
        joined += value;
      }
      out_ += separator;
      rows::write_cell(out_, joined);
      separator = ",";
    }
    for (std::size_t i = 0; i < by_.size(); ++i) out_ += ',';
    for (const auto& values : results) {
      out_ += ',';
      if (values.size() > 1) rows::write_cell(out_, rows::encode_multivalue(values));
    }
    out_ += '\n';
  }
}

}  // namespace offhours::command
