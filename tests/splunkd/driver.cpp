#include "splunkd/driver.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace offhours::test::splunkd {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int pipe_bytes = 65536;
constexpr std::size_t longest_header = 64;

constexpr std::array<std::string_view, 8> getinfo_keys = {
    "type", "generating", "required_fields", "maxwait", "streaming_preop", "finished", "error", "inspector"};
constexpr std::array<std::string_view, 3> execute_keys = {"finished", "error", "inspector"};
constexpr std::array<std::string_view, 4> types = {"streaming", "stateful", "events", "reporting"};
constexpr std::array<std::string_view, 4> levels = {"DEBUG", "INFO", "WARN", "ERROR"};

template <typename Names>
bool among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void close_fd(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

std::string shown(std::string_view text) {
  constexpr std::size_t limit = 80;
  std::string out = "'";
  for (const char c : text.substr(0, limit)) {
    if (c == '\n') {
      out += "\\n";
    } else {
      out += static_cast<unsigned char>(c) < 0x20 || c == '\x7f' ? '?' : c;
    }
  }
  return out + (text.size() > limit ? "...'" : "'");
}

// The keys of a JSON object that is known to be valid, as they are written: in order, duplicates included.
std::vector<std::string> top_level_keys(std::string_view text) {
  std::vector<std::string> keys;
  int depth = 0;
  bool key_next = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      const std::size_t begin = i + 1;
      for (++i; text[i] != '"'; ++i) {
        if (text[i] == '\\') ++i;
      }
      if (depth == 1 && key_next) keys.emplace_back(text.substr(begin, i - begin));
      key_next = false;
    } else if (c == '{' || c == '[') {
      key_next = ++depth == 1;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',') {
      key_next = depth == 1;
    }
  }
  return keys;
}

std::optional<std::uint64_t> decimal(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  return value;
}

struct Lengths {
  std::size_t metadata;
  std::size_t body;
};

std::optional<Lengths> parse_header(std::string_view line) {
  constexpr std::string_view start = "chunked 1.0,";
  if (!line.starts_with(start)) return std::nullopt;
  line.remove_prefix(start.size());
  const std::size_t comma = line.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto metadata = decimal(line.substr(0, comma));
  const auto body = decimal(line.substr(comma + 1));
  if (!metadata || !body) return std::nullopt;
  return Lengths{*metadata, *body};
}

}  // namespace

std::string getinfo_metadata(const SearchInfo& info) {
  json::array args;
  json::array raw_args;
  for (const std::string& raw : info.raw_args) {
    args.emplace_back(plain_argument(raw));
    raw_args.emplace_back(raw);
  }
  const json::object metadata{{"action", "getinfo"},
                              {"preview", info.preview},
                              {"streaming_command_will_restart", false},
                              {"searchinfo",
                               {{"args", std::move(args)},
                                {"raw_args", std::move(raw_args)},
                                {"dispatch_dir", info.dispatch_dir},
                                {"sid", info.sid},
                                {"app", info.app},
                                {"owner", info.owner},
                                {"username", info.owner},
                                {"session_key", info.session_key},
                                {"splunkd_uri", "https://127.0.0.1:8089"},
                                {"splunk_version", info.splunk_version},
                                {"search", percent_encode(info.search)},
                                {"command", info.command},
                                {"maxresultrows", info.maxresultrows},
                                {"earliest_time", info.earliest_time},
                                {"latest_time", info.latest_time}}}};
  return json::serialize(metadata);
}

std::string frame(std::string_view metadata, std::string_view body) {
  std::string bytes = "chunked 1.0," + std::to_string(metadata.size()) + ',' + std::to_string(body.size()) + '\n';
  bytes += metadata;
  bytes += body;
  return bytes;
}

std::vector<std::string> splunkd_environment() {
  return {"PATH=/opt/splunk/bin:/usr/bin:/bin", "SPLUNK_HOME=/opt/splunk", "SPLUNK_ETC=/opt/splunk/etc",
          "LD_LIBRARY_PATH=/opt/splunk/lib"};
}

