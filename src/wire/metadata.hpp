// The JSON of a frame: what splunkd asks and what a command answers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/buffer.hpp"

namespace offhours::wire {

// What splunkd says once, before any event. The session key is not among it: nothing here needs it.
struct GetInfo {
  std::vector<std::string> args;      // quotes stripped, escapes undone
  std::vector<std::string> raw_args;  // as typed
  std::string command;                // absent before Splunk 6.5
  std::string sid;
  std::string dispatch_dir;  // may be empty while a search is only parsed
  std::string search;        // percent-decoded bytes
  std::int64_t max_result_rows = 50000;
  bool preview = false;
};

struct Request {
  enum class Action { getinfo, execute };
  Action action = Action::execute;
  bool finished = false;  // execute: no frame follows
  GetInfo info;           // getinfo only
};

// Unknown keys are ignored; numbers are taken where text is expected and the other way round. An empty optional means
// that the bytes are no JSON object or name no action that exists.
std::optional<Request> parse_request(std::string_view json);

enum class Level { debug, info, warn, error };

struct Message {
  Level level = Level::info;
  std::string text;  // any bytes: made valid UTF-8 when written
};

enum class CommandType { streaming, stateful, events, reporting };

struct GetInfoReply {
  CommandType type = CommandType::streaming;
  bool generating = false;
  std::optional<std::vector<std::string>> required_fields;  // none: every field
  std::optional<std::string> streaming_preop;
  std::vector<Message> messages;
  std::optional<std::string> error;  // fails the search
};

// A body too large for memory: the first `bytes` of a file that is open for reading.
struct BodyFile {
  int descriptor = -1;
  std::uint64_t bytes = 0;
};

struct ExecuteReply {
  bool finished = false;
  text::Buffer body;                  // CSV, or empty
  std::optional<BodyFile> body_file;  // instead of `body`
  std::vector<Message> messages;
  std::optional<std::string> error;
};

// The reply of a command that fails the search.
ExecuteReply failed_reply(bool finished, std::string error);

// Keys in the order that splunkd needs: it stops reading at `error`, so `inspector` comes before it. Message texts are
// made unique within one reply, since splunkd drops a text that it has already seen.
std::string to_json(const GetInfoReply& reply);
std::string to_json(const ExecuteReply& reply);

// Overwrites the session key in metadata that has not been parsed yet, so that no copy of it is ever made.
void blank_session_key(std::span<char> json);

std::string percent_decode(std::string_view text);
// Every byte that belongs to no well-formed UTF-8 sequence becomes U+FFFD.
std::string to_utf8(std::string_view bytes);

}  // namespace offhours::wire
