#include "wire/descriptors.hpp"

#include <fcntl.h>
#include <sys/uio.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <cstring>
#include <new>

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

}  // namespace

Descriptor::Descriptor(asio::io_context& context, int descriptor) : stream_(context, descriptor) {
  widen_pipe(descriptor);
}

std::size_t Input::read(std::span<char> room) {
  while (true) {
    const std::size_t bytes = stream_.read_some(asio::buffer(room.data(), room.size()), error_);
    if (error_ == asio::error::interrupted) continue;
    if (error_ == asio::error::eof) error_.clear();
    return bytes;
  }
}

bool Output::write(std::string_view first, std::string_view second) {
  while (!first.empty() || !second.empty()) {
    const std::array<asio::const_buffer, 2> parts{asio::buffer(first), asio::buffer(second)};
    std::size_t bytes = stream_.write_some(parts, error_);
    if (error_ == asio::error::interrupted) continue;
    if (error_) return false;
    const std::size_t of_first = std::min(bytes, first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(bytes - of_first);
  }
  return true;
}

bool Output::write(std::string_view head, text::Buffer& body) {
  std::string_view bytes = body.view();
  if (!body.worth_handing_over()) {
    const bool written = write(head, bytes);
    body.clear();
    return written;
  }
  if (!write(head)) return false;
  bytes.remove_prefix(hand_over_pages(bytes));
  const bool written = write(bytes);
  body.drop_pages();
  return written;
}

// Puts the pages themselves into the pipe instead of copies of them: whoever reads makes the only copy. Returns how
// many bytes that were: none where the descriptor is no pipe, or the system will not.
std::size_t Output::hand_over_pages(std::string_view bytes) {
  std::size_t handed = 0;
  while (handed < bytes.size()) {
    const std::string_view rest = bytes.substr(handed);
    const iovec part{const_cast<char*>(rest.data()), rest.size()};  // the system does not write to it
    const ssize_t moved = ::vmsplice(stream_.native_handle(), &part, 1, 0);
    if (moved < 0 && errno == EINTR) continue;
    if (moved <= 0) break;
    handed += static_cast<std::size_t>(moved);
  }
  return handed;
}

void Unread::consume(std::size_t bytes) {
  size_ -= bytes;
  if (size_ > 0) std::memmove(bytes_.get(), bytes_.get() + bytes, size_);
}

bool Unread::grow() {
  constexpr std::size_t first = std::size_t{1} << 18;
  const std::size_t capacity = std::max(first, capacity_ * 2);
  std::unique_ptr<char[]> larger(new (std::nothrow) char[capacity]);
  if (!larger) return false;
  if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
  if (bytes_) ::explicit_bzero(bytes_.get(), size_);
  bytes_ = std::move(larger);
  capacity_ = capacity;
  return true;
}

}  // namespace offhours::wire