struct Process::Metadata {
  bool valid = false;
  json::object object;
  bool finished = false;
  std::string error;
  std::vector<Message> messages;
};

Process::Process(Program program, Delivery delivery) : program_(std::move(program)), delivery_(std::move(delivery)) {
  // A command that dies must show as EPIPE, not end the driver.
  [[maybe_unused]] static const auto previous = std::signal(SIGPIPE, SIG_IGN);
  start();
}

Process::~Process() {
  if (running()) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, &status_, 0);
  }
  close_fd(in_);
  close_fd(out_);
  close_fd(err_);
}

void Process::start() {
  std::array<std::array<int, 2>, 3> pipes{{{-1, -1}, {-1, -1}, {-1, -1}}};
  for (auto& ends : pipes) {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      breach(std::string("start: no pipe: ") + std::strerror(errno));
      broken_ = true;
      return;
    }
    ::fcntl(ends[0], F_SETPIPE_SZ, pipe_bytes);
  }
  std::error_code ignored;
  const std::string path = std::filesystem::absolute(program_.path, ignored).string();
  const std::string directory =
      program_.directory.empty() ? std::filesystem::path(path).parent_path().string() : program_.directory;

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
  ::posix_spawn_file_actions_adddup2(&actions, pipes[0][0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, pipes[1][1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, pipes[2][1], STDERR_FILENO);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t defaults;
  ::sigemptyset(&defaults);
  ::sigaddset(&defaults, SIGPIPE);
  ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

  std::vector<std::string> words{path};
  words.insert(words.end(), program_.arguments.begin(), program_.arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::vector<char*> environment;
  for (std::string& entry : program_.environment) environment.push_back(entry.data());
  environment.push_back(nullptr);

  spawned_ = steady_clock::now();
  const int failure = ::posix_spawn(&pid_, path.c_str(), &actions, &attributes, argv.data(), environment.data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(pipes[0][0]);
  ::close(pipes[1][1]);
  ::close(pipes[2][1]);
  in_ = pipes[0][1];
  out_ = pipes[1][0];
  err_ = pipes[2][0];
  // Only our ends: the command has blocking ones.
  for (const int fd : {in_, out_, err_}) ::fcntl(fd, F_SETFL, O_NONBLOCK);
  if (failure != 0) {
    pid_ = -1;
    broken_ = true;
    breach("start: cannot run " + path + " in " + directory + ": " + std::strerror(failure));
  }
}

void Process::breach(std::string text) {
  violations_.push_back(asked_.empty() ? std::move(text) : std::move(text) + " [" + asked_ + "]");
}

// Waits for at most timeout_ms until something can be read (or written, while a request is under way), and reads it.
void Process::pump(int timeout_ms) {
  std::array<pollfd, 3> fds{{{output_ended_ ? -1 : out_, POLLIN, 0}, {err_, POLLIN, 0}, {-1, POLLOUT, 0}}};
  if (writing_) fds[2].fd = in_;
  if (::poll(fds.data(), fds.size(), timeout_ms) <= 0) return;
  std::array<char, pipe_bytes> buffer{};
  if (fds[0].revents != 0) {
    const ssize_t got = ::read(out_, buffer.data(), buffer.size());
    if (got > 0) pending_.append(buffer.data(), static_cast<std::size_t>(got));
    if (got == 0) output_ended_ = true;
  }
  if (fds[1].revents != 0) {
    const ssize_t got = ::read(err_, buffer.data(), buffer.size());
    if (got > 0) stderr_text_.append(buffer.data(), static_cast<std::size_t>(got));
    if (got == 0) close_fd(err_);
  }
}

bool Process::write_all(std::string_view bytes) {
  auto progress = steady_clock::now();
  while (!bytes.empty()) {
    std::size_t size = bytes.size();
    if (!delivery_.pieces.empty()) {
      size = std::clamp<std::size_t>(delivery_.pieces[piece_++ % delivery_.pieces.size()], 1, size);
    }
    while (size > 0) {
      const ssize_t wrote = ::write(in_, bytes.data(), size);
      if (wrote > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
        size -= static_cast<std::size_t>(wrote);
        progress = steady_clock::now();
      } else if (errno == EAGAIN) {
        if (steady_clock::now() - progress > delivery_.patience) {
          breach("no reading: waited " + std::to_string(delivery_.patience.count()) + " ms for the program to read on");
          broken_ = true;
          return false;
        }
        writing_ = true;
        pump(50);
        writing_ = false;
      } else if (errno != EINTR) {
        return false;
      }
    }
    if (!delivery_.pieces.empty()) wait_until_read(milliseconds(50));
  }
  return true;
}

// Until the pipe is empty, so that the next bytes come with another read; or until nobody is left to read.
void Process::wait_until_read(milliseconds bound) {
  const auto until = steady_clock::now() + bound;
  int left = 0;
  while (::ioctl(in_, FIONREAD, &left) == 0 && left > 0 && steady_clock::now() < until) {
    pollfd reader{in_, 0, 0};
    if (::poll(&reader, 1, 0) > 0) return;
    pump(0);
    ::usleep(50);
  }
}

void Process::listen() {
  const auto until = steady_clock::now() + delivery_.quiet;
  do {
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now()).count();
    pump(static_cast<int>(std::max<std::int64_t>(left, 0)));
  } while (pending_.empty() && !output_ended_ && steady_clock::now() < until);
}

void Process::expect_silence(const char* when) {
  if (!pending_.empty()) {
    breach("stray bytes: " + std::to_string(pending_.size()) + " bytes " + when + ": " + shown(pending_));
    pending_.clear();
  }
}

bool Process::send_request(std::string_view metadata, std::string_view body) {
  if (broken_ || in_ < 0) return false;
  pump(0);
  expect_silence("before the request");
  const std::string bytes = frame(metadata, body);
  const std::string_view all = bytes;
  bool sent = false;
  if (delivery_.hold_back) {
    sent = write_all(all.substr(0, all.size() - 1));
    if (sent) {
      wait_until_read(milliseconds(500));
      listen();
      if (!pending_.empty()) breach("early reply: it began before the request was complete");
      sent = write_all(all.substr(all.size() - 1));
    }
  } else {
    sent = write_all(all);
  }
  if (!sent && !broken_) {
    breach("write error: the program closed its input before the request was complete");
    broken_ = true;
  }
  return sent;
}

// Until `enough` says that the pending bytes suffice; the bound counts from the last byte that came.
bool Process::await(const std::string& what, const std::function<bool()>& enough) {
  auto progress = steady_clock::now();
  std::size_t had = pending_.size();
  while (!enough()) {
    if (output_ended_) {
      breach("unexpected exit: the output ended while " + what + " was awaited");
      broken_ = true;
      return false;
    }
    if (steady_clock::now() - progress > delivery_.patience) {
      breach("no answer: waited " + std::to_string(delivery_.patience.count()) + " ms for " + what + ", " +
             std::to_string(pending_.size()) + " bytes have come");
      broken_ = true;
      return false;
    }
    pump(static_cast<int>(std::min<std::int64_t>(delivery_.patience.count(), 100)));
    if (pending_.size() != had) {
      had = pending_.size();
      progress = steady_clock::now();
    }
  }
  return true;
}

std::optional<Process::RawFrame> Process::receive() {
  if (!await("the reply's header",
             [&] { return pending_.find('\n') < longest_header || pending_.size() >= longest_header; })) {
    return std::nullopt;
  }
  const std::size_t line = pending_.find('\n');
  const auto lengths = line < longest_header ? parse_header(std::string_view(pending_).substr(0, line)) : std::nullopt;
  if (!lengths) {
    breach("frame header: " + shown(pending_.substr(0, std::min(line, longest_header))) +
           " is not 'chunked 1.0,<metadata bytes>,<body bytes>'");
    broken_ = true;
    return std::nullopt;
  }
  const std::size_t begin = line + 1;
  const auto complete = [&] {
    return pending_.size() - begin >= lengths->metadata && pending_.size() - begin - lengths->metadata >= lengths->body;
  };
  if (!await("the " + std::to_string(lengths->metadata) + " + " + std::to_string(lengths->body) +
                 " bytes that the reply's header announced",
             complete)) {
    return std::nullopt;
  }
  RawFrame reply{pending_.substr(begin, lengths->metadata), pending_.substr(begin + lengths->metadata, lengths->body)};
  pending_.erase(0, begin + lengths->metadata + lengths->body);
  return reply;
}

Process::Metadata Process::check_metadata(std::string_view text, bool getinfo) {
  Metadata metadata;
  json::error_code failure;
  const json::value value = json::parse(text, failure);
  if (failure || !value.is_object()) {
    breach("metadata: not a JSON object in UTF-8: " + shown(text));
    return metadata;
  }
  if (text.front() != '{' || text.back() != '}') breach("metadata: blanks around the object: " + shown(text));
  metadata.valid = true;
  metadata.object = value.get_object();

  const std::vector<std::string> keys = top_level_keys(text);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (getinfo ? !among(getinfo_keys, keys[i]) : !among(execute_keys, keys[i])) {
      breach("unknown key: '" + keys[i] + "' in the metadata");
    }
    if (std::count(keys.begin(), keys.end(), keys[i]) > 1) breach("repeated key: '" + keys[i] + "' in the metadata");
    if (keys[i] == "error" && i + 1 < keys.size()) breach("error order: '" + keys[i + 1] + "' comes after 'error'");
  }
  if (const json::value* finished = metadata.object.if_contains("finished")) {
    if (!finished->is_bool()) breach("finished: not a boolean");
    metadata.finished = finished->is_bool() && finished->get_bool();
  } else if (!getinfo) {
    breach("finished: missing in the reply");
  }
  if (const json::value* error = metadata.object.if_contains("error")) {
    if (!error->is_string() || error->get_string().empty()) breach("error: not a text");
    metadata.error = error->is_string() ? json::value_to<std::string>(*error) : std::string("?");
    if (!metadata.finished) breach("finished: must be true beside 'error'");
  }
  if (metadata.object.contains("inspector")) check_inspector(metadata);
  return metadata;
}

void Process::check_inspector(Metadata& metadata) {
  const json::value& inspector = metadata.object.at("inspector");
  if (!inspector.is_object()) return breach("inspector: not an object");
  for (const auto& [key, value] : inspector.get_object()) {
    if (key.starts_with("metric.")) {
      const auto numeric = [](const json::value& v) { return v.is_number() || v.is_null(); };
      if (!value.is_array() || value.get_array().size() != 4 ||
          !std::all_of(value.get_array().begin(), value.get_array().end(), numeric)) {
        breach("metric: '" + std::string(key) + "' is not a list of four numbers or nulls");
      }
      continue;
    }
    if (key != "messages") {
      breach("unknown key: '" + std::string(key) + "' in the inspector");
      continue;
    }
    if (!value.is_array()) return breach("messages: not a list");
    for (const json::value& entry : value.get_array()) {
      if (!entry.is_array() || entry.get_array().size() != 2 || !entry.get_array()[0].is_string() ||
          !entry.get_array()[1].is_string()) {
        breach("messages: not a pair of level and text: " + shown(json::serialize(entry)));
        continue;
      }
      Message message{json::value_to<std::string>(entry.get_array()[0]),
                      json::value_to<std::string>(entry.get_array()[1])};
      if (!among(levels, message.level)) breach("message level: '" + message.level + "'");
      if (!message_texts_.insert(message.text).second) {
        breach("message repeated: " + shown(message.text) + " was sent before and is dropped");
      }
      metadata.messages.push_back(std::move(message));
    }
  }
}

GetInfoReply Process::getinfo(const SearchInfo& info) {
  maxresultrows_ = static_cast<std::size_t>(info.maxresultrows);
  return getinfo(getinfo_metadata(info));
}

GetInfoReply Process::getinfo(std::string_view request, std::string_view body) {
  asked_ = "getinfo";
  info_ = GetInfoReply();
  if (!send_request(request, body)) return info_;
  const auto reply = receive();
  info_.since_spawn = steady_clock::now() - spawned_;
  if (!reply) return info_;
  after_reply();
  info_.metadata = reply->metadata;
  if (!reply->body.empty()) breach("getinfo body: " + std::to_string(reply->body.size()) + " bytes");
  const Metadata metadata = check_metadata(reply->metadata, true);
  if (!metadata.valid) {
    broken_ = true;
    return info_;
  }
  info_.received = true;
  info_.finished = metadata.finished;
  info_.error = metadata.error;
  info_.messages = metadata.messages;
  if (metadata.finished && metadata.error.empty()) breach("finished: true in a getinfo reply without an error");
  if (const json::value* type = metadata.object.if_contains("type")) {
    if (!type->is_string() || !among(types, std::string_view(type->get_string()))) {
      breach("command type: " + json::serialize(*type));
    } else {
      info_.type = json::value_to<std::string>(*type);
    }
  }
  if (const json::value* generating = metadata.object.if_contains("generating")) {
    if (!generating->is_bool()) breach("generating: not a boolean");
    info_.generating = generating->is_bool() && generating->get_bool();
  }
  if (const json::value* maxwait = metadata.object.if_contains("maxwait"); maxwait && !maxwait->is_number()) {
    breach("maxwait: not a number");
  }
  if (const json::value* preop = metadata.object.if_contains("streaming_preop")) {
    if (!preop->is_string()) breach("streaming_preop: not a text");
    if (preop->is_string()) info_.streaming_preop = json::value_to<std::string>(*preop);
    if (info_.type == "streaming") breach("streaming_preop: not for a streaming command");
  }
  if (const json::value* fields = metadata.object.if_contains("required_fields")) {
    const auto text = [](const json::value& v) { return v.is_string(); };
    if (!fields->is_array() || !std::all_of(fields->get_array().begin(), fields->get_array().end(), text)) {
      breach("required_fields: not a list of texts");
    } else {
      info_.required_fields = json::value_to<std::vector<std::string>>(*fields);
      if (among(*info_.required_fields, "*")) info_.required_fields.reset();
    }
  }
  return info_;
}

void Process::after_reply() {
  if (delivery_.quiet.count() > 0) listen();
  expect_silence("after the reply");
  if (output_ended_) {
    breach("early end: the output was closed before the input was");
    broken_ = true;
  }
}

std::size_t peak_kilobytes(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  }
  return 0;
}

