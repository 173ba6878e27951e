#include "wire/session.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "wire/frame.hpp"

namespace offhours::test {
namespace {

using namespace wire;

// A file without a name that holds the text.
int file_with(std::string_view text) {
  char name[] = "/tmp/offhours_session_XXXXXX";
  const int file = ::mkstemp(name);
  EXPECT_GE(file, 0);
  ::unlink(name);
  EXPECT_EQ(::write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  return file;
}

// Answers each frame with its own body, and writes down what it saw. Takes at most `appetite` bytes at a time, and
// nothing where fewer are there.
class Echo : public Command {
 public:
  GetInfoReply getinfo(const GetInfo& info) {
    log += "getinfo " + info.command + "\n";
    GetInfoReply reply;
    reply.error = getinfo_error;
    return reply;
  }
  void begin(bool finished, text::Buffer reply) override {
    EXPECT_TRUE(reply.empty());
    log += finished ? "begin finished\n" : "begin\n";
    finished_ = finished;
    copy_ = std::move(reply);
  }
  std::size_t body(std::string_view unread) override {
    EXPECT_FALSE(unread.empty());
    ++pieces;
    largest = std::max(largest, unread.size());
    if (appetite == 0) return take(unread);
    return unread.size() < appetite ? 0 : take(unread.substr(0, unread.size() / appetite * appetite));
  }
  ExecuteReply end(std::string_view unread) override {
    take(unread);
    log += "end\n";
    ExecuteReply reply;
    reply.finished = finished_;
    reply.body = std::move(copy_);
    reply.body_file = body_file;
    reply.error = execute_error;
    return reply;
  }

  std::string log;
  std::optional<std::string> getinfo_error;
  std::optional<std::string> execute_error;
  std::optional<BodyFile> body_file;  // instead of the frame's body
  std::size_t appetite = 0;           // 0: all there is
  int pieces = 0;
  std::size_t largest = 0;  // that was there at once

 private:
  std::size_t take(std::string_view bytes) {
    copy_.append(bytes);
    return bytes.size();
  }

  bool finished_ = false;
  text::Buffer copy_;
};

// Hands a command of the test's own to a session, which ends before it.
template <typename Mine>
MakeCommand lend(Mine& mine) {
  class Lent : public Command {
   public:
    explicit Lent(Mine& lent) : mine_(lent) {}
    void begin(bool finished, text::Buffer reply) override { mine_.begin(finished, std::move(reply)); }
    std::size_t body(std::string_view unread) override { return mine_.body(unread); }
    ExecuteReply end(std::string_view unread) override { return mine_.end(unread); }

   private:
    Mine& mine_;
  };
  return [&mine](const GetInfo& info, GetInfoReply& reply) -> std::unique_ptr<Command> {
    reply = mine.getinfo(info);
    return std::make_unique<Lent>(mine);
  };
}

std::string frame(std::string_view metadata, std::string_view body = {}) {
  return frame_head(metadata, body.size()) + std::string(body);
}

const std::string getinfo = frame(R"({"action":"getinfo","searchinfo":{"command":"x"}})");
const std::string getinfo_reply = frame(R"({"type":"streaming","finished":false})");

std::string execute(std::string_view body, bool finished) {
  return frame(finished ? R"({"action":"execute","finished":true})" : R"({"action":"execute","finished":false})", body);
}
std::string reply(std::string_view body, bool finished) {
  return frame(finished ? R"({"finished":true})" : R"({"finished":false})", body);
}

struct Played {
  SessionEnd end;
  std::string output;
};

// The session reads from a pipe that is filled in pieces of the given size.
template <typename Mine>
Played run(std::string_view input, Mine& command, std::size_t piece = 1 << 16) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  EXPECT_EQ(::pipe(in.data()), 0);
  EXPECT_EQ(::pipe(out.data()), 0);
  std::thread writer([&] {
    for (std::size_t i = 0; i < input.size(); i += piece) {
      const std::string_view part = input.substr(i, piece);
      EXPECT_EQ(::write(in[1], part.data(), part.size()), static_cast<ssize_t>(part.size()));
    }
    ::close(in[1]);
  });
  Played result;
  std::thread reader([&] {
    std::array<char, 4096> block;
    for (ssize_t n = 0; (n = ::read(out[0], block.data(), block.size())) > 0;) {
      result.output.append(block.data(), static_cast<std::size_t>(n));
    }
  });
  result.end = run_session(in[0], out[1], lend(command));
  ::close(out[1]);
  writer.join();
  reader.join();
  ::close(in[0]);
  ::close(out[0]);
  return result;
}

TEST(Session, AnswersEachRequestOnce) {
  Echo echo;
  const Played result = run(getinfo + execute("a,b\n1,2\n", false) + execute("", true), echo);
  EXPECT_EQ(result.end.outcome, Outcome::done);
  EXPECT_EQ(result.output, getinfo_reply + reply("a,b\n1,2\n", false) + reply("", true));
  EXPECT_EQ(echo.log, "getinfo x\nbegin\nend\nbegin finished\nend\n");
}

TEST(Session, IsTheSameWhereverTheInputIsSplit) {
  const std::string input = getinfo + execute("a,b\n\"\xE0\xB8\x97\n\",2\n", false) + execute("x\ny\n", true);
  Echo whole_echo;
  const Played whole = run(input, whole_echo);
  for (std::size_t piece = 1; piece < input.size(); piece = piece < 40 ? piece + 1 : piece * 2) {
    Echo echo;
    EXPECT_EQ(run(input, echo, piece).output, whole.output) << piece;
    EXPECT_EQ(echo.log, whole_echo.log) << piece;
  }
}

TEST(Session, HandsTheBodyOnWhileItArrives) {
  Echo echo;
  const std::string body(4 << 20, 'x');
  const Played result = run(getinfo + execute(body, true), echo);
  EXPECT_EQ(result.output, getinfo_reply + reply(body, true));
  EXPECT_GT(echo.pieces, 1);
  EXPECT_LT(echo.largest, body.size() / 4) << "what was taken need not be kept";
}

TEST(Session, BringsBackWhatWasNotTakenWithMoreBehindIt) {
  std::string body;
  for (int i = 0; body.size() < 3000000; ++i) body += std::to_string(i) + ',';
  for (const std::size_t appetite : {std::size_t{1}, std::size_t{1000}, std::size_t{700001}, std::size_t{4000000}}) {
    Echo echo;
    echo.appetite = appetite;
    const Played result = run(getinfo + execute(body, false) + execute(body, true), echo);
    EXPECT_TRUE(result.output == getinfo_reply + reply(body, false) + reply(body, true)) << appetite;
    // A large row is looked at again only when twice as much of it is there.
    if (appetite > 1000) {
      EXPECT_LT(echo.pieces, 60) << appetite;
    }
  }
}

// Answers every frame with as many bytes as asked for: the first with `a`, the second with `b`.
class Letters : public Command {
 public:
  explicit Letters(std::size_t bytes) : bytes_(bytes) {}
  GetInfoReply getinfo(const GetInfo&) { return {}; }
  void begin(bool finished, text::Buffer reply) override {
    finished_ = finished;
    body_ = std::move(reply);
  }
  std::size_t body(std::string_view unread) override { return unread.size(); }
  ExecuteReply end(std::string_view) override {
    ExecuteReply reply;
    reply.finished = finished_;
    body_.append(std::string(bytes_, letter_++));
    reply.body = std::move(body_);
    return reply;
  }

