#include "policy/command_run.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "command/dispatch.hpp"
#include "rows/reader.hpp"
#include "rows/writer.hpp"

namespace offhours::tests {
namespace {

void read_table(std::string_view body, Table& table) {
  rows::Reader reader;
  reader.start_frame();
  bool headed = false;
  while (reader.next(body, true)) {
    std::vector<std::string> cells;
    for (const rows::Cell& cell : reader.cells()) {
      std::string scratch;
      cells.emplace_back(cell.text(scratch));
    }
    if (headed) {
      table.rows.push_back(std::move(cells));
    } else {
      table.columns = std::move(cells);
      headed = true;
    }
  }
}

std::string write_table(const Table& table) {
  std::string body;
  const auto write = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) body += ',';
      rows::write_cell(body, cells[i]);
    }
    body += '\n';
  };
  if (table.columns.empty()) return body;
  write(table.columns);
  for (const auto& row : table.rows) write(row);
  return body;
}

}  // namespace

std::vector<std::string> Table::column(std::string_view name) const {
  const auto place = static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
  std::vector<std::string> cells;
  for (const auto& row : rows) cells.push_back(place < row.size() ? row[place] : std::string());
  return cells;
}

Outcome run_command(const std::string& lookups, std::string_view command, std::string_view arguments,
                    const Table& input, int max_result_rows) {
  Outcome run;
  wire::GetInfo info;
  info.command = command;
  info.max_result_rows = max_result_rows;
  std::istringstream words{std::string(arguments)};
  for (std::string word; words >> word;) info.raw_args.push_back(word);

  command::Dispatch dispatch(lookups);
  const wire::GetInfoReply head = dispatch.getinfo(info);
  run.error = head.error.value_or("");
  if (head.error) return run;
  constexpr std::array<std::string_view, 4> types = {"streaming", "stateful", "events", "reporting"};
  run.type = types[static_cast<std::size_t>(head.type)];
  run.required_fields = head.required_fields.value_or(std::vector<std::string>());

  const std::string body = write_table(input);
  constexpr int most_replies = 1000;
  for (bool finished = false; !finished && run.replies < most_replies; ++run.replies) {
    dispatch.begin(true);
    const wire::ExecuteReply reply = dispatch.end(body);
    read_table(reply.body, run.table);
    for (const wire::Message& message : reply.messages) {
      if (message.level == wire::Level::warn) run.warnings.push_back(message.text);
    }
    finished = reply.finished;
  }
  return run;
}

Table raw_events(const std::vector<std::string>& events) {
  Table table{{"_raw"}, {}};
  for (const std::string& event : events) table.rows.push_back({event});
  return table;
}

}  // namespace offhours::tests
