// What the table says of its memory, held against what the system says; and files that leave nothing behind.
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "stats/spelled.hpp"
#include "stats/spill.hpp"
#include "stats/table.hpp"

namespace offhours::test {
namespace {

using namespace stats;

// Under a sanitizer memory is another's.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t pages = 0;
  file >> pages >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

struct Case {
  const char* name;
  const char* function;
  std::size_t groups;
  std::size_t values_a_group;
  std::size_t value_bytes;
};

class Memory : public testing::TestWithParam<Case> {};

TEST_P(Memory, IsToldAsItIs) {
  if (sanitized) GTEST_SKIP() << "the sanitizer's own memory is counted too";
  if (OFFHOURS_EMULATED) GTEST_SKIP() << "the emulator gives no memory back, which is then not seen to be taken again";
  const Case& c = GetParam();
  malloc_trim(0);
  const std::size_t before = resident_bytes();
  const Functions functions = {spelled(c.function)};
  Table table(functions);
  std::size_t told_most = 0;
  std::size_t real_most = 0;
  for (std::size_t i = 0; i < c.groups * c.values_a_group; ++i) {
    std::string key;
    append_key_cell(key, "a key of some forty bytes, number " + std::to_string(i % c.groups));
    std::string value = std::to_string(1000000000 + i);
    value.resize(std::max(value.size(), c.value_bytes), '7');
    const std::string_view values[] = {value};
    table.aggregate(0).add(table.group(key), {values, "1756000000.123"});
    if (i % 4096 != 0) continue;
    told_most = std::max(told_most, table.bytes());
    real_most = std::max(real_most, resident_bytes() - before);
  }
  told_most = std::max(told_most, table.bytes());
  real_most = std::max(real_most, resident_bytes() - before);
  std::printf("%s: told %zu kB, resident %zu kB\n", c.name, told_most >> 10, real_most >> 10);
  EXPECT_LT(real_most, told_most + told_most / 8 + (1 << 20));
  EXPECT_GT(real_most + (1 << 20), told_most * 6 / 10);
}

INSTANTIATE_TEST_SUITE_P(
    Aggregates, Memory,
    testing::Values(Case{"count", "count(f)", 300000, 1, 0}, Case{"min, short values", "min(f)", 200000, 2, 10},
                    Case{"max, long values", "max(f)", 100000, 2, 100}, Case{"latest", "latest(f)", 100000, 2, 40},
                    Case{"sum", "sum(f)", 200000, 2, 10}, Case{"sum of long numbers", "sum(f)", 100000, 2, 90},
                    Case{"values, few groups", "values(f)", 3, 100000, 30},
                    Case{"values, many groups", "values(f)", 100000, 4, 20}),
    [](const auto& each) {
      std::string name = each.param.name;
      std::erase_if(name, [](char c) { return c == ' ' || c == ','; });
      return name;
    });

TEST(Clear, GivesMemoryBack) {
  const Functions functions = {spelled("values(f)"), spelled("max(f)")};
  Table table(functions);
  for (int i = 0; i < 100000; ++i) {
    std::string key;
    append_key_cell(key, std::to_string(i));
    const std::string value = "a value of some forty bytes, number " + std::to_string(i);
    const std::string_view values[] = {value};
    for (std::size_t a = 0; a < 2; ++a) table.aggregate(a).add(table.group(key), {values, "1"});
  }
  EXPECT_GT(table.bytes(), 10U << 20);
  table.clear();
  EXPECT_EQ(table.size(), 0U);
  EXPECT_LT(table.bytes(), 1U << 17);
}

class Spill : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "offhours_spill_" + std::to_string(::getpid());
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  bool is_empty() const { return std::filesystem::is_empty(folder_); }

  std::string folder_;
};

TEST_F(Spill, FileHasNoNameWhileItIsOpen) {
  SpillFile file;
  ASSERT_FALSE(file.open(folder_));
  EXPECT_TRUE(is_empty());
  ASSERT_FALSE(file.append("some bytes"));
  char bytes[20];
  std::size_t got = 0;
  ASSERT_FALSE(file.read(5, bytes, sizeof bytes, got));
  EXPECT_EQ(std::string_view(bytes, got), "bytes");
  EXPECT_EQ(file.size(), 10U);
}

TEST_F(Spill, NoFolderIsAnError) {
  for (const std::string& folder : {std::string(), folder_ + "/not/there"}) {
    SpillFile file;
    EXPECT_EQ(file.open(folder), std::errc::no_such_file_or_directory);
    EXPECT_FALSE(file.is_open());
  }
}

TEST_F(Spill, FullDiskIsAnError) {
  SpillFile file;
  ASSERT_FALSE(file.open(folder_));
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const std::error_code error = file.append(std::string(5000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(error, std::errc::file_too_large);
}

// Two thousand runs: merged in levels, so that few are open at any time.
TEST_F(Spill, ManyRunsNeedFewFiles) {
  const Functions functions = {spelled("count")};
  Runs runs(functions, std::size_t{64} << 20);
  runs.set_folder(folder_);
  const auto open_files = [] {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
      count += entry.path().empty() ? 0U : 1U;
    return count;
  };
  const std::size_t before = open_files();
  Table table(functions);
  for (int run = 0; run < 2000; ++run) {
    for (int i = 0; i < 3; ++i) {
      std::string key;
      append_key_cell(key, std::to_string((run + i) % 50));
      table.aggregate(0).add(table.group(key), {});
    }
    ASSERT_FALSE(runs.add(table));
    table.clear();
    ASSERT_LT(open_files(), before + 100);
  }
  int groups = 0;
  std::string key;
  const auto visit = [&](const Table& one) {
    std::string scratch;
    std::vector<std::string_view> result;
    one.aggregate(0).result(0, scratch, result);
    EXPECT_EQ(result.front(), "120");
    ++groups;
    return true;
  };
  ASSERT_FALSE(runs.merge(visit, key));
  EXPECT_EQ(groups, 50);
  EXPECT_TRUE(is_empty());
}

}  // namespace
}  // namespace offhours::test
