#include "cli/cli.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace offhours::test {
namespace {

using namespace cli;

struct Said {
  int status;
  std::string out;
  std::string err;
};

Said said(std::initializer_list<std::string_view> words) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int status = run({words.begin(), words.size()});
  std::string out = testing::internal::GetCapturedStdout();
  return {status, std::move(out), testing::internal::GetCapturedStderr()};
}

TEST(Cli, TellsWhatItIsAndWhereItsZonesAreFrom) {
  const Said built_in = said({"--version"});
  EXPECT_EQ(built_in.status, 0);
  EXPECT_TRUE(built_in.out.starts_with("offhours ") && built_in.out.ends_with(")\n")) << built_in.out;
  EXPECT_NE(built_in.out.find("(time zones 20"), std::string::npos) << built_in.out;
  ::setenv("OFFHOURS_ZONEINFO", "/somewhere/zoneinfo", 1);
  const Said other = said({"--version"});
  ::unsetenv("OFFHOURS_ZONEINFO");
  EXPECT_NE(other.out.find("(time zones of OFFHOURS_ZONEINFO=/somewhere/zoneinfo)"), std::string::npos) << other.out;
}

TEST(Cli, ExplainsItselfOnStandardOutput) {
  for (const auto& words : {std::initializer_list<std::string_view>{}, {"--help"}, {"-h"}}) {
    const Said help = said(words);
    EXPECT_EQ(help.status, 0);
    EXPECT_NE(help.out.find("--version"), std::string::npos);
    EXPECT_EQ(help.err, "");
  }
}

TEST(Cli, RefusesInOneLineWhatItDoesNotKnow) {
  for (const auto& [word, reason] :
       {std::pair("__EXECUTE__", "chunked = true"), std::pair("__GETINFO__", "chunked = true"),
        std::pair("--verison", "'--verison' is unknown"), std::pair("", "'' is unknown")}) {
    const Said refused = said({word});
    EXPECT_EQ(refused.status, 2) << word;
    EXPECT_EQ(refused.out, "") << word;
    EXPECT_NE(refused.err.find(reason), std::string::npos) << refused.err;
    EXPECT_EQ(refused.err.find('\n'), refused.err.size() - 1) << refused.err;
  }
}

}  // namespace
}  // namespace offhours::test
