#include "rows/reader.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "reference/byte_reader.hpp"
#include "text/block.hpp"

namespace offhours::test {
namespace {

using namespace rows;

using reference::ByteRow;

std::vector<ByteRow> rows_of(Reader& reader, std::string_view body, bool whole) {
  std::vector<ByteRow> rows;
  std::string scratch;
  while (reader.next(body, whole)) {
    ByteRow& row = rows.emplace_back();
    for (const Cell cell : reader.cells()) {
      row.push_back({std::string(cell.bytes()), std::string(cell.text(scratch))});
    }
  }
  return rows;
}

std::vector<ByteRow> read_at_once(std::string_view body) {
  Reader reader;
  reader.start_frame();
  return rows_of(reader, body, true);
}

// The same, and after each piece what has been read is given up and the rest moves to another address.
std::vector<ByteRow> read_and_release(std::string_view body, const std::vector<std::size_t>& splits) {
  Reader reader;
  reader.start_frame();
  std::vector<ByteRow> rows;
  std::size_t released = 0;
  std::string held;
  const auto read = [&](std::size_t end, bool whole) {
    held = std::string(body.substr(released, end - released));
    for (ByteRow& row : rows_of(reader, held, whole)) rows.push_back(std::move(row));
  };
  for (const std::size_t split : splits) {
    read(split, false);
    released += reader.release();
    held.assign(held.size(), '"');  // nothing that was read may be looked at again
  }
  read(body.size(), true);
  return rows;
}

// The body arrives in pieces that end at `splits`, in rising order.
std::vector<ByteRow> read_in_pieces(std::string_view body, const std::vector<std::size_t>& splits) {
  Reader reader;
  reader.start_frame();
  std::vector<ByteRow> rows;
  for (const std::size_t split : splits) {
    for (ByteRow& row : rows_of(reader, body.substr(0, split), false)) rows.push_back(std::move(row));
  }
  for (ByteRow& row : rows_of(reader, body, true)) rows.push_back(std::move(row));
  return rows;
}

std::string shown(const std::vector<ByteRow>& rows) {
  std::string out;
  for (const ByteRow& row : rows) {
    for (const auto& cell : row) out += '[' + cell.bytes + "=>" + cell.text + ']';
    out += '\n';
  }
  return out;
}

// Every small body over the bytes that matter, at once and cut in two anywhere.
TEST(ReaderAndByteReader, ReadsEverySmallBodyAsTheByteReaderDoes) {
  constexpr std::string_view alphabet = "a\",\n\r";
  const std::size_t longest = std::getenv("OFFHOURS_LONG") != nullptr ? 9 : 7;
  for (std::size_t size = 0; size <= longest; ++size) {
    std::vector<std::size_t> digits(size, 0);
    while (true) {
      std::string body;
      for (const std::size_t digit : digits) body += alphabet[digit];
      const auto expected = reference::read_rows(body);
      ASSERT_EQ(read_at_once(body), expected) << body << "\n--\n"
                                              << shown(read_at_once(body)) << "--\n"
                                              << shown(expected);
      ASSERT_EQ(read_in_pieces(body, {size / 2, size - size / 3}), expected) << body;
      ASSERT_EQ(read_and_release(body, {size / 2, size - size / 3}), expected) << body;
      // The same across the edge of a block.
      const std::string at_edge = std::string(text::block_size - 3, 'x') + ',' + body;
      ASSERT_EQ(read_at_once(at_edge), reference::read_rows(at_edge)) << body;
      std::size_t turning = 0;
      while (turning < size && ++digits[turning] == alphabet.size()) digits[turning++] = 0;
      if (turning == size) break;
    }
  }
}

std::string random_body(std::mt19937& random, std::size_t size, bool wild) {
  const auto below = [&random](std::size_t most) { return random() % most; };
  std::string body;
  while (body.size() < size) {
    switch (below(wild ? 9 : 6)) {
      case 0: body += "plain"; break;
      case 1: body += std::string(below(90), 'x'); break;
      case 2: {
        if (!body.empty() && body.back() != ',' && body.back() != '\n') body += ',';
        body += '"';
        for (std::size_t i = below(12); i > 0; --i) {
          const std::string_view piece =
              std::array<std::string_view, 6>{"\"\"", ",", "\n", "\r\n", "text", "\\\"\""}[below(6)];
          body += piece;
          body += std::string(below(40), 'y');
        }
        body += "\",";
        break;
      }
      case 3: body += ','; break;
      case 4: body += below(4) == 0 ? "\r\n" : "\n"; break;
      case 5: body += ",,,,,,,,\n"; break;
      case 6: body += '"'; break;
      case 7: body += '\r'; break;
      default: body += "x\"y"; break;
    }
  }
  return body;
}

TEST(ReaderAndByteReader, ReadsRandomBodiesAsTheByteReaderDoesHoweverTheyArrive) {
  std::mt19937 random(20261125);
  const int rounds = std::getenv("OFFHOURS_LONG") != nullptr ? 40000 : 4000;
  for (int round = 0; round < rounds; ++round) {
    const std::string body = random_body(random, random() % 700, round % 2 == 0);
    const auto expected = reference::read_rows(body);
    ASSERT_EQ(read_at_once(body), expected) << body;
    std::vector<std::size_t> splits;
    for (std::size_t at = random() % 90; at < body.size(); at += random() % 90) splits.push_back(at);
    ASSERT_EQ(read_in_pieces(body, splits), expected) << body;
    ASSERT_EQ(read_and_release(body, splits), expected) << body;
  }
}

TEST(ReaderAndByteReader, FindsTheSameRowsWhereverOneBodyIsCut) {
  std::mt19937 random(7);
  const std::string body = random_body(random, 400, true);
  const auto expected = reference::read_rows(body);
  for (std::size_t split = 0; split <= body.size(); ++split)
    ASSERT_EQ(read_in_pieces(body, {split}), expected) << split;
  for (std::size_t split = 0; split <= body.size(); ++split)
    ASSERT_EQ(read_and_release(body, {split}), expected) << split;
  std::vector<std::size_t> every;
  for (std::size_t i = 0; i < body.size(); ++i) every.push_back(i);
  EXPECT_EQ(read_in_pieces(body, every), expected);
  EXPECT_EQ(read_and_release(body, every), expected);
}

TEST(ReaderAndByteReader, StartsEachFrameAfresh) {
  Reader reader;
  reader.start_frame();
  (void)rows_of(reader, "a,b\n\"open", true);
  reader.start_frame();
  EXPECT_EQ(rows_of(reader, "c\n1\n", true), reference::read_rows("c\n1\n"));
}

}  // namespace
}  // namespace offhours::test
