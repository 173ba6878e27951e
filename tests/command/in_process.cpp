#include "command/in_process.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "command/dispatch.hpp"
#include "rows/reader.hpp"
#include "rows/writer.hpp"
#include "splunkd/driver.hpp"

namespace offhours::test {

InProcess::InProcess(std::string_view command, std::vector<std::string> raw_args, const Places& places) {
  wire::GetInfo info;
  info.command = command;
  info.raw_args = std::move(raw_args);
  info.dispatch_dir = places.dispatch_dir;
  info.max_result_rows = places.max_result_rows;
  command_ = command::make_command(info, places.lookups, getinfo);
}

InProcess::InProcess(std::string_view command, std::string_view arguments, const Places& places)
    : InProcess(command, splunkd::split_arguments(arguments), places) {}

wire::ExecuteReply InProcess::execute(std::string_view sent, bool finished) {
  begin(finished);
  return command_->end(sent);
}

wire::ExecuteReply InProcess::execute(std::string_view sent, std::span<const std::size_t> ends, bool finished) {
  begin(finished);
  std::size_t taken = 0;
  for (const std::size_t end : ends) {
    const std::string unread(sent.substr(taken, end - taken));
    const std::size_t now = command_->body(unread);
    if (now > unread.size()) throw std::logic_error("more was taken than there was");
    taken += now;
  }
  // The reply may be made of views over it.
  rest_ = sent.substr(taken);
  return command_->end(rest_);
}

void InProcess::begin(bool finished) {
  if (!command_) throw std::logic_error("a frame for a search that getinfo refused");
  command_->begin(finished, {});
}

std::string InProcess::body(std::string_view sent, bool finished) {
  const wire::ExecuteReply reply = execute(sent, finished);
  for (const wire::Message& message : reply.messages) {
    if (message.level == wire::Level::warn) warnings.push_back(message.text);
    messages += message.text + "\n";
  }
  error = reply.error.value_or("");
  if (!reply.body_file) return std::string(reply.body.view());
  std::string text(reply.body_file->bytes, '\0');
  const ssize_t got = ::pread(reply.body_file->descriptor, text.data(), text.size(), 0);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return text;
}

std::vector<std::string> TextTable::column(std::string_view name) const {
  const auto place = static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
  std::vector<std::string> cells;
  for (const auto& row : rows) cells.push_back(place < row.size() ? row[place] : std::string());
  return cells;
}

TextTable read_table(std::string_view csv) {
  TextTable table;
  rows::Reader reader;
  reader.start_frame();
  bool headed = false;
  while (reader.next(csv, true)) {
    std::vector<std::string> cells;
    for (const rows::Cell cell : reader.cells()) {
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
  return table;
}

std::string write_table(const TextTable& table) {
  std::string csv;
  const auto write = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) csv += ',';
      rows::write_cell(csv, cells[i]);
    }
    csv += '\n';
  };
  if (table.columns.empty()) return csv;
  write(table.columns);
  for (const auto& row : table.rows) write(row);
  return csv;
}

TextTable raw_events(const std::vector<std::string>& events) {
  TextTable table{{"_raw"}, {}};
  for (const std::string& event : events) table.rows.push_back({event});
  return table;
}

Outcome run_command(const std::string& lookups, std::string_view command, std::string_view arguments,
                    const TextTable& input, std::int64_t max_result_rows) {
  Outcome run;
  InProcess search(command, arguments, {lookups, {}, max_result_rows});
  run.error = search.getinfo.error.value_or("");
  if (search.getinfo.error) return run;
  constexpr std::array<std::string_view, 4> types = {"streaming", "stateful", "events", "reporting"};
  run.type = types[static_cast<std::size_t>(search.getinfo.type)];
  run.required_fields = search.getinfo.required_fields.value_or(std::vector<std::string>());

  const std::string body = write_table(input);
  constexpr int most_replies = 1000;
  for (bool finished = false; !finished && run.replies < most_replies; ++run.replies) {
    const wire::ExecuteReply reply = search.execute(body, true);
    TextTable part = read_table(reply.body.view());
    if (run.table.columns.empty()) run.table.columns = std::move(part.columns);
    for (auto& row : part.rows) run.table.rows.push_back(std::move(row));
    for (const wire::Message& message : reply.messages) {
      if (message.level == wire::Level::warn) run.warnings.push_back(message.text);
    }
    finished = reply.finished;
  }
  return run;
}

}  // namespace offhours::test
