#include "wire/frame.hpp"

#include <gtest/gtest.h>

namespace offhours::test {
namespace {

using namespace wire;

TEST(FrameHeader, IsReadAsSplunkdWritesItAndWithTheBlanksThatOthersAllow) {
  const struct {
    const char* line;
    std::uint64_t metadata;
    std::uint64_t body;
  } cases[] = {
      {"chunked 1.0,36,927", 36, 927},
      {"chunked 1.0,0,0", 0, 0},
      {"chunked  1.0 , 36 , 927 ", 36, 927},
      {"chunked 1.0,36,16109782", 36, 16109782},
      {"chunked 1.0,1,1099511627776", 1, 1099511627776},
      {"chunked 1.0,36,0\r", 36, 0},
  };
  for (const auto& c : cases) {
    const auto header = parse_header(c.line);
    ASSERT_TRUE(header) << c.line;
    EXPECT_EQ(header->metadata_bytes, c.metadata) << c.line;
    EXPECT_EQ(header->body_bytes, c.body) << c.line;
  }
}

TEST(FrameHeader, IsRefusedIfItIsAnythingElse) {
  for (const char* line : {"", "chunked", "chunked 1.0", "chunked 1.0,", "chunked 1.0,5", "chunked 2.0,5,5",
                           "chunked1.0,5,5", "chunked 1.0,-5,5", "chunked 1.0,5,x", "chunked 1.0,5,5,5",
                           "Chunked 1.0,5,5", "chunked 1.0,,5", "chunked 1.0,5,99999999999999999999",
                           "chunked 1.0,5,9999999999999999", "splunkVersion=6.3", "{\"action\":\"getinfo\"}"}) {
    EXPECT_FALSE(parse_header(line)) << line;
  }
}

TEST(FrameHead, CountsBytesAndAddsNothing) {
  EXPECT_EQ(frame_head(R"({"finished":true})", 34), "chunked 1.0,17,34\n{\"finished\":true}");
  EXPECT_EQ(frame_head("\xE0\xB8\x97", 0), "chunked 1.0,3,0\n\xE0\xB8\x97");
}

}  // namespace
}  // namespace offhours::test
