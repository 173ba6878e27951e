// The program under test, and events to show it.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "splunkd/driver.hpp"

namespace offhours::test {

inline splunkd::Program program() {
  const char* launcher = std::getenv("OFFHOURS_LAUNCHER");
  splunkd::Program made;
  made.path = launcher != nullptr ? launcher : OFFHOURS_PROGRAM;
  return made;
}

inline std::string shared_folder() {
  const char* shared = std::getenv("OFFHOURS_SHARED");
  const std::string folder = shared != nullptr ? shared : std::string(OFFHOURS_SOURCE_DIR) + "/../shared";
  return std::filesystem::exists(folder) ? folder : std::string();
}

inline std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// All sample events of tests/data/events whose file name has the text in it.
inline std::vector<std::string> samples(std::string_view part = "") {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(OFFHOURS_SOURCE_DIR "/tests/data/events")) {
    if (entry.path().filename().string().find(part) != std::string::npos) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<std::string> events;
  for (const std::string& file : files) {
    for (std::string& line : lines_of(file)) events.push_back(std::move(line));
  }
  return events;
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
