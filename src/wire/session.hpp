// The lock-step dialogue with splunkd over two descriptors: one reply a request, and not a byte of it before the whole
// request has been read. Ends at end of input.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "wire/metadata.hpp"

namespace offhours::wire {

// A search command as the session sees it. Views handed to it live until the call returns. The session owns the memory
// of replies: a command gets an empty body with each frame, and hands it back full.
class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  // A frame starts; `finished`: no other will follow. `reply`: empty, for the body of the answer.
  virtual void begin(bool finished, text::Buffer reply) = 0;
  // Body bytes have arrived. `unread` is what has arrived of the frame's body without what was taken before. Returns
  // how many bytes from its front are taken: those never come again; the others do, perhaps at another address.
  virtual std::size_t body(std::string_view unread) = 0;
  // The frame's body is complete. `unread`: all of it that was not taken.
  virtual ExecuteReply end(std::string_view unread) = 0;
};

// Makes the command that a getinfo asks for, and its reply. Without a command the reply holds the error that says why.
using MakeCommand = std::function<std::unique_ptr<Command>(const GetInfo& info, GetInfoReply& reply)>;

enum class Outcome {
  done,        // end of input between two frames, the normal end
  cancelled,   // end of input inside a frame, or nobody reads our replies: the search was cancelled or failed elsewhere
  garbage,     // the input is not this protocol
  unreadable,  // reading the input failed
  unwritable,  // writing a reply failed, though somebody may still want it: the disk is full
  cut_reply,   // a reply's file could not be read to its end, so that half a frame was written
};

struct SessionEnd {
  Outcome outcome = Outcome::done;
  std::string what;  // for all but the first two: what was wrong, a sentence without full stop
};

// Descriptors stay open. Ignores SIGPIPE for the process.
SessionEnd run_session(int input, int output, const MakeCommand& make);

}  // namespace offhours::wire
