// Prints one table: our two commands, their limits and Splunk's own SDK, side by side in one run. Programs take turns,
// so that a busy moment of the machine hits all of them; every figure is a median over the turns, and every ratio the
// median of the turns' ratios.
#include <sys/utsname.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "driver.hpp"
#include "workload.hpp"

namespace {

using namespace offhours::bench;

constexpr const char* usage =
    "usage: bench_end_to_end PROGRAM PEERS [--sdk PYTHON SCRIPT] [--duckdb PYTHON SCRIPT FOLDER] [--turns N] "
    "[--megabytes N] [--quick]";

double median(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  return numbers.empty() ? 0 : numbers[numbers.size() / 2];
}

struct Contender {
  Program program;
  std::string command;
  std::vector<std::string> arguments;
  std::size_t frames;
};

struct Lane {
  std::string title;
  std::vector<Contender> contenders;  // the limit first
  bool with_sdk = false;              // as the last
};

struct Frames {
  std::vector<std::string> bodies;
  std::size_t rows = 0;  // of one
  std::size_t bytes() const { return bodies.front().size(); }
};

Frames make_frames(Workload workload, std::size_t megabytes) {
  const std::size_t probe = make_body(workload, 100, 0).size() / 100;
  Frames frames;
  frames.rows = (megabytes << 20) / probe;
  for (std::size_t i = 0; i < 2; ++i) frames.bodies.push_back(make_body(workload, frames.rows, i * frames.rows));
  return frames;
}

std::string machine() {
  std::string model = "unknown processor";
  std::ifstream info("/proc/cpuinfo");
  std::size_t processors = 0;
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("processor")) ++processors;
    if (line.starts_with("model name")) model = line.substr(line.find(':') + 2);
  }
  utsname name{};
  (void)::uname(&name);
  return model + ", " + std::to_string(processors) + " processors, Linux " + name.release;
}

void print_row(const Lane& lane, const Contender& contender, const Frames& frames, const std::vector<Run>& runs,
               const std::vector<Run>& limit, std::size_t limit_frames, const std::vector<Run>* sdk,
               std::size_t sdk_frames) {
  const auto middle = [&](auto figure) {
    std::vector<double> figures;
    for (const Run& run : runs) figures.push_back(figure(run));
    return median(std::move(figures));
  };
  const auto ratio = [&](const std::vector<Run>& other, std::size_t other_frames) {
    std::vector<double> ratios;
    for (std::size_t turn = 0; turn < std::min(runs.size(), other.size()); ++turn) {
      ratios.push_back(static_cast<double>(contender.frames) / runs[turn].seconds * other[turn].seconds /
                       static_cast<double>(other_frames));
    }
    return median(std::move(ratios));
  };
  const double count = static_cast<double>(contender.frames);
  const double bytes = static_cast<double>(frames.bytes());
  const double rate = middle([&](const Run& run) { return count / run.seconds; });
  const std::string times = sdk != nullptr ? std::to_string(static_cast<int>(ratio(*sdk, sdk_frames) + 0.5)) : "-";
  std::printf("| %s | %s | %.0f | %.0f | %.0f | %.2f | %s | %.2f | %.1f | %.2f | %.1f |\n", lane.title.c_str(),
              contender.program.name.c_str(), rate * static_cast<double>(frames.rows), rate * bytes / 1e6,
              middle([&](const Run& run) { return static_cast<double>(run.reply_bytes) / run.seconds / 1e6; }),
              ratio(limit, limit_frames), times.c_str(),
              middle([&](const Run& run) { return run.cpu_seconds / count / bytes * 1e9; }),
              middle([](const Run& run) { return static_cast<double>(run.peak_bytes) / 1e6; }),
              middle([&](const Run& run) { return static_cast<double>(run.peak_bytes) / bytes; }),
              middle([](const Run& run) { return run.getinfo_seconds * 1e3; }));
  std::fflush(stdout);
}

void run_lane(const Lane& lane, const Frames& frames, std::size_t turns) {
  std::vector<std::vector<Run>> runs(lane.contenders.size());
  for (std::size_t turn = 0; turn < turns; ++turn) {
    for (std::size_t i = 0; i < lane.contenders.size(); ++i) {
      const Contender& contender = lane.contenders[i];
      runs[i].push_back(
          play(contender.program, contender.command, contender.arguments, frames.bodies, contender.frames));
    }
  }
  for (std::size_t i = 0; i < lane.contenders.size(); ++i) {
    print_row(lane, lane.contenders[i], frames, runs[i], runs[0], lane.contenders[0].frames,
              lane.with_sdk ? &runs.back() : nullptr, lane.with_sdk ? lane.contenders.back().frames : 0);
  }
}

