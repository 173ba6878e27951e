#include "wire/session.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "wire/frame.hpp"

namespace offhours::wire {
namespace {

namespace asio = boost::asio;

// A larger pipe halves the switches between splunkd and us. Where it is refused the pipe stays as it was.
void widen_pipe(int descriptor) {
#ifdef F_SETPIPE_SZ
  constexpr int pipe_bytes = 1 << 20;
  (void)::fcntl(descriptor, F_SETPIPE_SZ, pipe_bytes);
#endif
}

// Body bytes that the command has not taken yet. So small that they stay in the processor's cache from the read to the
// command, unless a row is larger; a false length in a header costs nothing.
class BodyBuffer {
 public:
  std::string_view bytes() const { return {bytes_.get(), size_}; }
  void clear() { size_ = 0; }

  // Room for more bytes behind those that are there. None: there is no memory for a row that large.
  std::span<char> room() {
    if (size_ == capacity_ && !grow()) return {};
    return {bytes_.get() + size_, capacity_ - size_};
  }
  void added(std::size_t bytes) { size_ += bytes; }
  void taken(std::size_t bytes) {
    size_ -= bytes;
    std::memmove(bytes_.get(), bytes_.get() + bytes, size_);
  }

 private:
  bool grow() {
    constexpr std::size_t first = std::size_t{1} << 18;
    const std::size_t capacity = std::max(first, capacity_ * 2);
    std::unique_ptr<char[]> larger(new (std::nothrow) char[capacity]);
    if (!larger) return false;
    if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
    capacity_ = capacity;
    return true;
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
};

// Descriptors are borrowed: released, not closed, when the session ends.
class BorrowedDescriptor {
 public:
  BorrowedDescriptor(asio::io_context& context, int descriptor) : stream_(context, descriptor) {}
  BorrowedDescriptor(const BorrowedDescriptor&) = delete;
  BorrowedDescriptor& operator=(const BorrowedDescriptor&) = delete;
  ~BorrowedDescriptor() { stream_.release(); }
  asio::posix::stream_descriptor& operator*() { return stream_; }

 private:
  asio::posix::stream_descriptor stream_;
};

class Session {
 public:
  Session(int input, int output, const MakeCommand& make)
      : input_(context_, input), output_(context_, output), make_(make) {}

  SessionEnd run() {
    while (true) {
      const Head head = read_head();
      if (head == Head::end) return {};
      if (head == Head::cut) return {Outcome::cancelled, {}};
      if (head == Head::garbage) return {Outcome::garbage, what_};
      const std::optional<Request> request = parse_request(metadata_);
      if (!request) return {Outcome::garbage, "the metadata of a frame is no JSON object with an action"};
      const bool go_on =
          request->action == Request::Action::getinfo ? answer_getinfo(*request) : answer_execute(*request);
      if (cut_reply_) return {Outcome::cut_reply, "the file that holds a reply could not be read"};
      if (no_memory_) return {Outcome::garbage, "a frame has a row larger than memory"};
      if (!go_on) return {Outcome::cancelled, {}};
      if (failed_) {
        drain();
        return {};
      }
    }
  }

 private:
  enum class Head { frame, end, cut, garbage };

  // Header line and metadata come through a buffer of our own, since their ends are not known beforehand; it never
  // reads ahead of what the pipe already holds.
  Head read_head() {
    std::size_t line_end = std::string::npos;
    while ((line_end = ahead_.find('\n')) == std::string::npos) {
      if (ahead_.size() > max_header_bytes) {
        what_ = "a frame does not start with 'chunked 1.0,<metadata bytes>,<body bytes>'";
        return Head::garbage;
      }
      if (!read_ahead()) return ahead_.empty() ? Head::end : Head::cut;
    }
    const auto header = parse_header(std::string_view(ahead_).substr(0, line_end));
    if (!header) {
      what_ = "a frame does not start with 'chunked 1.0,<metadata bytes>,<body bytes>'";
      return Head::garbage;
    }
    header_ = *header;
    ahead_.erase(0, line_end + 1);
    while (ahead_.size() < header_.metadata_bytes) {
      if (!read_ahead()) return Head::cut;
    }
    const auto metadata_bytes = static_cast<std::size_t>(header_.metadata_bytes);
    metadata_.assign(ahead_, 0, metadata_bytes);
    ahead_.erase(0, metadata_bytes);
    return Head::frame;
  }

  bool read_ahead() {
    std::array<char, 65536> block;
    const std::size_t bytes = read_some(block.data(), block.size());
    ahead_.append(block.data(), bytes);
    return bytes != 0;
  }

  // 0 at the end of input; an error reads as the end, since nothing more can come.
  std::size_t read_some(char* to, std::size_t most) {
    boost::system::error_code error;
    return (*input_).read_some(asio::buffer(to, most), error);
  }