ExecuteReply Process::execute(const Table& table, bool finished) { return execute(to_csv(table), finished); }

ExecuteReply Process::execute(std::string_view body, bool finished) {
  return execute_with(finished ? R"({"action":"execute","finished":true})" : R"({"action":"execute","finished":false})",
                      body, finished);
}

ExecuteReply Process::execute_with(std::string_view request, std::string_view body, bool finished) {
  asked_ = "execute " + std::to_string(++executes_);
  ExecuteReply result;
  if (!send_request(request, body)) return result;
  auto reply = receive();
  if (!reply) return result;
  after_reply();
  const Metadata metadata = check_metadata(reply->metadata, false);
  result.metadata = std::move(reply->metadata);
  result.body = std::move(reply->body);
  if (!metadata.valid) {
    broken_ = true;
    return result;
  }
  result.received = true;
  result.finished = metadata.finished;
  result.error = metadata.error;
  result.messages = metadata.messages;
  std::vector<std::string> faults;
  result.table = from_csv(result.body, faults);
  for (std::string& fault : faults) breach(std::move(fault));
  if (result.error.empty()) check_execute(body, finished, result);
  return result;
}

void Process::check_execute(std::string_view request, bool finished, const ExecuteReply& reply) {
  const std::string asked = finished ? "true" : "false";
  if (info_.generating) {
    if (reply.table.rows.size() > maxresultrows_) breach("too many rows: more than maxresultrows in one reply");
    return;
  }
  if (reply.finished != finished) breach("finished: the request said " + asked + ", the reply does not");
  if (info_.type == "events" || info_.type == "reporting") {
    if (!finished && !reply.body.empty()) breach("early body: rows before the input was complete");
    return;
  }
  // The name stands in the first row of a request if anywhere; the rest of a large body need not be read then.
  constexpr std::size_t header_bytes = 65536;
  if (request.substr(0, header_bytes).find("_chunked_idx") == std::string_view::npos) return;
  std::vector<std::string> ignored;
  const Table sent = from_csv(request, ignored);
  if (sent.column("_chunked_idx")) check_merge(sent, reply);
}

