// The program under test, and events to show it.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "samples.hpp"
#include "splunkd/driver.hpp"

namespace offhours::test {

inline splunkd::Program program() {
  const char* launcher = std::getenv("OFFHOURS_LAUNCHER");
  splunkd::Program made;
  made.path = launcher != nullptr ? launcher : OFFHOURS_PROGRAM;
  return made;
}

// OFFHOURS_LAUNCHER_EMULATES=1: the launcher starts an emulator, whose own memory and addresses count as the program's.
inline bool runs_in_emulator() {
  const char* given = std::getenv("OFFHOURS_LAUNCHER_EMULATES");
  return given != nullptr && std::string_view(given) == "1";
}

// The columns that an indexer knows of each event before anything is extracted from it.
inline splunkd::Table as_events(const std::vector<std::string>& raw, const std::string& time = "1778673600.000") {
  splunkd::Table table{{"_raw", "_time", "host", "index", "source", "sourcetype"}, {}};
  for (const std::string& text : raw)
    table.rows.push_back({{text}, {time}, {"lake"}, {"main"}, {"s3://x"}, {"aws:asl"}});
  return table;
}

inline splunkd::SearchSetup setup(const std::string& command, std::string_view arguments) {
  splunkd::SearchSetup made;
  made.program = program();
  made.info.command = command;
  made.info.raw_args = splunkd::split_arguments(arguments);
  return made;
}

inline splunkd::SearchResult search(const std::string& command, std::string_view arguments,
                                    const splunkd::Table& events) {
  return splunkd::run_search(setup(command, arguments), events);
}

inline std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + "\n";
  return all;
}

inline std::string warnings(const std::vector<splunkd::Message>& messages) {
  std::string all;
  for (const splunkd::Message& message : messages) {
    if (message.text.starts_with("No policy")) continue;
    all += message.level + " " + message.text + "\n";
  }
  return all;
}

}  // namespace offhours::test
