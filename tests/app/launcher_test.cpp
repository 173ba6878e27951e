// bin/offhours, with small scripts in the place of the program.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "app/shell.hpp"
#include "folder.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// The launcher alone in a folder with blanks in its path, run by one of the shells that may be /bin/sh somewhere.
class Launcher : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const std::string shell = GetParam();
    const auto known = "command -v " + shell.substr(0, shell.find(' ')) + " >/dev/null";
    if (!shell.empty() && run_script(known, folder_.path()).status != 0) GTEST_SKIP() << "no " << shell << " here";
    bin_ = folder_ / "an app" / "bin";
    fs::create_directories(bin_);
    // Some other shell as its first line, so that every way of starting it meets that one.
    auto script = read_file(fs::path(OFFHOURS_SOURCE_DIR) / "bin/offhours");
    if (!shell.empty()) script.replace(0, script.find('\n'), "#!/usr/bin/env -S " + shell);
    write_program(bin_ / "offhours", script);
  }

  void add_program() {
    const auto machine = run_script("uname -m", folder_.path()).out;
    write_program(
        bin_ / ("offhours-linux-" + machine.substr(0, machine.find('\n'))),
        "#!/bin/sh\nfor word; do printf '<%s>' \"$word\"; done\nread -r line && printf '%s' \"$line\"\nexit 7\n");
  }

  // What the launcher and its program do when called so in that folder.
  Outcome in(const fs::path& folder, const std::string& call) const { return run_script(call, folder); }

  fs::path top() const { return folder_.path(); }

  Folder folder_;
  fs::path bin_;
};

TEST_P(Launcher, HandsOnArgumentsInputAndStatus) {
  add_program();
  const auto outcome =
      in("/", "echo input | " + shell_word((bin_ / "offhours").string()) + R"( one 'two  words' '' '"$x"' '*')");
  EXPECT_EQ(outcome.out, "<one><two  words><><\"$x\"><*>input");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.status, 7);
}

TEST_P(Launcher, FindsItsProgramHoweverItIsCalled) {
  add_program();
  EXPECT_EQ(in(bin_, "./offhours a").out, "<a>");
  EXPECT_EQ(in(top(), "'an app/bin/offhours' b").out, "<b>");
  EXPECT_EQ(in(bin_ / "..", "bin/../bin/offhours c").out, "<c>");
  EXPECT_EQ(in("/", "PATH=" + shell_word(bin_.string()) + ":$PATH; offhours d").out, "<d>");
  EXPECT_EQ(in(top(), "PATH='an app/bin':$PATH; offhours e").out, "<e>");
  EXPECT_EQ(in(bin_, "PATH=.:$PATH; offhours f").out, "<f>");
  EXPECT_EQ(in(bin_, "sh offhours g").out, "<g>");
  EXPECT_EQ(in(top(), "ln -s 'an app/bin/offhours' link; ./link h").out, "<h>");
  EXPECT_EQ(in(bin_, "mkdir -- -x; cp offhours* -t ./-x; exec ./-x/offhours i").out, "<i>");
}

TEST_P(Launcher, StartsTheProgramOfTheProcessor) {
  // The launcher's own text, but it reads of the processor in a file that a test can write.
  auto script = read_file(bin_ / "offhours");
  const std::string_view kernel_file = "/proc/sys/kernel/arch";
  const auto at = script.find(kernel_file);
  ASSERT_NE(at, std::string::npos);
  write_program(bin_ / "offhours", script.replace(at, kernel_file.size(), "\"$ARCH_FILE\""));
  for (const std::string arch : {"x86_64", "aarch64"})
    write_program(bin_ / ("offhours-linux-" + arch), "#!/bin/sh\nprintf '%s' " + arch + "\n");
  const auto fakes = top() / "fakes";
  fs::create_directory(fakes);
  const auto started = [&](const std::string& kernel, const std::string& uname) {
    fs::remove(top() / "arch");
    if (!kernel.empty()) write_file(top() / "arch", kernel + "\n");
    write_program(fakes / "uname", "#!/bin/sh\n[ \"$*\" = -m ] && echo " + uname + "\n");
    return in(bin_, "export ARCH_FILE=" + shell_word((top() / "arch").string()) +
                        " PATH=" + shell_word(fakes.string()) + ":$PATH; ./offhours");
  };
  EXPECT_EQ(started("x86_64", "never_asked").out, "x86_64");
  EXPECT_EQ(started("aarch64", "never_asked").out, "aarch64");
  EXPECT_EQ(started("arm64", "never_asked").out, "aarch64");
  EXPECT_EQ(started("", "x86_64").out, "x86_64");
  EXPECT_EQ(started("", "aarch64").out, "aarch64");
  const auto other = started("ppc64le", "never_asked");
  EXPECT_EQ(other.status, 127);
  EXPECT_NE(other.err.find("bin/offhours-linux-ppc64le is not there"), std::string::npos) << other.err;
}

