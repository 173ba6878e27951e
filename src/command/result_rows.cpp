#include "command/result_rows.hpp"

#include "rows/multivalue.hpp"
#include "rows/writer.hpp"

namespace offhours::command {

ResultRows::ResultRows(const DetectOptions& options)
    : scratch_(options.aggregates.size()), results_(options.aggregates.size()) {
  std::vector<std::string> columns = options.by;
  for (const AggregateOption& aggregate : options.aggregates) columns.push_back(aggregate.output);
  rows::write_header(header_, columns);
}

void ResultRows::write(text::Buffer& out, const stats::Table& table, stats::GroupId group) {
  stats::split_key(table.key(group), key_cells_);
  std::string_view separator;
  for (const std::string& cell : key_cells_) {
    out.append(separator);
    rows::write_cell(out, cell);
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
    out.append(separator);
    rows::write_cell(out, joined_);
    separator = ",";
  }
  for (std::size_t i = 0; i < key_cells_.size(); ++i) out.append(',');
  for (const auto& values : results_) {
    out.append(',');
    if (values.size() < 2) continue;
    joined_.clear();
    rows::append_multivalue(joined_, values);
    rows::write_cell(out, joined_);
  }
  out.append('\n');
}

}  // namespace offhours::command
