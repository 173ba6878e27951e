// Events and cases that tests read from files: those of tests/data, and those of the shared collection where it is at
// hand.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::test {

// The shared collection's folder; empty where it is not at hand. OFFHOURS_SHARED names it.
inline std::string shared_folder() {
  const char* const given = std::getenv("OFFHOURS_SHARED");
  const std::string folder = given != nullptr ? given : OFFHOURS_SOURCE_DIR "/../shared";
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

// The local time of a case, `Wed 2026-05-13 07:59:59.999 +05:45`, as the product writes it:
// `2026-05-13T07:59:59.999+05:45`.
inline std::string rfc3339(std::string_view local) {
  std::string text(local.substr(4));
  text[10] = 'T';
  text.erase(text.rfind(' '), 1);
  return text;
}

}  // namespace offhours::test
