#include "rows/writer.hpp"

#include <gtest/gtest.h>

#include <array>

namespace offhours::test {
namespace {

using namespace rows;

TEST(Writer, QuotesAsSplunkdDoes) {
  const struct {
    const char* text;
    const char* cell;
  } cases[] = {{"", ""},           {"66", "66"},
               {"Noah", "Noah"},   {"1.5", "\"1.5\""},
               {"a_b", "\"a_b\""}, {"\xC3\xA9", "\"\xC3\xA9\""},
               {"\"", "\"\"\"\""}, {"{\"a\":1}\n", "\"{\"\"a\"\":1}\n\""}};
  for (const auto& c : cases) {
    std::string out = "x,";
    write_cell(out, c.text);
    EXPECT_EQ(out, std::string("x,") + c.cell);
  }
}

TEST(Writer, PutsTheTwinsBehindThePlainColumns) {
  const std::array<std::string, 2> columns = {"age", "_time"};
  std::string out;
  write_header(out, columns);
  EXPECT_EQ(out, "age,\"_time\",\"__mv_age\",\"__mv__time\"\n");
}

}  // namespace
}  // namespace offhours::test
