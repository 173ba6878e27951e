// Sessions of any kind, one after the other, many of which are killed, cancelled or cut at any moment, as splunkd does
// with searches. OFFHOURS_LONG=60 has it go on for an hour.
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>

#include "command/program.hpp"
#include "folder.hpp"
#include "trials.hpp"

namespace offhours::test {
namespace {

using splunkd::Table;

struct Kind {
  const char* command;
  const char* arguments;
};

constexpr Kind kinds[] = {
    {"offhours", "fields=\"*\""},
    {"offhours", "keep=off operation=PutImage fields=\"user image_*\""},
    {"offhours", "raw=false time=seen time_zone=Asia/Kathmandu days=sun-thu hours=\"22:00-06:00\""},
    {"offhoursstats", "keep=all count dc(user) values(off_hours_detail) by user_name image_repository"},
    {"offhoursstats",
     "operation=PutImage service=\"ecr*.amazonaws.com\" count min(_time) max(_time) by user src status"},
    {"offhoursstats", "raw=false keep=all maxmem=1 count values(text) sum(number) by text"},
    {"offhoursstats", "keep=all count avg(number) latest(text) by user text phase=map digest=\"none\""},
    {"offhoursstats", "keep=all map=false count earliest(number) by off_hours_reason"},
    {"offhourspolicy", "view=week schedule=default"},
    {"offhourspolicy", "view=problems"},
    {"offhours", "keep=sometimes"},
    {"offhoursstats", "count by"},
};

// A sample event as it is, cut, or with some bytes changed; or none at all.
std::string any_raw(Random& random) {
  static const std::vector<std::string> all = samples();
  std::string raw = any_of(random, all);
  switch (below(random, 6)) {
    case 0: raw.resize(below(random, raw.size())); break;
    case 1:
      for (std::size_t n = 1 + below(random, 8); n > 0; --n) {
        raw[below(random, raw.size())] = static_cast<char>(below(random, 256));
      }
      break;
    case 2:
      raw.insert(below(random, raw.size()), std::string(below(random, 20000), any_of(random, "\\\"{[ \n")));
      break;
    case 3: raw.clear(); break;
    default: break;
  }
  return raw;
}

Table any_frame(Random& random, bool may_be_large) {
  Table table{{"_time", "_raw", "user", "seen", "text", "number", "offhours_p_version"}, {}};
  if (one_in(random, 8)) table.columns.resize(1 + below(random, table.columns.size()));
  const bool many = may_be_large && one_in(random, 20);
  const std::size_t rows = many ? 20000 : below(random, 40);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<splunkd::Cell> cells = {{std::to_string(1778000000 + below(random, 9000000))},
                                        {many ? std::string() : any_raw(random)},
                                        {"user" + std::to_string(below(random, 9))},
                                        {std::to_string(below(random, 2000000000))},
                                        {std::string(below(random, 90), 't') + std::to_string(below(random, 50000))},
                                        {std::to_string(below(random, 1000)) + ".5"},
                                        {}};
    if (one_in(random, 10)) cells[4] = {"one", "two$;$", "three\n"};
    for (splunkd::Cell& cell : cells) {
      if (cell.size() == 1 && cell.front().empty()) cell.clear();
    }
    cells.resize(table.columns.size());
    table.rows.push_back(std::move(cells));
  }
  return table;
}

std::size_t peak_kilobytes(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}

enum class Fate { end, kill, terminate, cut, cancel, garbage };

std::string to_text(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(Soak, OfSessionsThatMayEndAtAnyMoment) {
  const Folder dispatch_folder;
  std::size_t most_kilobytes = 0;
  std::size_t sessions_of[6] = {};
  const auto session = [&](Random& random) {
    const Kind& kind = any_of(random, kinds);
    const Fate fate = one_in(random, 2) ? Fate::end : static_cast<Fate>(1 + below(random, 5));
    SCOPED_TRACE(std::string(kind.command) + " " + kind.arguments + ", fate " + std::to_string(static_cast<int>(fate)));
    ++sessions_of[static_cast<std::size_t>(fate)];
    splunkd::SearchInfo info = setup(kind.command, kind.arguments).info;
    info.dispatch_dir = dispatch_folder.path();
    splunkd::Delivery delivery;
    delivery.hold_back = false;
    // A large frame in pieces of a few bytes takes minutes and shows nothing that a small one does not.
    const bool in_crumbs = one_in(random, 4);
    for (std::size_t n = below(random, 3); n > 0; --n) {
      delivery.pieces.push_back(in_crumbs ? 1 + below(random, 200) : 2000 + below(random, 70000));
    }
    splunkd::Process process(program(), delivery);
    ASSERT_TRUE(process.running());
    const bool started = !one_in(random, 30) && process.getinfo(info).error.empty();
    const std::size_t frames = started ? below(random, 5) : 0;
    for (std::size_t i = 0; i < frames; ++i) {
      if (!process.execute(any_frame(random, !in_crumbs), fate == Fate::end && i + 1 == frames).error.empty()) break;
    }
    most_kilobytes = std::max(most_kilobytes, peak_kilobytes(process.pid()));
    switch (fate) {
      case Fate::end:
        EXPECT_EQ(process.wait(), 0);
        EXPECT_EQ(to_text(process.violations()), "");
        break;
      case Fate::kill:
      case Fate::terminate:
        if (one_in(random, 2))
          process.write_raw("chunked 1.0,37,1000000\n{\"action\":\"execute\",\"finished\":false}_t");
        process.signal(fate == Fate::kill ? SIGKILL : SIGTERM);
        process.wait(splunkd::Ending::cut);
        break;
      case Fate::cut:
        process.write_raw("chunked 1.0,37,1000000\n{\"action\":\"execute\",\"finished\":false}_time,_raw\n1,");
        EXPECT_GE(process.wait(splunkd::Ending::cut), 0);
        break;
      case Fate::cancel:
        process.close_output();
        process.write_raw("chunked 1.0,37,10\n{\"action\":\"execute\",\"finished\":false}_time\n1,2\n");
        EXPECT_GE(process.wait(splunkd::Ending::cut), 0);
        break;
      case Fate::garbage:
        process.write_raw("no frame at all\n");
        EXPECT_GE(process.wait(splunkd::Ending::cut), 0);
        break;
    }
    EXPECT_TRUE(std::filesystem::is_empty(dispatch_folder.path())) << "something is left in the dispatch directory";
  };
  const auto minutes = long_minutes();
  run_trials_for("sessions", minutes.count() > 0 ? minutes : std::chrono::milliseconds(2000), session);
  std::printf("ended %zu, killed %zu, terminated %zu, cut %zu, cancelled %zu, fed with garbage %zu; at most %zu kB\n",
              sessions_of[0], sessions_of[1], sessions_of[2], sessions_of[3], sessions_of[4], sessions_of[5],
              most_kilobytes);
  if (!OFFHOURS_SANITIZED) {
    EXPECT_LT(most_kilobytes, 150000U);
  }
}

}  // namespace
}  // namespace offhours::test
