#include "rows/reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace offhours::test {
namespace {

using namespace rows;

using Texts = std::vector<std::vector<std::string>>;

Texts texts_of(Reader& reader, std::string_view body, bool whole, Texts rows = {}) {
  while (reader.next(body, whole)) {
    auto& row = rows.emplace_back();
    std::string scratch;
    for (const Cell cell : reader.cells()) row.emplace_back(cell.text(scratch));
  }
  return rows;
}

Texts read(std::string_view body) {
  Reader reader;
  reader.start_frame();
  return texts_of(reader, body, true);
}

struct Case {
  const char* what;
  std::string body;
  Texts rows;
};

const Case cases[] = {
    {"no body", "", {}},
    {"header only", "a,b\n", {{"a", "b"}}},
    {"header without a line end", "a,b", {{"a", "b"}}},
    {"as splunkd writes",
     "age,\"_time\",\"__mv_age\"\n66,\"1.5\",\n",
     {{"age", "_time", "__mv_age"}, {"66", "1.5", ""}}},
    {"CRLF", "a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
    {"last row without a line end", "a,b\n1,2", {{"a", "b"}, {"1", "2"}}},
    {"last cell empty, without a line end", "a,b\n1,", {{"a", "b"}, {"1", ""}}},
    {"quotes doubled", "a\n\"{\"\"k\"\":\"\"v\"\"}\"\n", {{"a"}, {"{\"k\":\"v\"}"}}},
    {"only a quote", "a\n\"\"\"\"\n", {{"a"}, {"\""}}},
    {"empty in quotes", "a,b\n\"\",x\n", {{"a", "b"}, {"", "x"}}},
    {"line ends, commas and CR inside quotes", "a,b\n\"1\n2\r\n,\",\"\r\"\n", {{"a", "b"}, {"1\n2\r\n,", "\r"}}},
    {"a quote in the middle of a bare cell", "a,b\nx\"y,z\"\n", {{"a", "b"}, {"x\"y", "z\""}}},
    {"text behind the closing quote", "a,b\n\"x\"y,\"p\"\"q\"r\"s\n", {{"a", "b"}, {"xy", "p\"qr\"s"}}},
    {"a lone CR belongs to its cell", "a,b\nx\ry,2\n", {{"a", "b"}, {"x\ry", "2"}}},
    {"a lone CR behind a closing quote", "a,b\n\"x\"\ry,2\n", {{"a", "b"}, {"x\ry", "2"}}},
    {"a quote that is never closed", "a,b\n1,\"x,\ny", {{"a", "b"}, {"1", "x,\ny"}}},
    {"blank lines where there are several columns", "a,b\n\n1,2\n\r\n3,4\n\n", {{"a", "b"}, {"1", "2"}, {"3", "4"}}},
    {"blank lines are rows where there is one column", "a\n\nx\n", {{"a"}, {""}, {"x"}}},
    {"rows of other widths", "a,b\n1\n1,2,3\n", {{"a", "b"}, {"1"}, {"1", "2", "3"}}},
    {"invalid UTF-8 and NUL",
     std::string("a,b\n\"\xD4\x8E\",x") + '\0' + "y\n",
     {{"a", "b"}, {"\xD4\x8E", std::string("x\0y", 3)}}},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "a,b\n1,2\n",
     {{"a", "b"}, {"1", "2"}}},
    {"a body of two bytes", "a\n", {{"a"}}},
};

TEST(Reader, ReadsWhatSplunkdAndOthersWrite) {
  for (const Case& c : cases) EXPECT_EQ(read(c.body), c.rows) << c.what;
}

TEST(Reader, ReadsTheSameWhereverTheBodyIsSplit) {
  for (const Case& c : cases) {
    for (std::size_t split = 0; split <= c.body.size(); ++split) {
      Reader reader;
      reader.start_frame();
      Texts rows = texts_of(reader, std::string_view(c.body).substr(0, split), false);
      EXPECT_EQ(texts_of(reader, c.body, true, std::move(rows)), c.rows) << c.what << ", split at " << split;
    }
    Reader reader;
    reader.start_frame();
    Texts rows;
    for (std::size_t end = 0; end <= c.body.size(); ++end) {
      rows = texts_of(reader, std::string_view(c.body).substr(0, end), false, std::move(rows));
    }
    EXPECT_EQ(texts_of(reader, c.body, true, std::move(rows)), c.rows) << c.what << ", byte by byte";
  }
}

TEST(Reader, EachFrameHasAHeaderOfItsOwn) {
  Reader reader;
  reader.start_frame();
  EXPECT_EQ(texts_of(reader, "a,b\n1,2\n", true).size(), 2U);
  reader.start_frame();
  EXPECT_EQ(texts_of(reader, "x\n\n", true), (Texts{{"x"}, {""}}));
}

TEST(Reader, CellsAreViewsOverTheBody) {
  const std::string body = "a,b\nplain,\"quoted, too\"\n";
  Reader reader;
  reader.start_frame();
  ASSERT_TRUE(reader.next(body, true));
  ASSERT_TRUE(reader.next(body, true));
  std::string scratch;
  for (const Cell cell : reader.cells()) {
    const std::string_view text = cell.text(scratch);
    EXPECT_TRUE(text.data() >= body.data() && text.data() + text.size() <= body.data() + body.size());
  }
  EXPECT_TRUE(scratch.empty());
}

TEST(Reader, TakesCellsOfTenMegabytes) {
  std::string text(10 << 20, 'x');
  for (std::size_t i = 0; i < text.size(); i += 1000) text[i] = '"';
  std::string body = "a\n\"";
  for (const char c : text) body += c == '"' ? std::string("\"\"") : std::string(1, c);
  body += "\"\n";
  const Texts rows = read(body);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[1][0] == text);
}

}  // namespace
}  // namespace offhours::test
