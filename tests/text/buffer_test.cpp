#include "text/buffer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <random>
#include <string>

namespace offhours::test {
namespace {

using namespace text;

TEST(Buffer, HoldsWhatWasWrittenHoweverItGrows) {
  std::mt19937 random(3);
  Buffer buffer;
  std::string expected;
  for (int frame = 0; frame < 3; ++frame) {
    while (expected.size() < 9000000) {
      const std::string piece(random() % 200000, static_cast<char>('a' + random() % 26));
      switch (random() % 3) {
        case 0:
          buffer.append(piece);
          expected += piece;
          break;
        case 1:
          buffer.append(',');
          expected += ',';
          break;
        default: {
          // Room that is not all used.
          char* const to = buffer.room(piece.size() + 1000);
          std::memcpy(to, piece.data(), piece.size());
          buffer.commit(to + piece.size());
          expected += piece;
        }
      }
    }
    ASSERT_EQ(buffer.size(), expected.size());
    ASSERT_TRUE(buffer.view() == expected);
    frame == 0 ? buffer.clear() : buffer.drop_pages();
    ASSERT_TRUE(buffer.empty());
    expected.clear();
  }
}

TEST(Buffer, NeverWritesAgainToPagesThatItDropped) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  constexpr std::size_t bytes = 16384;
  Buffer buffer;
  buffer.append(std::string(bytes, 'x'));
  const iovec pages{const_cast<char*>(buffer.view().data()), buffer.size()};
  const ssize_t handed = ::vmsplice(pipe[1], &pages, 1, 0);
  if (handed < 0) GTEST_SKIP() << "no pages can be put into a pipe here";
  buffer.drop_pages();
  buffer.append(std::string(bytes, 'y'));
  EXPECT_EQ(buffer.view(), std::string(bytes, 'y'));
  std::string read(static_cast<std::size_t>(handed), '\0');
  ASSERT_EQ(::read(pipe[0], read.data(), read.size()), handed);
  EXPECT_EQ(read, std::string(read.size(), 'x'));
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST(Buffer, IsNotWorthHandingOverWithAFewBytes) {
  Buffer buffer;
  EXPECT_FALSE(buffer.worth_handing_over());
  buffer.append(std::string(100000, 'x'));
  EXPECT_FALSE(buffer.worth_handing_over());
}

TEST(Buffer, MovesWithItsPages) {
  Buffer buffer;
  buffer.append(std::string(100000, 'x'));
  const char* const bytes = buffer.view().data();
  Buffer other = std::move(buffer);
  EXPECT_EQ(other.view().data(), bytes);
  EXPECT_EQ(other.size(), 100000U);
  buffer = std::move(other);
  EXPECT_EQ(buffer.view().data(), bytes);
  buffer.clear();
  buffer.append("y");
  EXPECT_EQ(buffer.view(), "y");
}

}  // namespace
}  // namespace offhours::test