 private:
  std::size_t bytes_;
  char letter_ = 'a';
  bool finished_ = false;
  text::Buffer body_;
};
// Their pages are handed to a pipe where the system has large ones.
constexpr std::size_t many_bytes = 9'000'000;

TEST(Session, WritesBodiesOfAnySize) {
  const std::string input = getinfo + execute("x", false) + execute("", true);
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{5}, std::size_t{70001}, many_bytes}) {
    Letters letters(bytes);
    const Played result = run(input, letters);
    EXPECT_EQ(result.end.outcome, Outcome::done);
    EXPECT_TRUE(result.output ==
                getinfo_reply + reply(std::string(bytes, 'a'), false) + reply(std::string(bytes, 'b'), true))
        << bytes;
  }
}

TEST(Session, WritesALargeBodyToWhatIsNoPipe) {
  Letters letters(many_bytes);
  const int in = file_with(getinfo + execute("x", true));
  const int out = file_with("");
  ::lseek(in, 0, SEEK_SET);
  EXPECT_EQ(run_session(in, out, lend(letters)).outcome, Outcome::done);
  const std::string expected = getinfo_reply + reply(std::string(many_bytes, 'a'), true);
  std::string written(expected.size() + 1, '\0');
  const ssize_t bytes = ::pread(out, written.data(), written.size(), 0);
  ASSERT_EQ(bytes, static_cast<ssize_t>(expected.size()));
  written.resize(expected.size());
  EXPECT_TRUE(written == expected);
  ::close(in);
  ::close(out);
}

