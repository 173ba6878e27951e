// Plays splunkd for a chunked custom search command, and writes down every rule that the command breaks.
// It shares no code with the product, so that both cannot be wrong in the same way. Not safe for threads.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace offhours::test::splunkd {

// A cell is a list of values: none is an empty cell, several are a multivalue field.
using Cell = std::vector<std::string>;

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;

  std::optional<std::size_t> column(std::string_view name) const;
  // The values of a cell joined by LF; empty if the column is not there.
  std::string text(std::size_t row, std::string_view name) const;
};

// As splunkd writes it: all plain columns, then their `__mv_` twins in the same order; LF; a cell is quoted if and only
// if it holds a byte outside [A-Za-z0-9].
std::string to_csv(const Table& table);
// A strict reader of what splunkd accepts. Every fault is added to `faults` as "rule: detail".
Table from_csv(std::string_view csv, std::vector<std::string>& faults);

// SPL arguments as splunkd cuts them: at blanks; double quotes group; commas between bare words vanish. Quotes and
// escapes are kept.
std::vector<std::string> split_arguments(std::string_view spl);
// One raw argument as it appears in `args`: quotes stripped, backslash escapes undone.
std::string plain_argument(std::string_view raw);
std::string percent_encode(std::string_view text);

struct SearchInfo {
  std::string command;
  std::vector<std::string> raw_args;
  std::string search = "search index=main";
  std::string sid = "1756000000.42";
  std::string dispatch_dir = "/nonexistent/dispatch";
  std::string session_key = "session^key_of_the_driver";
  std::string app = "DA-ESS-OffHours";
  std::string owner = "admin";
  std::string splunk_version = "9.4.1";
  std::string earliest_time = "0";
  std::string latest_time = "0";
  int maxresultrows = 50000;
  bool preview = false;
};

// The getinfo metadata with the keys in the order of a real server.
std::string getinfo_metadata(const SearchInfo& info);
std::string frame(std::string_view metadata, std::string_view body);

std::vector<std::string> splunkd_environment();

struct Program {
  std::string path;
  std::vector<std::string> arguments;
  std::string directory;  // empty: the folder of `path`, which is what splunkd uses
  std::vector<std::string> environment = splunkd_environment();
};

struct Delivery {
  std::vector<std::size_t> pieces;  // sizes of the writes, over and over; {1}: split at every byte; empty: as it fits
  bool hold_back = true;  // keep the last byte of a request until the rest is read, and watch for early replies
  std::chrono::milliseconds quiet{2};         // how long silence is listened to
  std::chrono::milliseconds patience{20000};  // the bound of every wait
};

struct Message {
  std::string level;
  std::string text;
};

struct GetInfoReply {
  bool received = false;
  std::string metadata;
  std::string type = "streaming";
  bool generating = false;
  bool finished = false;
  std::optional<std::vector<std::string>> required_fields;  // nothing: all fields (also for ["*"])
  std::string streaming_preop;
  std::string error;
  std::vector<Message> messages;
  std::chrono::nanoseconds since_spawn{};
};

struct ExecuteReply {
  bool received = false;
  std::string metadata;
  std::string body;
  Table table;
  bool finished = false;
  std::string error;
  std::vector<Message> messages;
};

// How the input ended, from the command's point of view.
enum class Ending {
  between_frames,  // exit code 0 and silence
  cut,             // inside a frame, or nobody reads the output any more: no stdout, one stderr line at most, any code
};

// The most memory that a process has had resident so far.
std::size_t peak_kilobytes(pid_t pid);

// One process of the command. Nothing throws: what goes wrong is a violation, and the calls after it return empty
// replies.
class Process {
 public:
  explicit Process(Program program, Delivery delivery = {});
  ~Process();  // kills and reaps what is still running
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  GetInfoReply getinfo(const SearchInfo& info);
  // Another getinfo, byte for byte: odd keys, odd types.
  GetInfoReply getinfo(std::string_view metadata, std::string_view body = {});
  ExecuteReply execute(std::string_view body, bool finished);
  ExecuteReply execute(const Table& table, bool finished);
  ExecuteReply execute_with(std::string_view metadata, std::string_view body, bool finished);

  // Bytes as they are, without a check of what comes back: for broken requests.
  void write_raw(std::string_view bytes);
  // Stops reading, as splunkd does when a search is cancelled.
  void close_output();
  void close_input();
  // Closes the input, waits for the end and returns the exit code, or minus the signal.
  int wait(Ending ending = Ending::between_frames);

  const std::vector<std::string>& violations() const { return violations_; }
  const std::string& stderr_text() const { return stderr_text_; }
  // Nothing if it never started: kill() of process -1 would end all that may be ended.
  void signal(int number) const {
    if (running()) ::kill(pid_, number);
  }
  pid_t pid() const { return pid_; }
  bool running() const { return pid_ > 0 && !reaped_; }

 private:
  struct RawFrame {
    std::string metadata;
    std::string body;
  };
  struct Metadata;  // a reply's metadata, checked

  void start();
  void breach(std::string text);
  void pump(int timeout_ms);
  void listen();
  void expect_silence(const char* when);
  void after_reply();
  bool send_request(std::string_view metadata, std::string_view body);
  bool write_all(std::string_view bytes);
  void wait_until_read(std::chrono::milliseconds bound);
  bool await(const std::string& what, const std::function<bool()>& enough);
  std::optional<RawFrame> receive();
  Metadata check_metadata(std::string_view text, bool getinfo);
  void check_inspector(Metadata& metadata);
  void check_execute(std::string_view request, bool finished, const ExecuteReply& reply);
  void check_merge(const Table& sent, const ExecuteReply& answer);

  Program program_;
  Delivery delivery_;
  pid_t pid_ = -1;
  int in_ = -1;   // the command's stdin
  int out_ = -1;  // its stdout
  int err_ = -1;
  std::chrono::steady_clock::time_point spawned_;
  bool reaped_ = false;
  bool broken_ = false;  // the dialogue cannot go on
  bool writing_ = false;
  bool output_ended_ = false;
  int status_ = 0;
  std::size_t piece_ = 0;
  std::string pending_;  // read from stdout and not yet used
  std::string stderr_text_;
  std::string asked_;  // names the request in violations
  std::size_t executes_ = 0;
  std::size_t maxresultrows_ = 50000;
  GetInfoReply info_;
  std::set<std::string, std::less<>> message_texts_;
  std::vector<std::string> violations_;
};

// How the input of a search ends.
enum class LastFrame {
  with_rows,    // the last rows say finished:true
  header_only,  // a frame without rows says it
  no_body,      // a frame without a body says it
};

struct SearchSetup {
  Program program;
  SearchInfo info;
  std::vector<std::size_t> frame_rows;  // rows of each frame, over and over; empty: all in one frame
  LastFrame last_frame = LastFrame::with_rows;
  std::size_t probes = 2;  // spawns that get getinfo and then EOF
  Delivery delivery;
};

struct SearchResult {
  Table table;
  GetInfoReply getinfo;
  std::vector<Message> messages;
  std::string error;  // a search with an error has failed
  std::vector<std::string> violations;
};

// What a search head does for one command: probes, then the real process; only the required fields travel; a streaming
// reply is merged with the withheld fields by `_chunked_idx`. The seam for a pipeline with indexers is `getinfo` (which
// returns the streaming_preop) and a table of events in, a table out.
SearchResult run_search(const SearchSetup& setup, const Table& events);

}  // namespace offhours::test::splunkd
