// A reply whose pages were handed to the pipe, read only after the program has long gone on to the next frame.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>

#include "command/program.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace offhours::test {
namespace {

std::string frame(const std::string& metadata, const std::string& body) {
  return "chunked 1.0," + std::to_string(metadata.size()) + ',' + std::to_string(body.size()) + '\n' + metadata + body;
}

std::string rows(char letter) {
  std::string body = "_time,text\n";
  for (int i = 0; i < 60000; ++i) body += std::to_string(1778932800 + i) + ',' + std::string(60, letter) + '\n';
  return body;
}

class Running {
 public:
  Running() {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    EXPECT_EQ(::pipe2(in.data(), O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(out.data(), O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    std::string path = program().path;
    std::array<char*, 2> arguments{path.data(), nullptr};
    EXPECT_EQ(::posix_spawn(&pid_, path.c_str(), &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    to_ = in[1];
    from_ = out[0];
    write(frame(R"({"action":"getinfo","searchinfo":{"command":"offhours","raw_args":["raw=false"]}})", ""));
    const std::size_t bytes = read_head();
    EXPECT_EQ(bytes, 0U);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    ::close(to_);
    ::close(from_);
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    EXPECT_EQ(status, 0);
  }

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t put = ::write(to_, bytes.data(), bytes.size());
      if (put <= 0) return ADD_FAILURE() << "the program does not read", void();
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
  }
  std::string read(std::size_t bytes) const {
    std::string text(bytes, '\0');
    for (std::size_t have = 0; have < bytes;) {
      const ssize_t got = ::read(from_, text.data() + have, bytes - have);
      if (got <= 0) return ADD_FAILURE() << "the program does not answer", text;
      have += static_cast<std::size_t>(got);
    }
    return text;
  }
  // Reads a reply up to its body, and returns how long that is.
  std::size_t read_head() const {
    std::string line;
    while (line.empty() || line.back() != '\n') line += read(1);
    std::size_t metadata = 0;
    std::size_t body = 0;
    EXPECT_EQ(std::sscanf(line.c_str(), "chunked 1.0,%zu,%zu", &metadata, &body), 2) << line;
    read(metadata);
    return body;
  }

 private:
  pid_t pid_ = 0;
  int to_ = -1;
  int from_ = -1;
};

const std::string more = R"({"action":"execute","finished":false})";
const std::string last = R"({"action":"execute","finished":true})";

TEST(LateReader, GetsTheReplyThatWasMadeForItsFrame) {
  const std::array<std::string, 2> bodies = {rows('a'), rows('b')};
  std::array<std::string, 2> expected;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const Running prompt;
    prompt.write(frame(last, bodies[i]));
    expected[i] = prompt.read(prompt.read_head());
    ASSERT_GT(expected[i].size(), 8U << 20) << "large enough for its pages to be handed over";
  }
  const Running late;
  std::thread writer([&] {
    late.write(frame(more, bodies[0]));
    late.write(frame(last, bodies[1]));
  });
  constexpr std::size_t kept_waiting = 200000;
  const std::size_t bytes = late.read_head();
  std::string first = late.read(bytes - kept_waiting);
  writer.join();
  // The second frame's last bytes are in the pipe or behind it: the program is at work on it.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  first += late.read(kept_waiting);
  EXPECT_TRUE(first == expected[0]);
  EXPECT_TRUE(late.read(late.read_head()) == expected[1]);
}

}  // namespace
}  // namespace offhours::test