TEST(Session, IsCancelledWhereNobodyReadsALargeBody) {
  Letters letters(many_bytes);
  std::array<int, 2> out{};
  ASSERT_EQ(::pipe(out.data()), 0);
  const int in = file_with(getinfo + execute("x", true));
  ::lseek(in, 0, SEEK_SET);
  std::thread reader([&out] {
    char first = 0;
    EXPECT_EQ(::read(out[0], &first, 1), 1);
    ::close(out[0]);
  });
  EXPECT_EQ(run_session(in, out[1], lend(letters)).outcome, Outcome::cancelled);
  reader.join();
  ::close(in);
  ::close(out[1]);
}

TEST(Session, StreamsAReplyFromAFile) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{262144}, std::size_t{3000001}}) {
    const std::string text(bytes, 'y');
    Echo echo;
    echo.body_file = BodyFile{file_with(text + "not this"), bytes};
    const Played result = run(getinfo + execute("x", false) + execute("", true), echo);
    EXPECT_EQ(result.end.outcome, Outcome::done);
    EXPECT_TRUE(result.output == getinfo_reply + reply(text, false) + reply(text, true)) << bytes;
    ::close(echo.body_file->descriptor);
  }
}

TEST(Session, SaysThatAReplyWasCut) {
  Echo echo;
  echo.body_file = BodyFile{file_with("short"), 6};
  const Played result = run(getinfo + execute("", true), echo);
  EXPECT_EQ(result.end.outcome, Outcome::cut_reply);
  EXPECT_EQ(result.end.what, "the file that holds a reply could not be read");
  ::close(echo.body_file->descriptor);
}

TEST(Session, EndsAtEndOfInput) {
  const struct {
    std::string input;
    Outcome outcome;
    std::string output;
  } cases[] = {
      {"", Outcome::done, ""},
      {getinfo, Outcome::done, getinfo_reply},
      {getinfo.substr(0, 5), Outcome::cancelled, ""},
      {getinfo.substr(0, getinfo.size() - 1), Outcome::cancelled, ""},
      {getinfo + execute("12345", true).substr(0, 50), Outcome::cancelled, getinfo_reply},
      {getinfo + "chunked 1.0,36,999999\n{\"action\":\"execute\",\"finished\":true}x", Outcome::cancelled,
       getinfo_reply},
  };
  for (const auto& c : cases) {
    Echo echo;
    const Played result = run(c.input, echo);
    EXPECT_EQ(result.end.outcome, c.outcome) << c.input;
    EXPECT_EQ(result.output, c.output) << c.input;
  }
}

TEST(Session, RefusesWhatIsNotTheProtocol) {
  for (const std::string& input :
       {std::string("hello\n"), std::string("splunkVersion=6.3\nallowStream=1\n\n"), std::string(100000, 'x'),
        std::string("chunked 1.0,2,0\n{}"), std::string("chunked 1.0,3,0\nnul"),
        std::string("chunked 1.0,36,99999999999999999\n{}")}) {
    Echo echo;
    const Played result = run(input, echo);
    EXPECT_EQ(result.end.outcome, Outcome::garbage) << input.substr(0, 60);
    EXPECT_FALSE(result.end.what.empty());
    EXPECT_EQ(result.output, "") << input.substr(0, 60);
  }
}

TEST(Session, ReadsOnToTheEndAfterAnError) {
  Echo refusing;
  refusing.getinfo_error = "no";
  const Played refused = run(getinfo + execute(std::string(300000, 'x'), true), refusing);
  EXPECT_EQ(refused.end.outcome, Outcome::done);
  EXPECT_EQ(refused.output, frame(R"({"finished":true,"error":"no"})"));
  EXPECT_EQ(refusing.log, "getinfo x\n");
  Echo failing;
  failing.execute_error = "no";
  const Played failed = run(getinfo + execute("", false) + execute("", true), failing);
  EXPECT_EQ(failed.output, getinfo_reply + frame(R"({"finished":true,"error":"no"})"));
  EXPECT_EQ(failing.log, "getinfo x\nbegin\nend\n");
}

TEST(Session, AnswersEventsBeforeGetinfoWithAnError) {
  Echo echo;
  const Played result = run(execute(std::string(300000, 'x'), false) + execute("", true), echo);
  EXPECT_EQ(result.end.outcome, Outcome::done);
  EXPECT_NE(result.output.find(R"("error":"events came before getinfo")"), std::string::npos) << result.output;
  EXPECT_EQ(echo.log, "");
}

