// A search command in this process, from getinfo to its last reply: what a spawn gives to splunkd, without the pipes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/session.hpp"

namespace offhours::test {

class InProcess {
 public:
  struct Places {
    std::string lookups = "/nowhere/lookups";
    std::string dispatch_dir = {};
    std::int64_t max_result_rows = 50000;
  };

  InProcess(std::string_view command, std::vector<std::string> raw_args, const Places& places);
  // `arguments` as typed behind the command's name.
  InProcess(std::string_view command, std::string_view arguments, const Places& places);
  InProcess(std::string_view command, std::string_view arguments) : InProcess(command, arguments, Places()) {}

  // One frame, and the reply as the session gets it.
  wire::ExecuteReply execute(std::string_view sent, bool finished);
  // One frame, and the reply's body, wherever it is. Its messages and its error are kept below.
  std::string body(std::string_view sent, bool finished);
  // The same, where the frame arrives in pieces that end at these places. What a piece leaves comes again with the
  // next, at another address.
  wire::ExecuteReply execute(std::string_view sent, std::span<const std::size_t> ends, bool finished);

  wire::GetInfoReply getinfo;
  std::vector<std::string> warnings;  // of all replies
  std::string messages;               // of all replies and levels, a line each
  std::string error;                  // of the last reply

 private:
  void begin(bool finished);

  std::string rest_;                        // of the last frame
  std::unique_ptr<wire::Command> command_;  // none if getinfo failed
};

// Cells as texts; an `__mv_` twin is a column like any other.
struct TextTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  // A column's cells; empty texts if it is not there.
  std::vector<std::string> column(std::string_view name) const;
};

TextTable read_table(std::string_view csv);
std::string write_table(const TextTable& table);

// Events as `_raw` cells.
TextTable raw_events(const std::vector<std::string>& events);

// A whole search: getinfo, the table in one frame, and replies until the last.
struct Outcome {
  std::string error;  // of getinfo
  std::string type;   // of getinfo: streaming, stateful, ...
  std::vector<std::string> required_fields;
  TextTable table;
  std::vector<std::string> warnings;
  int replies = 0;
};

Outcome run_command(const std::string& lookups, std::string_view command, std::string_view arguments,
                    const TextTable& input = {}, std::int64_t max_result_rows = 50000);

}  // namespace offhours::test
