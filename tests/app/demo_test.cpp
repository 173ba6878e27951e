// The demo is what people see first: it runs against the packaged app, breaks no rule and shows findings.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "app/shell.hpp"
#include "folder.hpp"

namespace offhours::test {
namespace {

TEST(Demo, ShowsFindingsOfThePackagedApp) {
  const char* const launcher = std::getenv("OFFHOURS_LAUNCHER");
  if (launcher == nullptr) GTEST_SKIP() << "OFFHOURS_LAUNCHER names no launcher";
  const auto app = std::filesystem::path(launcher).parent_path().parent_path();
  const Folder folder;
  const Outcome shown =
      run_script(shell_word(OFFHOURS_DEMO) + ' ' + shell_word(std::filesystem::absolute(app).string()), folder.path());
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_EQ(shown.err, "");
  for (const char* part : {"Container Upload Outside Business Hours - Rule", "\nFinding 1: ", "violations: 0"}) {
    EXPECT_NE(shown.out.find(part), std::string::npos) << "no " << part << " in\n" << shown.out;
  }
}

}  // namespace
}  // namespace offhours::test
