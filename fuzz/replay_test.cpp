// The kept corpora, replayed: what fuzzing once found stays mended. OFFHOURS_CORPUS names another folder of corpora,
// such as build/fuzz/corpus.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "targets.hpp"

namespace offhours::fuzz {
namespace {

namespace fs = std::filesystem;

class Replay : public testing::TestWithParam<NamedTarget> {};

TEST_P(Replay, OfTheCorpus) {
  const char* const given = std::getenv("OFFHOURS_CORPUS");
  const fs::path folder = fs::path(given != nullptr ? given : OFFHOURS_SOURCE_DIR "/fuzz/corpus") / GetParam().name;
  ASSERT_TRUE(fs::is_directory(folder)) << folder;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::ranges::sort(files);
  ASSERT_FALSE(files.empty()) << folder;
  for (const fs::path& file : files) {
    // The last one that is named is the one that ends the process.
    std::printf("%s\n", file.filename().c_str());
    std::fflush(stdout);
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    run_bounded(GetParam().run, bytes.str());
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Replay, testing::ValuesIn(targets),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(BoundedDeathTest, EndsWhatCostsMoreThanItsBytes) {
  // No second start of this program, which an emulator's kernel would not know how to run.
  testing::GTEST_FLAG(death_test_style) = "fast";
  const auto endless = [](std::string_view) {
    const auto until = std::clock() + CLOCKS_PER_SEC / 4;
    while (std::clock() < until) {
    }
  };
  EXPECT_DEATH(run_bounded(endless, "x"), "not in proportion");
  run_bounded([](std::string_view) {}, "x");
}

}  // namespace
}  // namespace offhours::fuzz