// What splunkd needs to merge the reply with the fields that it withheld.
void Process::check_merge(const Table& sent, const ExecuteReply& answer) {
  const Table& reply = answer.table;
  const std::string_view header = std::string_view(answer.body).substr(0, answer.body.find('\n'));
  struct Twin {
    std::size_t sent;
    bool returned;
  };
  std::vector<Twin> twins;
  for (const std::string& name : reply.columns) {
    if (const auto at = sent.column(name)) {
      std::string quoted;
      for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
      twins.push_back({*at, header.find("__mv_" + quoted) != std::string_view::npos});
    } else {
      breach("new column: '" + name + "' is not among the required fields");
    }
  }
  if (reply.rows.empty()) return;
  const auto index = reply.column("_chunked_idx");
  if (!index) return breach("_chunked_idx: missing in the reply");
  std::optional<std::uint64_t> previous;
  for (const std::vector<Cell>& row : reply.rows) {
    const std::string text = row[*index].empty() ? std::string() : row[*index].front();
    const auto value = decimal(text);
    if (!value || *value >= sent.rows.size()) return breach("_chunked_idx: " + shown(text) + " is out of range");
    if (previous && *value <= *previous) return breach("_chunked_idx: " + shown(text) + " is out of order");
    previous = value;
    for (const Twin& twin : twins) {
      if (!twin.returned && sent.rows[*value][twin.sent].size() > 1) {
        return breach("twin missing: '" + sent.columns[twin.sent] +
                      "' had several values, which may survive the merge");
      }
    }
  }
}

