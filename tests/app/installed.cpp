#include "app/installed.hpp"

#include <fstream>
#include <string_view>

namespace offhours::test {

namespace fs = std::filesystem;

void Installed::SetUp() {
  const auto examples = source / "splunk_app/lookups";
  if (!fs::exists(examples)) GTEST_SKIP() << "splunk_app/lookups has no example policy";
  fs::create_directories(folder_ / "bin");
  fs::create_directories(folder_ / "lookups");
  fs::copy_file(OFFHOURS_PROGRAM, program());
  for (const auto& entry : fs::directory_iterator(examples)) {
    const auto name = entry.path().filename().string();
    fs::copy_file(entry.path(), folder_ / "lookups" / name);
    constexpr std::string_view example = "offhours_example_";
    if (!name.starts_with(example)) continue;
    fs::copy_file(entry.path(), folder_ / "lookups" / ("offhours_" + name.substr(example.size())));
  }
}

splunkd::SearchSetup Installed::setup(const SplCommand& command) const {
  splunkd::SearchSetup setup;
  setup.program.path = program().string();
  setup.info.command = command.name;
  setup.info.raw_args = splunkd::split_arguments(command.arguments);
  setup.probes = 0;
  return setup;
}

splunkd::Table events_of(const fs::path& file) {
  splunkd::Table events;
  events.columns = {"_time", "_raw"};
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) events.rows.push_back({{"1795000000"}, {line}});
  return events;
}

}  // namespace offhours::test
