// The two ends of a session: bytes that come from splunkd and replies that go to it. Descriptors are borrowed: they are
// not closed. A signal never ends a read or a write; what does is kept as an error.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "text/buffer.hpp"

namespace offhours::wire {

class Descriptor {
 public:
  Descriptor(boost::asio::io_context& context, int descriptor);
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { (void)stream_.release(); }

  // What the last read or write failed by; none at the end of input.
  const boost::system::error_code& error() const { return error_; }

 protected:
  boost::asio::posix::stream_descriptor stream_;
  boost::system::error_code error_;
};

class Input : public Descriptor {
 public:
  using Descriptor::Descriptor;

  // Waits for bytes. 0: the end, or an error.
  std::size_t read(std::span<char> room);
};

class Output : public Descriptor {
 public:
  using Descriptor::Descriptor;

  // Writes all bytes of both. False: error() says why.
  bool write(std::string_view first, std::string_view second = {});
  // The same, and empties the body, which can be used again.
  bool write(std::string_view head, text::Buffer& body);

 private:
  std::size_t hand_over_pages(std::string_view bytes);
};

// Bytes that have been read and not taken. They are wiped where they are moved away from, since a session key may be
// among them.
class Unread {
 public:
  std::string_view text() const { return {bytes_.get(), size_}; }
  std::span<char> bytes() { return {bytes_.get(), size_}; }
  bool empty() const { return size_ == 0; }
  void clear() { size_ = 0; }

  // Room for more bytes behind those that are there. None: there is no memory for so many.
  std::span<char> room() {
    if (size_ == capacity_ && !grow()) return {};
    return {bytes_.get() + size_, capacity_ - size_};
  }
  void commit(std::size_t bytes) { size_ += bytes; }
  // The first of them are forgotten; the others move to the front.
  void consume(std::size_t bytes);

 private:
  bool grow();

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
};

}  // namespace offhours::wire