  // Hands the body on as it arrives, but for what is left in `body_` at its end. `take` returns how many bytes it took.
  // False: the input ended inside the body, or memory did.
  template <typename Take>
  bool read_body(Take&& take) {
    body_.clear();
    std::uint64_t left = header_.body_bytes;
    std::size_t enough = 1;
    while (left > 0) {
      const std::span<char> room = body_.room();
      if (room.empty()) {
        no_memory_ = true;
        return false;
      }
      const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), left));
      const std::size_t bytes = ahead_.empty() ? read_some(room.data(), most) : take_ahead(room.data(), most);
      if (bytes == 0) return false;
      body_.added(bytes);
      left -= bytes;
      const std::string_view unread = body_.bytes();
      if (left == 0 || unread.size() < enough) continue;
      const std::size_t taken = take(unread);
      body_.taken(taken);
      // Of a row larger than what is there, twice as much must come before it is worth another look.
      enough = taken > 0 ? 1 : unread.size() * 2;
    }
    return true;
  }
  std::size_t take_ahead(char* to, std::size_t most) {
    const std::size_t bytes = std::min(most, ahead_.size());
    std::memcpy(to, ahead_.data(), bytes);
    ahead_.erase(0, bytes);
    return bytes;
  }

  bool answer_getinfo(const Request& request) {
    if (!read_body([](std::string_view unread) { return unread.size(); })) return false;
    GetInfoReply reply;
    command_ = make_(request.info, reply);
    failed_ = reply.error.has_value();
    return write(to_json(reply), {});
  }

  bool answer_execute(const Request& request) {
    if (!command_) return refuse_execute();
    command_->begin(request.finished);
    if (!read_body([this](std::string_view unread) { return command_->body(unread); })) return false;
    const ExecuteReply reply = command_->end(body_.bytes());
    failed_ = reply.error.has_value();
    if (reply.body_file) return write_file(to_json(reply), *reply.body_file);
    if (!reply.body_left) return write(to_json(reply), reply.body);
    boost::system::error_code error;
    asio::write(*output_, asio::buffer(frame_head(to_json(reply), reply.body.size())), error);
    return !error && hand_over(reply.body);
  }

  // Events that come before a getinfo have no command.
  bool refuse_execute() {
    if (!read_body([](std::string_view unread) { return unread.size(); })) return false;
    failed_ = true;
    return write(to_json(failed_reply(false, "events came before getinfo")), {});
  }

  bool write_file(std::string_view metadata, const BodyFile& file) {
    boost::system::error_code error;
    asio::write(*output_, asio::buffer(frame_head(metadata, file.bytes)), error);
    std::vector<char> block(std::size_t{1} << 18);
    for (std::uint64_t at = 0; at < file.bytes && !error;) {
      const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), file.bytes - at));
      const ssize_t bytes = ::pread(file.descriptor, block.data(), most, static_cast<off_t>(at));
      if (bytes < 0 && errno == EINTR) continue;
      if (bytes <= 0) {
        cut_reply_ = true;
        return false;
      }
      asio::write(*output_, asio::buffer(block.data(), static_cast<std::size_t>(bytes)), error);
      at += static_cast<std::uint64_t>(bytes);
    }
    return !error;
  }

  bool write(std::string_view metadata, std::string_view body) {
    const std::string head = frame_head(metadata, body.size());
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body.data(), body.size())};
    boost::system::error_code error;
    asio::write(*output_, parts, error);
    return !error;
  }

  // Puts the pages themselves into the pipe instead of copies of them: whoever reads makes the only copy. What is no
  // pipe, or a system that will not, gets the rest written.
  bool hand_over(std::string_view body) {
    const int output = (*output_).native_handle();
    while (!body.empty()) {
      const iovec part{const_cast<char*>(body.data()), body.size()};  // the system does not write to it
      const ssize_t bytes = ::vmsplice(output, &part, 1, 0);
      if (bytes < 0 && errno == EINTR) continue;
      if (bytes < 0 && errno == EPIPE) return false;
      if (bytes <= 0) break;
      body.remove_prefix(static_cast<std::size_t>(bytes));
    }
    boost::system::error_code error;
    asio::write(*output_, asio::buffer(body.data(), body.size()), error);
    return !error;
  }

  // After a fatal reply splunkd may still be writing: read on, so that it never meets a closed pipe.
  void drain() {
    std::array<char, 65536> block;
    while (read_some(block.data(), block.size()) != 0) {
    }
  }

  asio::io_context context_{1};
  BorrowedDescriptor input_;
  BorrowedDescriptor output_;
  const MakeCommand& make_;
  std::unique_ptr<Command> command_;  // once getinfo has come
  std::string ahead_;
  std::string metadata_;
  FrameHeader header_;
  BodyBuffer body_;
  std::string_view what_;
  bool failed_ = false;
  bool cut_reply_ = false;
  bool no_memory_ = false;
};

}  // namespace

SessionEnd run_session(int input, int output, const MakeCommand& make) {
  std::signal(SIGPIPE, SIG_IGN);
  widen_pipe(input);
  widen_pipe(output);
  return Session(input, output, make).run();
}

}  // namespace offhours::wire
