// Whole sessions. If the first byte is `r`, the rest is the stream as it arrives; else it is requests, each its
// metadata, a byte 0xFE and its body, in frames of the right lengths. All that is answered are whole frames, one a
// request at most.
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "command/dispatch.hpp"
#include "sample_search.hpp"
#include "targets.hpp"
#include "wire/frame.hpp"
#include "wire/session.hpp"

namespace offhours::fuzz {
namespace {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes = {}) : descriptor_(::memfd_create("session", MFD_CLOEXEC)) {
    require(::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "no memory file");
    ::lseek(descriptor_, 0, SEEK_SET);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(descriptor_); }

  int descriptor() const { return descriptor_; }
  std::string text() const {
    std::string all(static_cast<std::size_t>(::lseek(descriptor_, 0, SEEK_END)), '\0');
    require(::pread(descriptor_, all.data(), all.size(), 0) == static_cast<ssize_t>(all.size()), "no memory file");
    return all;
  }

 private:
  int descriptor_;
};

// The number of whole frames that the text is made of.
std::size_t count_frames(std::string_view text) {
  std::size_t frames = 0;
  for (; !text.empty(); ++frames) {
    const std::size_t end = text.find('\n');
    const auto header = offhours::wire::parse_header(text.substr(0, end));
    require(end != std::string_view::npos && header, "a reply has no header");
    text.remove_prefix(end + 1);
    require(header->metadata_bytes + header->body_bytes <= text.size(), "a reply is cut");
    text.remove_prefix(header->metadata_bytes + header->body_bytes);
  }
  return frames;
}

}  // namespace

void sessions(std::string_view bytes) {
  if (bytes.empty()) return;
  std::string stream;
  std::size_t requests = static_cast<std::size_t>(-1);
  if (bytes.front() == 'r') {
    stream = bytes.substr(1);
  } else {
    bytes.remove_prefix(1);
    for (requests = 0; !bytes.empty(); ++requests) {
      const std::string_view request = consume_part(bytes);
      const std::size_t end = request.find('\xFE');
      const std::string_view body = end == std::string_view::npos ? std::string_view() : request.substr(end + 1);
      stream += offhours::wire::frame_head(request.substr(0, end), body.size());
      stream += body;
    }
  }
  const MemoryFile input(stream);
  const MemoryFile output;
  const auto end = offhours::wire::run_session(
      input.descriptor(), output.descriptor(),
      [](const auto& info, auto& reply) { return command::make_command(info, lookups().path(), reply); });
  require(end.outcome != offhours::wire::Outcome::cut_reply, "a reply is cut");
  require(count_frames(output.text()) <= requests, "there are more replies than requests");
}

}  // namespace offhours::fuzz
