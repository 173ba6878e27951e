// bench_groups PROGRAM [GROUPS MAXMEM]...: how much memory and time `offhoursstats` takes for groups with keys of 100
// bytes, each seen twice, far apart. Without numbers: 1,000,000 and 10,000,000 groups in 200 MB.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

constexpr std::uint64_t rows_a_frame = 50000;

[[noreturn]] void die(const char* what) {
  std::fprintf(stderr, "bench_groups: %s\n", what);
  std::exit(1);
}

void write_all(int to, const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t written = ::write(to, bytes.data() + at, bytes.size() - at);
    if (written <= 0) die("the program does not read");
    at += static_cast<std::size_t>(written);
  }
}

void send(int to, const std::string& metadata, const std::string& body) {
  write_all(to, "chunked 1.0," + std::to_string(metadata.size()) + "," + std::to_string(body.size()) + "\n" + metadata);
  write_all(to, body);
}

struct Reply {
  std::string metadata;
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
};

// A reply's body is counted, not kept.
Reply receive(int from) {
  std::string head;
  for (char c = 0; c != '\n'; head += c) {
    if (::read(from, &c, 1) != 1) die("the program does not answer");
  }
  unsigned long long metadata = 0;
  unsigned long long body = 0;
  if (std::sscanf(head.c_str(), "chunked 1.0,%llu,%llu", &metadata, &body) != 2)
    die("the program's answer is no frame");
  Reply reply;
  reply.bytes = body;
  static std::vector<char> block(std::size_t{1} << 20);
  for (std::uint64_t left = metadata + body; left > 0;) {
    const ssize_t got = ::read(from, block.data(), std::min<std::uint64_t>(block.size(), left));
    if (got <= 0) die("the program's answer ends early");
    for (ssize_t i = 0; i < got; ++i) {
      if (reply.metadata.size() < metadata) {
        reply.metadata += block[static_cast<std::size_t>(i)];
      } else if (block[static_cast<std::size_t>(i)] == '\n') {
        ++reply.lines;
      }
    }
    left -= static_cast<std::uint64_t>(got);
  }
  if (reply.metadata.find("\"error\"") != std::string::npos) die(reply.metadata.c_str());
  return reply;
}

void measure(const char* program, std::uint64_t groups, const char* megabytes) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("bench_groups_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  int in[2];
  int out[2];
  if (::pipe(in) != 0 || ::pipe(out) != 0) die("no pipes");
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    for (const int descriptor : {in[0], in[1], out[0], out[1]}) ::close(descriptor);
    ::execl(program, program, nullptr);
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);

  const std::string arguments =
      std::string(R"-(["count","min(_time)","max(_time)","by","k","raw=false","maxmem=)-") + megabytes + "\"]";
  send(in[1],
       R"({"action":"getinfo","searchinfo":{"command":"offhoursstats","raw_args":)" + arguments +
           R"(,"dispatch_dir":")" + folder.string() + "\"}}",
       "");
  receive(out[0]);
  const auto began = std::chrono::steady_clock::now();
  const std::string padding(84, 'k');
  for (std::uint64_t row = 0; row < 2 * groups;) {
    std::string body = "_time,k\n";
    for (std::uint64_t i = 0; i < rows_a_frame && row < 2 * groups; ++i, ++row) {
      char key[17];
      // A bijection below 2^64, so that keys come in no order.
      std::snprintf(key, sizeof key, "%016llx", static_cast<unsigned long long>(row % groups * 0x9E3779B97F4A7C15ULL));
      body += std::to_string(1000000000 + row % 86400) + "," + key + padding + "\n";
    }
    send(in[1], R"({"action":"execute","finished":false})", body);
    receive(out[0]);
  }
  const auto input_end = std::chrono::steady_clock::now();
  send(in[1], R"({"action":"execute","finished":true})", "");
  const Reply reply = receive(out[0]);
  const auto end = std::chrono::steady_clock::now();
  ::close(in[1]);
  ::close(out[0]);
  int status = 0;
  rusage usage{};
  ::wait4(pid, &status, 0, &usage);
  const bool clean = std::filesystem::is_empty(folder);
  std::filesystem::remove_all(folder);
  if (status != 0) die("the program did not exit with 0");
  if (!clean) die("files were left in the dispatch directory");
  if (reply.lines != groups + 1) die("the number of groups is wrong");
  const auto seconds = [](auto time) { return std::chrono::duration<double>(time).count(); };
  std::printf("%12llu %8s %12.0f %10.1f %10.1f %12.0f\n", static_cast<unsigned long long>(groups), megabytes,
              static_cast<double>(usage.ru_maxrss) / 1024, seconds(input_end - began), seconds(end - input_end),
              static_cast<double>(reply.bytes) / 1e6);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc % 2 != 0) die("usage: bench_groups PROGRAM [GROUPS MAXMEM]...");
  std::printf("%12s %8s %12s %10s %10s %12s\n", "groups", "maxmem", "peak RSS MB", "input s", "reply s", "reply MB");
  if (argc == 2) {
    measure(argv[1], 1000000, "200");
    measure(argv[1], 10000000, "200");
  }
  for (int i = 2; i + 1 < argc; i += 2) measure(argv[1], std::strtoull(argv[i], nullptr, 10), argv[i + 1]);
}
