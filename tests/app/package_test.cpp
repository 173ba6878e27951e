// packaging/package.sh, and the tarball that ./dev made with it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "app/shell.hpp"
#include "folder.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr auto x86_64_program =
    "\x7f"
    "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0 not much of a program"sv;
constexpr auto aarch64_program =
    "\x7f"
    "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\xb7\0 nor is this"sv;

// Every member as Splunk wants it: one visible folder, sorted, owned by root, no mode that keeps anybody out or lets
// anybody in.
void expect_good_members(const fs::path& tarball) {
  const auto listing = run_script("tar --numeric-owner --full-time --utc -tvzf " + shell_word(tarball.string()), "/");
  ASSERT_EQ(listing.status, 0) << listing.err;
  EXPECT_EQ(listing.err, "");
  std::istringstream members(listing.out);
  std::set<std::string> names;
  std::string previous;
  std::string mode, owner, size, day, time, name;
  while (members >> mode >> owner >> size >> day >> time >> name) {
    EXPECT_EQ(owner, "0/0") << name;
    EXPECT_EQ(day + " " + time, "2026-01-01 00:00:00") << name;
    EXPECT_TRUE(name.starts_with("DA-ESS-OffHours/")) << name;
    if (name.ends_with('/')) {
      EXPECT_EQ(mode, "drwxr-xr-x") << name;
    } else if (name.starts_with("DA-ESS-OffHours/bin/")) {
      EXPECT_EQ(mode, "-rwxr-xr-x") << name;
    } else {
      EXPECT_EQ(mode, "-rw-r--r--") << name;
    }
    EXPECT_EQ(name.find("/."), std::string::npos) << name;
    EXPECT_LT(previous, name);
    previous = name;
    names.insert(name);
  }
  for (const auto* file :
       {"LICENSE", "README.md", "app.manifest", "bin/offhours", "bin/offhours-linux-x86_64", "default/app.conf"}) {
    EXPECT_TRUE(names.contains(std::string("DA-ESS-OffHours/") + file)) << file;
  }
  // All that the sources have for the app is in it.
  for (const auto& [folder, inside] : {std::pair("default", "default/"), std::pair("splunk_app", "")}) {
    const fs::path top = fs::path(OFFHOURS_SOURCE_DIR) / folder;
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      if (!entry.is_regular_file()) continue;
      const std::string file = inside + fs::relative(entry.path(), top).string();
      EXPECT_TRUE(names.contains("DA-ESS-OffHours/" + file)) << file;
    }
  }
  for (const auto* folder : {"local/", "src/", "tests/"})
    EXPECT_FALSE(names.contains(std::string("DA-ESS-OffHours/") + folder)) << folder;
}

// A copy of what package.sh reads, to be spoiled by a test, and two programs to ship.
class Package : public testing::Test {
 protected:
  void SetUp() override {
    const fs::path source = OFFHOURS_SOURCE_DIR;
    fs::create_directory(tree());
    for (const auto* name : {"default", "splunk_app", "bin", "packaging", "LICENSE", "CMakeLists.txt"}) {
      fs::copy(source / name, tree() / name, fs::copy_options::recursive);
    }
    write_file(folder_ / "x86", x86_64_program);
    write_file(folder_ / "arm", aarch64_program);
  }

  fs::path tree() const { return folder_ / "a tree"; }

  Outcome package(const std::string& arguments) const {
    return run_script("'a tree/packaging/package.sh' " + arguments, folder_.path());
  }

  void replace(const fs::path& file, const std::string& from, const std::string& to) const {
    auto content = read_file(tree() / file);
    const auto at = content.find(from);
    ASSERT_NE(at, std::string::npos);
    write_file(tree() / file, content.replace(at, from.size(), to));
  }

  void expect_refused(const std::string& arguments, const std::string& reason) const {
    const auto outcome = package(arguments);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << outcome.err;
    EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
    EXPECT_FALSE(fs::exists(folder_ / "out"));
  }

  Folder folder_;
};

TEST_F(Package, ShipsEveryProgramUnderItsProcessorsName) {
  const auto outcome = package("x86 arm out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto tarball = folder_ / outcome.out.substr(0, outcome.out.find('\n'));
  EXPECT_TRUE(outcome.out.starts_with("out/DA-ESS-OffHours-") && outcome.out.ends_with(".tgz\n")) << outcome.out;
  expect_good_members(tarball);
  const auto unpacked = run_script("tar -xzf " + shell_word(tarball.string()), folder_.path());
  ASSERT_EQ(unpacked.status, 0) << unpacked.err;
  const auto bin = folder_ / "DA-ESS-OffHours/bin";
  EXPECT_EQ(read_file(bin / "offhours-linux-x86_64"), x86_64_program);
  EXPECT_EQ(read_file(bin / "offhours-linux-aarch64"), aarch64_program);
  EXPECT_EQ(read_file(bin / "offhours"), read_file(fs::path(OFFHOURS_SOURCE_DIR) / "bin/offhours"));
}

TEST_F(Package, MakesTheSameBytesUnderAnyUmaskAndTime) {
  const auto outcome = run_script(R"(
umask 022 && 'a tree/packaging/package.sh' x86 first &&
umask 077 && cp -R 'a tree' other && find other -exec touch -d 2020-02-02 {} + && TZ=Asia/Tokyo other/packaging/package.sh x86 second &&
cmp first/*.tgz second/*.tgz)",
                                  folder_.path());
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
}

TEST_F(Package, RefusesVersionsThatDiffer) {
  replace("default/app.conf", "version = ", "version = 9");
  expect_refused("x86 out", "default/app.conf says version 9");
}

TEST_F(Package, RefusesAManifestOfAnotherVersion) {
  replace("splunk_app/app.manifest", "\"version\": \"", "\"version\": \"9");
  expect_refused("x86 out", "splunk_app/app.manifest says version 9");
}

TEST_F(Package, RefusesAMissingVersion) {
  replace("default/app.conf", "version = ", "other = ");
  expect_refused("x86 out", "default/app.conf should hold 2 versions, but holds 1");
}

TEST_F(Package, RefusesWhatIsNoProgram) {
  expect_refused("LICENSE out", "LICENSE is not there");
  expect_refused("'a tree/LICENSE' out", "no 64-bit Linux program");
  expect_refused("x86 x86 out", "two programs for x86_64");
  expect_refused("out", "usage");
}

TEST_F(Package, RefusesFilesThatDoNotBelong) {
  write_file(tree() / "default/.macros.conf.swp", "");
  expect_refused("x86 out", "DA-ESS-OffHours/default/.macros.conf.swp");
}

TEST(Tarball, IsAsSplunkWantsIt) {
  const char* tarball = std::getenv("OFFHOURS_TARBALL");
  if (tarball == nullptr) GTEST_SKIP() << "OFFHOURS_TARBALL names no tarball";
  expect_good_members(tarball);
}

}  // namespace
}  // namespace offhours::test
