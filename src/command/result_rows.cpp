#include "command/result_rows.hpp"

#include "rows/multivalue.hpp"
#include "rows/writer.hpp"

namespace offhours::command {

ResultRows::ResultRows(const OffhoursStatsOptions& options)
    : scratch_(options.aggregates.size()), results_(options.aggregates.size()) {
  std::vector<std::string> columns = options.by;
  for (const AggregateOption& aggregate : options.aggregates) columns.push_back(aggregate.output);
  rows::write_header(header_, columns);
}

void ResultRows::write(ReplyBody& reply, const stats::Table& table, stats::GroupId group, std::size_t other_bytes) {
  stats::split_key(table.key(group), key_cells_);
  text::Buffer& out = reply.out();
  std::string_view separator;
  for (const std::string& cell : key_cells_) {
    out.append(separator);
    rows::write_cell(out, cell);
    separator = ",";
  }
  for (std::size_t i = 0; i < results_.size(); ++i) {
    results_[i].clear();
    table.aggregate(i).result(group, scratch_[i], results_[i]);
    out.append(separator);
    write_cell(reply, results_[i], other_bytes);
    separator = ",";
  }
  for (std::size_t i = 0; i < key_cells_.size(); ++i) out.append(',');
  for (const Values& values : results_) {
    out.append(',');
    if (values.size() > 1) write_twin(reply, values, other_bytes);
  }
  out.append('\n');
  reply.spill_if_large(other_bytes);
}

// Several values, each on a line. They may be more than memory should hold twice, so they are written one by one.
void ResultRows::write_cell(ReplyBody& reply, const Values& values, std::size_t other_bytes) {
  text::Buffer& out = reply.out();
  if (values.size() < 2) {
    if (!values.empty()) rows::write_cell(out, values.front());
    return;
  }
  char before = '"';
  for (const std::string_view value : values) {
    out.append(before);
    rows::append_doubled(out, value);
    reply.spill_if_large(other_bytes);
    before = '\n';
  }
  out.append('"');
}

void ResultRows::write_twin(ReplyBody& reply, const Values& values, std::size_t other_bytes) {
  text::Buffer& out = reply.out();
  char before = '"';
  for (const std::string_view value : values) {
    out.append(before);
    twin_.clear();
    rows::append_multivalue(twin_, {&value, 1});
    rows::append_doubled(out, twin_);
    reply.spill_if_large(other_bytes);
    before = ';';
  }
  out.append('"');
}

}  // namespace offhours::command
