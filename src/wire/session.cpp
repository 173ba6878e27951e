#include "wire/session.hpp"

#include <fcntl.h>
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

// The body of the frame in work. Its memory is kept from frame to frame and touched only where bytes arrive, so that a
// false length costs nothing.
class BodyBuffer {
 public:
  bool reserve(std::size_t bytes) {
    if (bytes <= capacity_) return true;
    bytes_.reset();
    capacity_ = 0;
    bytes_.reset(new (std::nothrow) char[bytes]);
    if (!bytes_) return false;
    capacity_ = bytes;
    return true;
  }
  char* data() { return bytes_.get(); }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
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
  Session(int input, int output, Command& command)
      : input_(context_, input), output_(context_, output), command_(command) {}

  SessionEnd run() {
    while (true) {
      const Head head = read_head();
      if (head == Head::end) return {};
      if (head == Head::cut) return {Outcome::cancelled, {}};
      if (head == Head::garbage) return {Outcome::garbage, what_};
      const std::optional<Request> request = parse_request(metadata_);
      if (!request) return {Outcome::garbage, "the metadata of a frame is no JSON object with an action"};
      if (!body_.reserve(static_cast<std::size_t>(header_.body_bytes))) {
        return {Outcome::garbage, "a frame claims a body larger than memory"};
      }
      const bool go_on =
          request->action == Request::Action::getinfo ? answer_getinfo(*request) : answer_execute(*request);
      if (cut_reply_) return {Outcome::cut_reply, "the file that holds a reply could not be read"};
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

  // Hands the body on as it arrives. False: the input ended inside it.
  template <typename Sink>
  bool read_body(Sink&& sink) {
    const auto total = static_cast<std::size_t>(header_.body_bytes);
    std::size_t have = std::min(total, ahead_.size());
    if (have > 0) std::memcpy(body_.data(), ahead_.data(), have);
    ahead_.erase(0, have);
    if (have > 0) sink(std::string_view(body_.data(), have));
    constexpr std::size_t block = std::size_t{1} << 20;
    while (have < total) {
      const std::size_t bytes = read_some(body_.data() + have, std::min(block, total - have));
      if (bytes == 0) return false;
      have += bytes;
      sink(std::string_view(body_.data(), have));
    }
    return true;
  }

  std::string_view body() { return {body_.data(), static_cast<std::size_t>(header_.body_bytes)}; }

  bool answer_getinfo(const Request& request) {
    if (!read_body([](std::string_view) {})) return false;
    const GetInfoReply reply = command_.getinfo(request.info);
    failed_ = reply.error.has_value();
    return write(to_json(reply), {});
  }

  bool answer_execute(const Request& request) {
    command_.begin(request.finished, header_.body_bytes);
    if (!read_body([this](std::string_view so_far) { command_.body(so_far); })) return false;
    const ExecuteReply reply = command_.end(body());
    failed_ = reply.error.has_value();
    if (reply.body_file) return write_file(to_json(reply), *reply.body_file);
    return write(to_json(reply), reply.body);
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

  // After a fatal reply splunkd may still be writing: read on, so that it never meets a closed pipe.
  void drain() {
    std::array<char, 65536> block;
    while (read_some(block.data(), block.size()) != 0) {
    }
  }

  asio::io_context context_{1};
  BorrowedDescriptor input_;
  BorrowedDescriptor output_;
  Command& command_;
  std::string ahead_;
  std::string metadata_;
  FrameHeader header_;
  BodyBuffer body_;
  std::string_view what_;
  bool failed_ = false;
  bool cut_reply_ = false;
};

}  // namespace

SessionEnd run_session(int input, int output, Command& command) {
  std::signal(SIGPIPE, SIG_IGN);
  widen_pipe(input);
  widen_pipe(output);
  return Session(input, output, command).run();
}

}  // namespace offhours::wire
