#include "wire/session.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "wire/descriptors.hpp"
#include "wire/frame.hpp"

namespace offhours::wire {
namespace {

constexpr std::string_view no_frame = "a frame does not start with 'chunked 1.0,<metadata bytes>,<body bytes>'";

// A larger row is not read: some command might hold it several times.
constexpr std::size_t max_row_bytes = std::size_t{256} << 20;
// From here on a row is worth telling where memory is short.
constexpr std::size_t large_row = std::size_t{16} << 20;

// Whether nobody will ever read what is written.
bool is_gone(const boost::system::error_code& error) {
  return error == boost::system::errc::broken_pipe || error == boost::system::errc::connection_reset;
}

class Session {
 public:
  Session(int input, int output, const MakeCommand& make)
      : input_(context_, input), output_(context_, output), make_(make) {}

  SessionEnd run() {
    while (read_head() && answer()) {
    }
    return end_;
  }

 private:
  // The session ends like this. Always false.
  bool stop(Outcome outcome, std::string what = {}) {
    end_ = {outcome, std::move(what)};
    return false;
  }
  // No more bytes came.
  bool stop_at_end_of_input(Outcome outcome) {
    if (!input_.error()) return stop(outcome);
    return stop(Outcome::unreadable, "the input cannot be read: " + input_.error().message());
  }
  bool stop_unless_written(bool written) {
    if (written) return true;
    if (is_gone(output_.error())) return stop(Outcome::cancelled);
    return stop(Outcome::unwritable, "a reply cannot be written: " + output_.error().message());
  }

  // Reads header line and metadata. Their ends are not known beforehand, so what comes behind them may be read too: it
  // stays in `ahead_`. Never waits for a byte behind the metadata.
  bool read_head() {
    std::size_t line_end = std::string::npos;
    while ((line_end = ahead_.text().find('\n')) == std::string::npos) {
      if (ahead_.text().size() > max_header_bytes) return stop(Outcome::garbage, std::string(no_frame));
      if (!read_ahead(ahead_.empty() ? Outcome::done : Outcome::cancelled)) return false;
    }
    const auto header = parse_header(ahead_.text().substr(0, line_end));
    if (!header) return stop(Outcome::garbage, std::string(no_frame));
    ahead_.consume(line_end + 1);
    while (ahead_.text().size() < header->metadata_bytes) {
      if (!read_ahead(Outcome::cancelled)) return false;
    }
    const auto metadata_bytes = static_cast<std::size_t>(header->metadata_bytes);
    blank_session_key(ahead_.bytes().first(metadata_bytes));
    request_ = parse_request(ahead_.text().substr(0, metadata_bytes));
    ahead_.consume(metadata_bytes);
    body_left_ = header->body_bytes;
    return request_ || stop(Outcome::garbage, "the metadata of a frame is no JSON object with an action");
  }

  bool read_ahead(Outcome at_end) {
    constexpr std::size_t most = 65536;
    const std::span<char> room = ahead_.room();
    if (room.empty()) return stop(Outcome::garbage, "a frame has metadata larger than memory");
    const std::size_t bytes = input_.read(room.first(std::min(most, room.size())));
    ahead_.commit(bytes);
    return bytes > 0 || stop_at_end_of_input(at_end);
  }