// Absent, not executable, and on a file system that allows no programs are three faults with three mends.
TEST_P(Launcher, TellsWhyItsProgramCannotBeStarted) {
  EXPECT_NE(in(bin_, "./offhours --version").err.find("is not there"), std::string::npos);
  add_program();
  ASSERT_EQ(in(bin_, "chmod 644 offhours-linux-*").status, 0);
  const auto mode = in(bin_, "./offhours --version");
  EXPECT_EQ(mode.status, 127);
  EXPECT_NE(mode.err.find("it is not executable for this user; set its mode to 755"), std::string::npos) << mode.err;
  const auto linked = in(top(), "ln -s 'an app/bin/offhours' link; ./link --version");
  EXPECT_NE(linked.err.find("it is not executable for this user"), std::string::npos) << linked.err;
}

TEST_P(Launcher, TellsOfAFileSystemWithoutPrograms) {
  add_program();
  // Only root may mount, and only in a namespace of its own does nobody else see it.
  const std::string mount = "unshare -m sh -c 'mount -t tmpfs -o noexec tmpfs /mnt && ";
  if (in(bin_, mount + "true' 2>/dev/null").status != 0) GTEST_SKIP() << "nothing can be mounted here";
  const std::string shell = GetParam();
  if (shell.starts_with("busybox")) GTEST_SKIP() << "its test -x looks at the mode alone, and the shell itself tells";
  const auto outcome =
      in(bin_, mount + "cp offhours* /mnt && " + (shell.empty() ? "sh" : shell) + " /mnt/offhours --version'");
  EXPECT_EQ(outcome.status, 127);
  EXPECT_NE(outcome.err.find("the file system of the app is mounted noexec"), std::string::npos) << outcome.err;
}

TEST_P(Launcher, AnswersSplunkdWithAFaultWhenItHasNoProgram) {
  // The reply has to come while the input is still open.
  const auto outcome = in(bin_, R"(
mkfifo in
: >out
./offhours <in >out &
exec 3>in
printf 'chunked 1.0,%d,0\n%s' 20 '{"action":"getinfo"}' >&3
tries=0
until grep -q '"error"' out || [ "$tries" -eq 100 ]; do sleep 0.1; tries=$((tries + 1)); done
cat out
printf 'chunked 1.0,2,9\n{}something' >&3
exec 3>&-
wait "$!"
)");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  const auto end = outcome.out.find('\n');
  ASSERT_NE(end, std::string::npos);
  const auto metadata = outcome.out.substr(end + 1);
  EXPECT_EQ(outcome.out.substr(0, end), "chunked 1.0," + std::to_string(metadata.size()) + ",0");
  const auto reply = json::parse(metadata).as_object();
  EXPECT_EQ(reply.at("finished"), true);
  const auto error = json::value_to<std::string>(reply.at("error"));
  EXPECT_NE(error.find("bin/offhours-linux-"), std::string::npos);
  const auto& messages = reply.at("inspector").at("messages").as_array();
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0], (json::array{"ERROR", error}));
  EXPECT_LT(metadata.find("inspector"), metadata.find("\"error\"")) << "after an error splunkd reads no messages";
}

TEST_P(Launcher, TakesTheWholeRequestBeforeItAnswers) {
  const auto outcome = in(bin_, R"(
mkfifo in
./offhours <in >out &
exec 3>in
printf 'chunked 1.0,2,200000\n{}' >&3
head -c 199999 /dev/zero >&3
sleep 0.3
wc -c <out
printf x >&3
exec 3>&-
wait "$!"
head -n 1 out
)");
  EXPECT_TRUE(outcome.out.starts_with("0\nchunked 1.0,")) << outcome.out;
  EXPECT_EQ(outcome.err, "");
}

TEST_P(Launcher, SaysInOneLineThatItHasNoProgram) {
  for (const auto* call : {"./offhours --version", "./offhours </dev/null", "echo 'authString:x' | ./offhours",
                           "printf 'chunked 1.0,x,0\\n' | ./offhours", "printf 'chunked 1.0,10' | ./offhours"}) {
    const auto outcome = in(bin_, call);
    EXPECT_EQ(outcome.status, 127) << call;
    EXPECT_EQ(outcome.out, "") << call;
    EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << outcome.err;
    EXPECT_TRUE(outcome.err.starts_with("offhours: this app has no program for the processor of this machine"))
        << outcome.err;
  }
}

INSTANTIATE_TEST_SUITE_P(Shells, Launcher, testing::Values("", "dash", "bash --posix", "busybox sh"),
                         [](const auto& shell) {
                           const std::string name = shell.param;
                           return name.empty() ? "sh" : name.substr(0, name.find(' '));
                         });

}  // namespace
}  // namespace offhours::test