void Process::write_raw(std::string_view bytes) {
  asked_ = "raw bytes";
  if (in_ >= 0) write_all(bytes);
}

void Process::close_output() {
  close_fd(out_);
  output_ended_ = true;
}

void Process::close_input() { close_fd(in_); }

int Process::wait(Ending ending) {
  if (pid_ <= 0 || reaped_) return WIFSIGNALED(status_) ? -WTERMSIG(status_) : WEXITSTATUS(status_);
  asked_ = "end of input";
  if (!broken_ && ending == Ending::between_frames) {
    pump(0);
    expect_silence("after the last reply");
  }
  close_input();
  const auto closed = steady_clock::now();
  while (!reaped_) {
    pump(1);
    reaped_ = ::waitpid(pid_, &status_, WNOHANG) == pid_;
    if (!reaped_ && steady_clock::now() - closed > delivery_.patience) {
      breach("no end: still running " + std::to_string(delivery_.patience.count()) + " ms after its input was closed");
      ::kill(pid_, SIGKILL);
      reaped_ = ::waitpid(pid_, &status_, 0) == pid_;
    }
  }
  // What the program wrote last may still be in the pipes.
  for (std::size_t had = 1; had != pending_.size() + stderr_text_.size();) {
    had = pending_.size() + stderr_text_.size();
    pump(0);
  }
  if (!broken_) expect_silence("after the end of its input");
  const auto lines = std::count(stderr_text_.begin(), stderr_text_.end(), '\n');
  if (!stderr_text_.empty() && (ending == Ending::between_frames || lines > 1)) {
    breach("stderr: " + shown(stderr_text_));
  }
  if (WIFSIGNALED(status_)) {
    breach("signal: ended by signal " + std::to_string(WTERMSIG(status_)));
    return -WTERMSIG(status_);
  }
  const int code = WEXITSTATUS(status_);
  if (code != 0 && ending == Ending::between_frames) breach("exit code: " + std::to_string(code));
  return code;
}

}  // namespace offhours::test::splunkd
