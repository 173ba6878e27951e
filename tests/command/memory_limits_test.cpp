// maxmem bounds what a search holds, whatever it is that grows: it goes to the disk, or the search fails by an error
// that says what is too large. Measured on the program itself.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <functional>

#include "command/program.hpp"

namespace offhours::test {
namespace {

using splunkd::Process;

std::string times(std::size_t count, std::string_view text) {
  std::string all;
  all.reserve(count * text.size());
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

// Rows `<time>,<cell>` under `_time,k`, a frame for each call.
std::string rows_of(std::size_t count, const std::function<std::string(std::size_t)>& cell) {
  std::string body = "_time,k\n";
  for (std::size_t i = 0; i < count; ++i) body += "1000000000," + cell(i) + "\n";
  return body;
}

struct Case {
  const char* name;
  const char* arguments;
  std::function<std::string(int frame)> body;
  int frames;
  std::string error;           // a part of it; empty: none
  std::string row;             // of the answer, a part of it
  std::size_t peak_megabytes;  // at most, with maxmem=8
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }  // NOLINT(readability-identifier-naming): gtest's

std::string wide(char c, std::size_t bytes, std::size_t number) {
  std::string text(bytes, c);
  const std::string digits = std::to_string(number);
  return text + digits;
}

std::vector<Case> cases() {
  constexpr std::size_t megabyte = std::size_t{1} << 20;
  return {
      {"many groups", "count by k",
       [](int frame) {
         return rows_of(20000,
                        [&](std::size_t i) { return wide('k', 100, i + 20000 * static_cast<std::size_t>(frame)); });
       },
       20, "", "k399999,1,", 40},
      {"the values of one group, more than fit beside others", "values(k) as v dc(k) as n",
       [](int frame) {
         return rows_of(2000,
                        [&](std::size_t i) { return wide('v', 100, i + 1000 * static_cast<std::size_t>(frame % 30)); });
       },
       60, "", ",31000,", 60},
      {"the values of one group, more than memory", "values(k)",
       [](int frame) {
         return rows_of(20000,
                        [&](std::size_t i) { return wide('v', 100, i + 20000 * static_cast<std::size_t>(frame)); });
       },
       30,
       "group '' alone takes more than 16 MB, which is more than maxmem=8 MB allows; give a larger maxmem, or group by "
       "more fields",
       "", 60},
      {"long keys", "count by k",
       [](int frame) {
         return rows_of(
             10, [&](std::size_t i) { return wide('k', 400000, (i + 10 * static_cast<std::size_t>(frame)) % 100); });
       },
       20, "", ",2,", 60},
      {"long texts in states", "max(k) as m by n",
       [](int frame) {
         std::string body = "_time,n,k\n";
         for (int i = 0; i < 10; ++i) {
           body += "1000000000," + std::to_string((i + 10 * frame) % 100) + "," + wide('k', 400000, 7) + "\n";
         }
         return body;
       },
       20, "", "\n99,k", 60},
      {"cells beyond the header", "count by k",
       [](int) { return "_time,k\n1000000000,a" + std::string(12 * megabyte, ',') + "\n"; }, 2, "", "\na,2,", 50},
      {"more cells beyond the header than a row may have bytes", "count by k",
       [](int) { return "_time,k\n1000000000,a" + std::string(20 * megabyte, ',') + "\n"; }, 1, "", "\na,1,", 60},
      {"one enormous cell", "count by k",
       [](int) { return "_time,k\n1000000000,\"" + std::string(60 * megabyte, 'x') + "\"\n1000000000,a\n"; }, 1,
       "a row of more than 16 MB came", "", 60},
      {"a quote that is never closed", "count by k",
       [](int) { return "_time,k\n1000000000,\"" + times(6 * megabyte, "1000000000,") + "\n"; }, 1,
       "a row of more than 16 MB came", "", 60},
      {"a cross product", "count by a b c",
       [](int) {
         std::string values;
         for (int i = 0; i < 1000; ++i) values += (i == 0 ? "$v" : ";$v") + std::to_string(i) + "$";
         return "_time,a,b,c,__mv_a,__mv_b,__mv_c\n1000000000,x,x,x," + values + "," + values + "," + values + "\n";
       },
       1,
       "an event has 1000000000 combinations of its values of a and b and c (1000 x 1000 x 1000), more than maxmem=8 "
       "MB "
       "allows; group by fewer fields that have several values, or give a larger maxmem",
       "", 30},
      {"a cross product that fits", "count by a b",
       [](int) {
         std::string values;
         for (int i = 0; i < 300; ++i) values += (i == 0 ? "$v" : ";$v") + std::to_string(i) + "$";
         return "_time,a,b,__mv_a,__mv_b\n1000000000,x,x," + values + "," + values + "\n";
       },
       3, "", "\nv299,v299,3,", 40},
      {"a cell of very many values", "dc(k) as n",
       [](int) { return "_time,k,__mv_k\n1000000000,x,\"" + times(3 * megabyte - 1, "$a$;") + "$b$\"\n"; }, 1, "",
       "\n2,", 150},
  };
}

class MemoryLimit : public testing::TestWithParam<Case> {};

TEST_P(MemoryLimit, Holds) {
  const Case& c = GetParam();
  const std::string folder = testing::TempDir() + "offhours_limit_" + std::to_string(::getpid());
  std::filesystem::create_directory(folder);
  splunkd::SearchSetup search = setup("offhoursstats", std::string(c.arguments) + " raw=false keep=all maxmem=8");
  search.info.dispatch_dir = folder;
  search.info.maxresultrows = 10'000'000;
  Process process(search.program);
  ASSERT_EQ(process.getinfo(search.info).error, "");
  splunkd::ExecuteReply reply;
  for (int frame = 0; frame < c.frames && reply.error.empty(); ++frame) {
    reply = process.execute(c.body(frame), frame + 1 == c.frames);
  }
  const std::size_t peak = splunkd::peak_kilobytes(process.pid()) >> 10;
  std::printf("%s: %zu MB, %zu bytes in the answer\n", c.name, peak, reply.body.size());
  EXPECT_NE(reply.error.find(c.error), std::string::npos) << reply.error;
  EXPECT_EQ(reply.error.empty(), c.error.empty()) << reply.error;
  EXPECT_NE(reply.body.find(c.row), std::string::npos) << reply.body.substr(0, 300);
  EXPECT_EQ(process.wait(), 0);
  EXPECT_EQ(joined(process.violations()), "");
  EXPECT_EQ(process.stderr_text(), "");
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
  const char* launcher = std::getenv("OFFHOURS_LAUNCHER");
  if (launcher == nullptr && OFFHOURS_SANITIZED) GTEST_SKIP() << "the sanitizer's own memory is counted too";
  const std::size_t of_emulator = runs_in_emulator() ? 60 : 0;
  EXPECT_LE(peak, c.peak_megabytes + of_emulator);
}

INSTANTIATE_TEST_SUITE_P(Kinds, MemoryLimit, testing::ValuesIn(cases()), [](const auto& each) {
  std::string name = each.param.name;
  std::erase_if(name, [](char c) { return c == ' ' || c == ','; });
  return name;
});

// What the system refuses is an error of the search, not the end of the process.
TEST(OutOfMemory, IsAnErrorReply) {
  if (OFFHOURS_SANITIZED) GTEST_SKIP() << "a sanitizer needs more than such a limit gives";
  if (runs_in_emulator()) GTEST_SKIP() << "an emulator does not start within such a limit";
  const struct {
    const char* command;
    const char* arguments;
    std::string body;
    const char* error;
  } cases[] = {
      {"offhoursstats", "count by k raw=false keep=all maxmem=4000",
       rows_of(500'000, [](std::size_t i) { return wide('k', 300, i); }), "out of memory"},
      {"offhoursstats", "values(k) raw=false keep=all maxmem=4000",
       rows_of(500'000, [](std::size_t i) { return wide('k', 300, i); }), "out of memory"},
      {"offhours", "keep=all raw=false", rows_of(500'000, [](std::size_t i) { return wide('k', 300, i); }),
       "out of memory"},
      {"offhours", "keep=all", "_time,_raw\n1000000000,\"" + std::string(std::size_t{300} << 20, 'x') + "\"\n",
       "out of memory: a row of more than"},
  };
  for (const auto& c : cases) {
    splunkd::SearchSetup search = setup(c.command, c.arguments);
    const std::string path = search.program.path;
    search.program.directory = std::filesystem::path(path).parent_path();
    search.program.path = "/bin/sh";
    search.program.arguments = {"-c", "ulimit -v 120000; exec \"$0\"", path};
    Process process(search.program);
    ASSERT_EQ(process.getinfo(search.info).error, "") << c.command;
    const splunkd::ExecuteReply reply = process.execute(c.body, true);
    EXPECT_NE(reply.error.find(c.error), std::string::npos) << c.command << ": " << reply.error;
    EXPECT_EQ(process.wait(), 0) << c.command;
    EXPECT_EQ(joined(process.violations()), "") << c.command;
    EXPECT_EQ(process.stderr_text(), "") << c.command;
  }
}

}  // namespace
}  // namespace offhours::test