TEST(Session, ReadsFilesAndDevNull) {
  const std::string input = getinfo + execute("a\n", true);
  const int file = file_with(input);
  ::lseek(file, 0, SEEK_SET);
  const int null = ::open("/dev/null", O_RDWR);
  Echo echo;
  EXPECT_EQ(run_session(file, null, lend(echo)).outcome, Outcome::done);
  EXPECT_EQ(echo.log, "getinfo x\nbegin finished\nend\n");
  Echo idle;
  EXPECT_EQ(run_session(null, null, lend(idle)).outcome, Outcome::done);
  ::close(file);
  ::close(null);
}

TEST(Session, IsCancelledWhereNobodyReadsItsReplies) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  ASSERT_EQ(::pipe(in.data()), 0);
  ASSERT_EQ(::pipe(out.data()), 0);
  ASSERT_EQ(::write(in[1], getinfo.data(), getinfo.size()), static_cast<ssize_t>(getinfo.size()));
  ::close(out[0]);
  Echo echo;
  EXPECT_EQ(run_session(in[0], out[1], lend(echo)).outcome, Outcome::cancelled);
  for (const int descriptor : {in[0], in[1], out[1]}) ::close(descriptor);
}

TEST(Session, RefusesASecondGetinfo) {
  Echo echo;
  const Played result = run(getinfo + execute("a\n", false) + getinfo + execute("b\n", true), echo);
  EXPECT_EQ(result.end.outcome, Outcome::done);
  EXPECT_TRUE(result.output.starts_with(getinfo_reply + reply("a\n", false))) << result.output;
  EXPECT_TRUE(result.output.ends_with(R"("error":"getinfo came again in the middle of a search"})")) << result.output;
  EXPECT_EQ(echo.log, "getinfo x\nbegin\nend\n");
}

TEST(Session, SaysThatAReplyCouldNotBeWritten) {
  for (const std::size_t bytes : {std::size_t{5}, many_bytes}) {
    Letters letters(bytes);
    const int in = file_with(getinfo + execute("x", true));
    ::lseek(in, 0, SEEK_SET);
    const int full = ::open("/dev/full", O_WRONLY);
    const SessionEnd end = run_session(in, full, lend(letters));
    EXPECT_EQ(end.outcome, Outcome::unwritable);
    EXPECT_EQ(end.what, "a reply cannot be written: No space left on device");
    ::close(in);
    ::close(full);
  }
}

TEST(Session, SaysThatTheInputCouldNotBeRead) {
  const int folder = ::open("/", O_RDONLY | O_DIRECTORY);
  const int null = ::open("/dev/null", O_RDWR);
  Echo echo;
  const SessionEnd end = run_session(folder, null, lend(echo));
  EXPECT_EQ(end.outcome, Outcome::unreadable);
  EXPECT_EQ(end.what, "the input cannot be read: Is a directory");
  ::close(folder);
  ::close(null);
}

// Signals come while it waits for bytes, and while it waits for somebody to take its own.
TEST(Session, GoesOnAfterASignal) {
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = [](int) {};  // without SA_RESTART: calls that wait are interrupted
  ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  ASSERT_EQ(::pipe(in.data()), 0);
  ASSERT_EQ(::pipe(out.data()), 0);
  const std::string body(4'000'000, 'x');
  const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };
  std::thread writer([&] {
    const std::string input = getinfo + execute(body, false) + execute("x", true);
    constexpr std::size_t piece = 100'000;
    for (std::size_t i = 0; i < input.size(); i += piece) {
      pause();
      const std::string part = input.substr(i, piece);
      if (::write(in[1], part.data(), part.size()) != static_cast<ssize_t>(part.size())) break;
    }
    ::close(in[1]);
  });
  std::string output;
  std::thread reader([&] {
    std::string block(200'000, '\0');
    for (ssize_t n = 0; (n = ::read(out[0], block.data(), block.size())) > 0; pause()) {
      output.append(block.data(), static_cast<std::size_t>(n));
    }
  });
  std::atomic<bool> over = false;
  const pthread_t session = ::pthread_self();
  std::thread signals([&] {
    while (!over) {
      ::pthread_kill(session, SIGUSR1);
      std::this_thread::sleep_for(std::chrono::microseconds(300));
    }
  });
  Echo echo;
  const SessionEnd end = run_session(in[0], out[1], lend(echo));
  over = true;
  ::close(in[0]);
  ::close(out[1]);
  for (std::thread* thread : {&signals, &writer, &reader}) thread->join();
  EXPECT_EQ(end.outcome, Outcome::done) << end.what;
  EXPECT_TRUE(output == getinfo_reply + reply(body, false) + reply("x", true));
  ::close(out[0]);
  ::sigaction(SIGUSR1, &before, nullptr);
}

}  // namespace
}  // namespace offhours::test