// The same work on one frame of 1, 4 and 16 times the bytes: cost by byte must stay what it is.
void show_linear(const std::string& program, std::size_t turns) {
  std::printf("\n| one frame of | command | CPU s/GB | peak MB | frames |\n| --- | --- | --- | --- | --- |\n");
  for (const Workload workload : {Workload::putimage, Workload::narrow}) {
    for (const std::size_t megabytes : {std::size_t{8}, std::size_t{32}, std::size_t{128}}) {
      const Frames frames = make_frames(workload, megabytes);
      for (const char* command : {"offhours", "offhoursstats"}) {
        const auto arguments =
            std::string_view(command) == "offhours" ? annotate_arguments(workload) : detect_arguments(workload);
        const std::size_t rounds = 256 / megabytes;
        std::vector<double> costs;
        std::vector<double> peaks;
        for (std::size_t turn = 0; turn < turns; ++turn) {
          const Run run = play({command, {program}}, command, arguments, frames.bodies, rounds);
          costs.push_back(run.cpu_seconds / static_cast<double>(rounds * frames.bytes()) * 1e9);
          peaks.push_back(static_cast<double>(run.peak_bytes));
        }
        std::printf("| %zu MiB of %s | %s | %.2f | %.1f | %.2f |\n", megabytes, std::string(name_of(workload)).c_str(),
                    command, median(costs), median(peaks) / 1e6, median(peaks) / static_cast<double>(frames.bytes()));
        std::fflush(stdout);
      }
    }
  }
}

// The same question to a file: DuckDB with one thread (its query alone, without its start), our program through pipes.
void show_offline(const std::string& program, const std::string& python, const std::string& script,
                  const std::string& folder, std::size_t turns) {
  std::printf("\n| a file of | DuckDB, one thread, MB/s | offhoursstats, MB/s | times |\n| --- | --- | --- | --- |\n");
  for (const auto& [workload, name] : {std::pair(Workload::narrow, "narrow"), std::pair(Workload::wide, "wide")}) {
    const Frames frames = make_frames(workload, 128);
    const std::string file = folder + '/' + name + ".csv";
    std::ofstream(file) << frames.bodies.front();
    std::vector<double> theirs;
    std::vector<double> ours;
    for (std::size_t turn = 0; turn < turns; ++turn) {
      FILE* answer = ::popen(("'" + python + "' '" + script + "' '" + file + "'").c_str(), "r");
      double seconds = 0;
      const bool answered = answer != nullptr && std::fscanf(answer, "%lf", &seconds) == 1;
      if (answer != nullptr) {
        while (std::fgetc(answer) != EOF) {
        }
        ::pclose(answer);
      }
      if (!answered) {
        std::printf("| %s | NOT MEASURED | - | - |\n", name);
        return;
      }
      theirs.push_back(seconds);
      ours.push_back(
          play({"offhoursstats", {program}}, "offhoursstats", detect_arguments(workload), frames.bodies, 1).seconds);
    }
    const double bytes = static_cast<double>(frames.bytes());
    std::printf("| 128 MiB of %s | %.0f | %.0f | %.1f |\n", std::string(name_of(workload)).c_str(),
                bytes / median(theirs) / 1e6, bytes / median(ours) / 1e6, median(theirs) / median(ours));
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  std::vector<std::string> paths;
  std::vector<std::string> sdk;
  std::vector<std::string> duckdb;
  std::size_t turns = 5;
  std::size_t megabytes = 16;
  bool quick = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto take = [&](std::size_t count) {
      std::vector<std::string> taken;
      while (taken.size() < count && i + 1 < arguments.size()) taken.push_back(arguments[++i]);
      return taken;
    };
    if (arguments[i] == "--turns") {
      turns = std::stoul(take(1).at(0));
    } else if (arguments[i] == "--megabytes") {
      megabytes = std::stoul(take(1).at(0));
    } else if (arguments[i] == "--sdk") {
      sdk = take(2);
    } else if (arguments[i] == "--duckdb") {
      duckdb = take(3);
    } else if (arguments[i] == "--quick") {
      quick = true;
    } else {
      paths.push_back(arguments[i]);
    }
  }
  if (paths.size() != 2 || sdk.size() % 2 != 0 || duckdb.size() % 3 != 0) {
    std::fprintf(stderr, "%s\n", usage);
    return 1;
  }
  const std::string& program = paths[0];
  const std::string& peers = paths[1];
  std::printf("%s; frames of %zu MiB, medians of %zu turns.\n\n", machine().c_str(), megabytes, turns);
  std::printf(
      "| events | program | rows/s | MB/s in | MB/s out | of the limit | × SDK | CPU s/GB | peak MB | in frames | "
      "getinfo ms |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const Workload workload : {Workload::putimage, Workload::wide, Workload::narrow}) {
    const Frames frames = make_frames(workload, megabytes);
    constexpr std::size_t rounds = 12;
    const auto lane = [&](const char* limit, const char* command, const std::vector<std::string>& options) {
      Lane made{std::string(name_of(workload)), {}, !sdk.empty()};
      made.contenders.push_back({{limit, {peers + "/bench_" + limit}}, command, options, rounds});
      if (std::string_view(command) == "offhoursstats") {
        std::vector<std::string> map = options;
        map.insert(map.begin(), "phase=map");
        made.contenders.push_back({{"offhoursstats phase=map", {program}}, command, map, rounds});
      }
      made.contenders.push_back({{command, {program}}, command, options, rounds});
      if (!sdk.empty()) {
        made.contenders.push_back({{std::string("SDK ") + command, {sdk[0], sdk[1], command}}, command, {}, 1});
      }
      run_lane(made, frames, turns);
    };
    lane("echo", "offhours", annotate_arguments(workload));
    lane("discard", "offhoursstats", detect_arguments(workload));
  }
  if (quick) return 0;
  show_linear(program, std::min<std::size_t>(turns, 3));
  if (!duckdb.empty()) show_offline(program, duckdb[0], duckdb[1], duckdb[2], std::min<std::size_t>(turns, 3));
}