  // Hands the body on as it arrives, but for what is left in `body_` at its end. `handle` returns how many bytes it
  // needs no more. Throws std::bad_alloc for a row that memory should not or cannot hold.
  template <typename Handle>
  bool read_body(Handle&& handle) {
    body_.clear();
    std::size_t enough = 1;
    while (body_left_ > 0) {
      if (body_.text().size() >= max_row_bytes) throw std::bad_alloc();
      const std::span<char> room = body_.room();
      if (room.empty()) throw std::bad_alloc();
      const auto most = room.first(static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), body_left_)));
      const std::size_t bytes = ahead_.empty() ? input_.read(most) : copy_ahead(most);
      if (bytes == 0) return stop_at_end_of_input(Outcome::cancelled);
      body_.commit(bytes);
      body_left_ -= bytes;
      const std::string_view unread = body_.text();
      if (body_left_ == 0 || unread.size() < enough) continue;
      const std::size_t taken = handle(unread);
      body_.consume(taken);
      // Of a row larger than what is there, twice as much must come before it is worth another look.
      enough = taken > 0 ? 1 : unread.size() * 2;
    }
    return true;
  }
  // What is left of the body is read and forgotten.
  bool pass_over_body() {
    std::array<char, 65536> block;
    while (body_left_ > 0) {
      const auto most =
          std::span(block).first(static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), body_left_)));
      const std::size_t bytes = ahead_.empty() ? input_.read(most) : copy_ahead(most);
      if (bytes == 0) return stop_at_end_of_input(Outcome::cancelled);
      body_left_ -= bytes;
    }
    return true;
  }
  std::size_t copy_ahead(std::span<char> to) {
    const std::size_t bytes = std::min(to.size(), ahead_.text().size());
    std::memcpy(to.data(), ahead_.text().data(), bytes);
    ahead_.consume(bytes);
    return bytes;
  }

  bool answer() {
    bool answered = false;
    try {
      answered = request_->action == Request::Action::getinfo ? answer_getinfo() : answer_execute();
    } catch (const std::bad_alloc&) {
      answered = refuse_for_memory();
    }
    if (answered && failed_) pass_over_input();
    return answered && !failed_;
  }

  bool answer_getinfo() {
    if (!pass_over_body()) return false;
    GetInfoReply reply;
    if (command_) {
      reply.error = "getinfo came again in the middle of a search";
      reply.messages.push_back({Level::error, *reply.error});
    } else {
      command_ = make_(request_->info, reply);
    }
    failed_ = reply.error.has_value();
    return stop_unless_written(output_.write(frame_head(to_json(reply), 0)));
  }

  bool answer_execute() {
    if (!command_) return refuse_execute();
    command_->begin(request_->finished, std::move(pages_));
    if (!read_body([this](std::string_view unread) { return command_->body(unread); })) return false;
    ExecuteReply reply = command_->end(body_.text());
    failed_ = reply.error.has_value();
    pages_ = std::move(reply.body);
    if (reply.body_file) {
      pages_.clear();
      return write_file(to_json(reply), *reply.body_file);
    }
    return stop_unless_written(output_.write(frame_head(to_json(reply), pages_.size()), pages_));
  }

  // There is no memory for what has to be done. What the command holds is given up first, so that there is some for the
  // reply; no byte of it has been written yet.
  bool refuse_for_memory() {
    const std::size_t row_bytes = body_.text().size();
    command_.reset();
    body_ = {};
    pages_ = {};
    if (!pass_over_body()) return false;
    failed_ = true;
    const std::string text = row_bytes >= large_row
                                 ? "out of memory: a row of more than " + std::to_string(row_bytes >> 20) + " MB came"
                                 : "out of memory: the system gives this process no more";
    if (request_->action == Request::Action::execute) {
      return stop_unless_written(output_.write(frame_head(to_json(failed_reply(request_->finished, text)), 0)));
    }
    GetInfoReply reply;
    reply.error = text;
    reply.messages.push_back({Level::error, text});
    return stop_unless_written(output_.write(frame_head(to_json(reply), 0)));
  }

  // Events that come before a getinfo have no command.
  bool refuse_execute() {
    if (!pass_over_body()) return false;
    failed_ = true;
    return stop_unless_written(
        output_.write(frame_head(to_json(failed_reply(false, "events came before getinfo")), 0)));
  }

  bool write_file(std::string_view metadata, const BodyFile& file) {
    std::vector<char> block(std::size_t{1} << 18);  // before the first byte is written, see refuse_for_memory()
    if (!stop_unless_written(output_.write(frame_head(metadata, file.bytes)))) return false;
    for (std::uint64_t at = 0; at < file.bytes;) {
      const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), file.bytes - at));
      const ssize_t bytes = ::pread(file.descriptor, block.data(), most, static_cast<off_t>(at));
      if (bytes < 0 && errno == EINTR) continue;
      if (bytes <= 0) return stop(Outcome::cut_reply, "the file that holds a reply could not be read");
      if (!stop_unless_written(output_.write({block.data(), static_cast<std::size_t>(bytes)}))) return false;
      at += static_cast<std::uint64_t>(bytes);
    }
    return true;
  }

  // After a fatal reply splunkd may still be writing: read on, so that it never meets a closed pipe.
  void pass_over_input() {
    std::array<char, 65536> block;
    while (input_.read(block) != 0) {
    }
  }

  boost::asio::io_context context_{1};
  Input input_;
  Output output_;
  const MakeCommand& make_;
  std::unique_ptr<Command> command_;  // once getinfo has come
  Unread ahead_;
  Unread body_;  // so small that it stays in the processor's cache, unless a row is larger
  std::optional<Request> request_;
  std::uint64_t body_left_ = 0;  // of the request's frame, not read yet
  text::Buffer pages_;           // for the next reply's body
  SessionEnd end_;
  bool failed_ = false;
};

}  // namespace

SessionEnd run_session(int input, int output, const MakeCommand& make) {
  std::signal(SIGPIPE, SIG_IGN);
  return Session(input, output, make).run();
}

}  // namespace offhours::wire
