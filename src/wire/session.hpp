// The lock-step dialogue with splunkd over two descriptors: one reply a request, and not a byte of it before the whole
// request has been read. Ends at end of input.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/metadata.hpp"

namespace offhours::wire {

// A search command as the session sees it. Views handed to it live until end() returns; views that it returns must live
// until its next call.
class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  virtual GetInfoReply getinfo(const GetInfo& info) = 0;
  // A frame starts, with a body of that many bytes if its header tells the truth; `finished`: no other will follow.
  virtual void begin(bool finished, std::uint64_t body_bytes) = 0;
  // Body bytes have arrived. `body` is all of the frame's body so far: its start never moves within a frame.
  virtual void body(std::string_view body) = 0;
  // The frame's body is complete.
  virtual ExecuteReply end(std::string_view body) = 0;
};

enum class Outcome {
  done,       // end of input between two frames, the normal end
  cancelled,  // end of input inside a frame, or nobody reads our replies: the search was cancelled or failed elsewhere
  garbage,    // the input is not this protocol
  cut_reply,  // a reply's file could not be read to its end, so that half a frame was written
};

struct SessionEnd {
  Outcome outcome = Outcome::done;
  std::string_view what;  // for `garbage` and `cut_reply`: what was wrong, a sentence without full stop
};

// Descriptors stay open. Ignores SIGPIPE for the process.
SessionEnd run_session(int input, int output, Command& command);

}  // namespace offhours::wire
