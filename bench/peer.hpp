// What any command does with its pipes, in the fewest system calls: wide pipes, whole frames in, whole frames out.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace offhours::bench {

class Peer {
 public:
  Peer() {
    constexpr int pipe_bytes = 1 << 20;
    (void)::fcntl(STDIN_FILENO, F_SETPIPE_SZ, pipe_bytes);
    (void)::fcntl(STDOUT_FILENO, F_SETPIPE_SZ, pipe_bytes);
  }

  // The next frame's header and metadata. False at the end of input.
  bool read_head() {
    std::string line;
    char c = 0;
    while (::read(STDIN_FILENO, &c, 1) == 1 && c != '\n') line += c;
    std::size_t metadata_bytes = 0;
    if (std::sscanf(line.c_str(), "chunked 1.0,%zu,%zu", &metadata_bytes, &body_bytes_) != 2) return false;
    metadata_.resize(metadata_bytes);
    return read_all(metadata_.data(), metadata_bytes);
  }
  bool is_getinfo() const { return metadata_.find("\"getinfo\"") != std::string::npos; }
  bool is_last() const { return metadata_.find("\"finished\":true") != std::string::npos; }
  std::size_t body_bytes() const { return body_bytes_; }

  // The whole body, kept.
  std::string_view read_body() {
    if (body_bytes_ > capacity_) {
      body_.reset(new char[body_bytes_]);
      capacity_ = body_bytes_;
    }
    (void)read_all(body_.get(), body_bytes_);
    return {body_.get(), body_bytes_};
  }
  // The whole body, each block over the one before.
  void drop_body() {
    if (capacity_ < block_bytes) body_.reset(new char[capacity_ = block_bytes]);
    for (std::size_t left = body_bytes_; left > 0;) {
      const ssize_t bytes = ::read(STDIN_FILENO, body_.get(), std::min(left, block_bytes));
      if (bytes <= 0) return;
      left -= static_cast<std::size_t>(bytes);
    }
  }

  void answer_getinfo(std::string_view type) {
    answer("{\"type\":\"" + std::string(type) + "\",\"finished\":false}", {});
  }
  void answer(std::string_view metadata, std::string_view body) {
    std::string head = "chunked 1.0," + std::to_string(metadata.size()) + ',' + std::to_string(body.size()) + '\n';
    head += metadata;
    write_all(head);
    write_all(body);
  }

 private:
  static constexpr std::size_t block_bytes = std::size_t{1} << 20;

  static bool read_all(char* to, std::size_t bytes) {
    while (bytes > 0) {
      const ssize_t got = ::read(STDIN_FILENO, to, std::min(bytes, block_bytes));
      if (got <= 0) return false;
      to += got;
      bytes -= static_cast<std::size_t>(got);
    }
    return true;
  }
  static void write_all(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
      if (put <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
  }

  std::string metadata_;
  std::size_t body_bytes_ = 0;
  std::unique_ptr<char[]> body_;
  std::size_t capacity_ = 0;
};

}  // namespace offhours::bench
