// What the program asks of the system, as strace sees it: no network, and nothing written but in the dispatch
// directory.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "command/program.hpp"
#include "folder.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;

// Each line of strace's: the process, the call, its arguments, its result.
std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool is_write(const std::string& line) {
  for (const char* mark : {"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", " creat(", " mkdir", " unlink",
                           " rename", " link", " symlink", " truncate(", " chmod", " mknod"}) {
    if (line.find(mark) != std::string::npos) return true;
  }
  return false;
}

class SystemCalls : public testing::Test {
 protected:
  void SetUp() override {
    if (runs_in_emulator()) GTEST_SKIP() << "an emulator's calls are its own";
    if (std::system("strace -o /dev/null true >/dev/null 2>&1") != 0) {
      GTEST_SKIP() << "strace is not there, or may trace nothing here: nobody has looked at the system calls";
    }
    fs::create_directories(folder_.path() + "/dispatch");
  }

  // A whole search under strace. Returns how many files it opened to write.
  std::size_t trace(const std::string& command, const std::string& arguments, const splunkd::Table& events) {
    const std::string log = folder_.path() + "/log";
    auto search = setup(command, arguments);
    search.info.dispatch_dir = folder_.path() + "/dispatch";
    splunkd::Program traced = program();
    traced.arguments = {"-f", "-qq", "-s", "200", "-o", log, "-e", "trace=%network,%file,ftruncate", traced.path};
    traced.path = "/usr/bin/strace";
    splunkd::Process process(traced);
    const auto reply = process.getinfo(search.info);
    EXPECT_EQ(reply.error, "") << command;
    if (!reply.finished) (void)process.execute(events, true);
    process.close_input();
    EXPECT_EQ(process.wait(), 0) << process.stderr_text();
    std::size_t written = 0;
    bool seen = false;
    for (const std::string& line : lines_of(log)) {
      seen |= line.find("exec") != std::string::npos;
      for (const char* call : {" socket(", " connect(", " bind(", " sendto(", " socketpair("}) {
        EXPECT_EQ(line.find(call), std::string::npos) << line;
      }
      // The launcher sends what a shell might say to nobody.
      if (!is_write(line) || line.find("\"/dev/null\"") != std::string::npos) continue;
      ++written;
      EXPECT_NE(line.find('"' + folder_.path() + "/dispatch"), std::string::npos) << line;
    }
    EXPECT_TRUE(seen) << "strace saw nothing";
    EXPECT_TRUE(fs::is_empty(folder_.path() + "/dispatch"));
    return written;
  }

  Folder folder_;
};

TEST_F(SystemCalls, AreNoNetworkAndNoWriteOutsideTheDispatchDirectory) {
  const std::string event = R"({"time":1778706000000,"api":{"operation":"PutImage"}})";
  EXPECT_EQ(trace("offhours", "fields=user", as_events({event})), 0U);
  EXPECT_EQ(trace("offhoursstats", "count by user", as_events({event})), 0U);
  EXPECT_EQ(trace("offhourspolicy", "view=problems", {}), 0U);
}

TEST_F(SystemCalls, OfGroupsThatDoNotFitWriteToTheDispatchDirectory) {
  splunkd::Table many{{"_time", "k"}, {}};
  for (int i = 0; i < 20000; ++i) {
    many.rows.push_back({{"1778706000"}, {std::string(200, 'k') + std::to_string(i)}});
  }
  EXPECT_GT(trace("offhoursstats", "raw=false keep=all maxmem=1 count by k", many), 0U);
}

}  // namespace
}  // namespace offhours::test
