#include "driver.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace offhours::bench {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

[[noreturn]] void fail(const Program& program, const char* what) {
  std::fprintf(stderr, "bench: %s %s\n", program.name.c_str(), what);
  std::exit(1);
}

class Child {
 public:
  explicit Child(const Program& program) : program_(program) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) fail(program_, "got no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    std::vector<char*> arguments;
    for (const std::string& argument : program_.command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    if (::posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
      fail(program_, "could not be started");
    }
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    to_ = in[1];
    from_ = out[0];
  }

  void send(const std::string& metadata, std::string_view body) {
    const std::string head =
        "chunked 1.0," + std::to_string(metadata.size()) + ',' + std::to_string(body.size()) + '\n' + metadata;
    write_all(head);
    write_all(body);
  }

  // Reads one reply and returns its body's length.
  std::size_t receive() {
    std::string line;
    char c = 0;
    while (::read(from_, &c, 1) == 1 && c != '\n') line += c;
    std::size_t metadata_bytes = 0;
    std::size_t body_bytes = 0;
    if (std::sscanf(line.c_str(), "chunked 1.0,%zu,%zu", &metadata_bytes, &body_bytes) != 2) {
      fail(program_, "gave no frame");
    }
    std::string metadata(metadata_bytes, '\0');
    for (std::size_t have = 0; have < metadata_bytes;) have += read_some(metadata.data() + have, metadata_bytes - have);
    if (metadata.find("\"error\"") != std::string::npos) fail(program_, metadata.c_str());
    for (std::size_t left = body_bytes; left > 0;) left -= read_some(block_.data(), std::min(left, block_.size()));
    return body_bytes;
  }

  std::size_t peak_bytes() const {
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    for (std::string line; std::getline(status, line);) {
      std::size_t kilobytes = 0;
      if (std::sscanf(line.c_str(), "VmHWM: %zu", &kilobytes) == 1) return kilobytes << 10;
    }
    return 0;
  }

  // Closes the input, waits for the end, and returns the processor time used.
  double finish() {
    ::close(to_);
    while (::read(from_, block_.data(), block_.size()) > 0) {
    }
    ::close(from_);
    int status = 0;
    rusage usage{};
    ::wait4(pid_, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail(program_, "ended badly");
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }

 private:
  void write_all(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(to_, bytes.data(), std::min(bytes.size(), block_.size()));
      if (put <= 0) fail(program_, "closed its input");
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
  }
  std::size_t read_some(char* to, std::size_t most) {
    const ssize_t got = ::read(from_, to, most);
    if (got <= 0) fail(program_, "closed its output");
    return static_cast<std::size_t>(got);
  }

  const Program& program_;
  pid_t pid_ = 0;
  int to_ = -1;
  int from_ = -1;
  std::vector<char> block_ = std::vector<char>(std::size_t{1} << 20);
};

}  // namespace

Run play(const Program& program, std::string_view command, const std::vector<std::string>& arguments,
         const std::vector<std::string>& bodies, std::size_t frames) {
  std::signal(SIGPIPE, SIG_IGN);
  std::string getinfo = R"({"action":"getinfo","preview":false,"searchinfo":{"args":[)";
  for (const std::string& argument : arguments) {
    getinfo += (&argument == arguments.data() ? "\"" : ",\"") + argument + '"';
  }
  getinfo += R"(],"raw_args":[)";
  for (const std::string& argument : arguments) {
    getinfo += (&argument == arguments.data() ? "\"" : ",\"") + argument + '"';
  }
  getinfo += R"(],"command":")" + std::string(command) +
             R"(","sid":"1764000000.1","dispatch_dir":"","splunk_version":"9.4.0","search":"","app":"DA-ESS-OffHours",)"
             R"("owner":"admin","username":"admin","session_key":"","splunkd_uri":"https://127.0.0.1:8089",)"
             R"("earliest_time":"0","latest_time":"0","maxresultrows":50000}})";

  Run run;
  auto start = Clock::now();
  Child child(program);
  child.send(getinfo, {});
  (void)child.receive();
  run.getinfo_seconds = since(start);
  start = Clock::now();
  for (std::size_t frame = 0; frame < frames; ++frame) {
    const bool last = frame + 1 == frames;
    child.send(last ? R"({"action":"execute","finished":true})" : R"({"action":"execute","finished":false})",
               bodies[frame % bodies.size()]);
    run.reply_bytes += child.receive();
  }
  run.seconds = since(start);
  run.peak_bytes = child.peak_bytes();
  run.cpu_seconds = child.finish();
  return run;
}

}  // namespace offhours::bench
