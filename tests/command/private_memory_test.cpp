// What is in the program's memory stays there: the session key is wiped, and nobody dumps or reads the rest.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "command/program.hpp"
#include "folder.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;

std::string proc(const splunkd::Process& process, const char* file) {
  return "/proc/" + std::to_string(process.pid()) + '/' + file;
}

// Everything that the process has mapped and that can be read, one stretch after the other. Empty: nobody lets us.
std::string memory_of(const splunkd::Process& process) {
  std::ifstream mem(proc(process, "mem"), std::ios::binary);
  std::ifstream maps(proc(process, "maps"));
  std::string all;
  for (std::string line; std::getline(maps, line);) {
    std::size_t dash = 0;
    const std::size_t from = std::stoull(line, &dash, 16);
    std::size_t space = 0;
    const std::size_t until = std::stoull(line.substr(dash + 1), &space, 16);
    if (line[dash + 1 + space + 1] != 'r' || line.find("[v") != std::string::npos) continue;
    std::string bytes(until - from, '\0');
    mem.clear();
    mem.seekg(static_cast<std::streamoff>(from));
    mem.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(mem.gcount()));
    all += bytes;
  }
  return all;
}

TEST(PrivateMemory, HoldsNoSessionKeyBehindGetinfo) {
  if (runs_in_emulator()) GTEST_SKIP() << "the emulator's own memory is looked at too";
  for (const char* command : {"offhours", "offhoursstats", "offhourspolicy"}) {
    auto secret = setup(command, command == std::string("offhoursstats") ? "count" : "");
    secret.info.session_key = "k3y^of^this^very^test";
    secret.info.sid = "sid.that.may.stay";
    splunkd::Process process(program());
    ASSERT_TRUE(process.getinfo(secret.info).received);
    const std::string memory = memory_of(process);
    if (memory.empty()) GTEST_SKIP() << "only root may read the memory of the program";
    EXPECT_NE(memory.find("offhours"), std::string::npos) << "this is not its memory";
    EXPECT_EQ(memory.find("k3y^of^this^very"), std::string::npos) << command;
    (void)process.execute("", true);
    process.close_input();
    process.wait();
  }
}

TEST(PrivateMemory, IsNotDumped) {
  splunkd::Process process(program());
  ASSERT_TRUE(process.getinfo(setup("offhours", "").info).received);
  std::stringstream limits;
  limits << std::ifstream(proc(process, "limits")).rdbuf();
  const std::string none = "Max core file size        0                    0";
  EXPECT_TRUE(runs_in_emulator() || limits.str().find(none) != std::string::npos) << limits.str();
  process.close_input();
  process.wait();
}

// Of a process that may be dumped, its own user owns the files in /proc; of any other, root.
TEST(PrivateMemory, IsNotReadByOthersOfTheSameUser) {
  if (runs_in_emulator()) GTEST_SKIP() << "the emulator keeps the process as it is";
  if (OFFHOURS_SANITIZED && std::getenv("OFFHOURS_LAUNCHER") == nullptr) {
    GTEST_SKIP() << "a sanitizer looks for leaks as a debugger would";
  }
  splunkd::Program started = program();
  const Folder folder;
  if (::geteuid() == 0) {
    if (!fs::exists("/usr/bin/setpriv")) GTEST_SKIP() << "no setpriv here, and root owns everything anyway";
    const fs::path from = started.path;
    fs::create_directories(folder.path() + "/bin");
    for (const auto& each : fs::directory_iterator(from.parent_path())) {
      if (each.is_regular_file() && each.path().filename().string().starts_with("offhours")) {
        fs::copy_file(each.path(), folder.path() + "/bin/" + each.path().filename().string());
      }
    }
    fs::permissions(folder.path(), fs::perms(0755));
    started.arguments = {"--reuid=65534", "--regid=65534", "--clear-groups",
                         folder.path() + "/bin/" + from.filename().string()};
    started.path = "/usr/bin/setpriv";
    started.directory = folder.path();
  }
  splunkd::Process process(started);
  ASSERT_TRUE(process.getinfo(setup("offhours", "").info).received) << process.stderr_text();
  struct stat info {};
  ASSERT_EQ(::stat(proc(process, "mem").c_str(), &info), 0);
  EXPECT_EQ(info.st_uid, 0U);
  process.close_input();
  process.wait();
}

}  // namespace
}  // namespace offhours::test
