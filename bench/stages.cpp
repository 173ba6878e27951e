// The stages of an event's way, one at a time, on bytes that are in memory.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "command/dispatch.hpp"
#include "event/plan.hpp"
#include "event/view.hpp"
#include "policy/policy.hpp"
#include "rows/reader.hpp"
#include "stats/table.hpp"
#include "workload.hpp"
#include "worktime/judge.hpp"

namespace {

using namespace offhours;
using bench::Workload;

constexpr std::size_t rows_of(Workload workload) { return workload == Workload::narrow ? 4000 : 400; }

void count_bytes(benchmark::State& state, std::size_t bytes, std::size_t items) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(items) * state.iterations());
}

void split_rows(benchmark::State& state, Workload workload) {
  const std::string body = bench::make_body(workload, rows_of(workload), 0);
  rows::Reader reader;
  for (auto _ : state) {
    reader.start_frame();
    std::size_t cells = 0;
    while (reader.next(body, true)) cells += reader.cells().size();
    benchmark::DoNotOptimize(cells);
  }
  count_bytes(state, body.size(), rows_of(workload));
}

// What the app's correlation search asks of each event, rows included.
void see_events(benchmark::State& state, Workload workload, bool image) {
  event::Plan plan(workload != Workload::narrow);
  std::vector<event::NameId> names;
  for (const char* name : {"action", "dest", "user", "user_name", "src", "vendor_account", "vendor_region", "status"}) {
    names.push_back(plan.want(name));
  }
  if (image) {
    for (const char* name : {"image_repository", "image_tag", "image_digest"}) names.push_back(plan.want(name));
  }
  event::View view(plan);
  const std::string body = bench::make_body(workload, rows_of(workload), 0);
  rows::Reader reader;
  for (auto _ : state) {
    reader.start_frame();
    bool headed = false;
    while (reader.next(body, true)) {
      if (!headed) {
        view.bind(reader.cells());
        headed = true;
        continue;
      }
      view.see(reader.cells());
      benchmark::DoNotOptimize(view.instant());
      for (const event::NameId name : names) benchmark::DoNotOptimize(view.value(name));
    }
  }
  count_bytes(state, body.size(), rows_of(workload));
}

// A command as the session drives it, without the pipes.
void run_command(benchmark::State& state, const char* name, Workload workload,
                 const std::vector<std::string>& arguments, const std::string& lookups = "no-such-folder") {
  wire::GetInfo info;
  info.command = name;
  info.args = arguments;
  info.raw_args = arguments;
  wire::GetInfoReply reply;
  const auto command = command::make_command(info, lookups, reply);
  if (!command) return state.SkipWithError(reply.error->c_str());
  const std::string body = bench::make_body(workload, rows_of(workload), 0);
  text::Buffer pages;
  for (auto _ : state) {
    command->begin(false, std::move(pages));
    pages = command->end(body).body;
    benchmark::DoNotOptimize(pages.view().data());
    pages.clear();
  }
  count_bytes(state, body.size(), rows_of(workload));
}
void annotate(benchmark::State& state, Workload workload) {
  run_command(state, "offhours", workload, bench::annotate_arguments(workload));
}
void detect(benchmark::State& state, Workload workload) {
  run_command(state, "offhoursstats", workload, bench::detect_arguments(workload));
}

void map(benchmark::State& state, Workload workload) {
  std::vector<std::string> arguments = bench::detect_arguments(workload);
  arguments.insert(arguments.begin(), "phase=map");
  run_command(state, "offhoursstats", workload, arguments);
}

// The same search with `uploads images` for `dc(image_digest) as images`: a third parse, for the lists in manifests.
void detect_images(benchmark::State& state) {
  std::vector<std::string> arguments = bench::detect_arguments(Workload::putimage);
  const auto distinct = std::ranges::find(arguments, "dc(image_digest)");
  *distinct = "uploads";
  arguments.erase(distinct + 1);
  run_command(state, "offhoursstats", Workload::putimage, arguments);
}

// A policy as a large company has it, in a folder of its own; `assignments` may be 0.
class LargePolicy {
 public:
  explicit LargePolicy(int assignments)
      : folder_(std::filesystem::temp_directory_path() / ("offhours_bench_" + std::to_string(assignments))) {
    std::filesystem::create_directories(folder_);
    constexpr std::array<const char*, 4> zones = {"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Dubai"};
    std::ofstream schedules(folder_ / "offhours_schedules.csv");
    schedules << "schedule,time_zone,days,hours,holidays\ndefault,UTC,mon-fri,08:00-20:00,\n";
    for (std::size_t i = 0; i < 100; ++i) {
      schedules << 's' << i << ',' << zones[i % zones.size()] << ",mon-fri,08:00-18:00,c" << i % 20 << '\n';
    }
    std::ofstream holidays(folder_ / "offhours_holidays.csv");
    holidays << "calendar,date\n";
    for (int i = 0; i < 5000; ++i) {
      char date[40];
      std::snprintf(date, sizeof date, "%d-%02d-%02d", 2020 + i / 20 % 10, 1 + i / 200 % 12, 1 + i / 17 % 28);
      holidays << 'c' << i % 20 << ',' << date << '\n';
    }
    std::filesystem::remove(folder_ / "offhours_assignments.csv");
    if (assignments == 0) return;
    std::ofstream rows(folder_ / "offhours_assignments.csv");
    rows << "user_name,vendor_account,user_role,schedule\n";
    for (int i = 0; i < assignments; ++i) {
      if (i % 3 == 0) rows << "person" << i << "@example.com,,,s" << i % 100 << '\n';
      if (i % 3 == 1) rows << ',' << 100'000'000'000 + i << ",,s" << i % 100 << '\n';
      if (i % 3 == 2) rows << ",,arn:aws:iam::111111111111:role/team-" << i << "-*,s" << i % 100 << '\n';
    }
  }
  LargePolicy(const LargePolicy&) = delete;
  LargePolicy& operator=(const LargePolicy&) = delete;
  ~LargePolicy() { std::filesystem::remove_all(folder_); }
  std::string folder() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

void load_policy(benchmark::State& state) {
  const LargePolicy large(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    const policy::Policy policy(large.folder(), "offhours");
    benchmark::DoNotOptimize(policy.faults().size());
  }
}

// The correlation search, every event kept, under a policy of that many assignments: what a verdict costs with them.
void detect_by_policy(benchmark::State& state) {
  const LargePolicy large(static_cast<int>(state.range(0)));
  std::vector<std::string> arguments = {"keep=all"};
  for (const std::string& argument : bench::detect_arguments(Workload::putimage)) {
    const bool schedule =
        argument.starts_with("time_zone=") || argument.starts_with("days=") || argument.starts_with("hours=");
    if (!schedule) arguments.push_back(argument);
  }
  run_command(state, "offhoursstats", Workload::putimage, arguments, large.folder());
}

void judge_instants(benchmark::State& state) {
  worktime::Schedule schedule("new_york", *worktime::Zone::find("America/New_York"));
  schedule.add({*worktime::parse_days("mon-fri"), *worktime::parse_hours("08:00-20:00"), {}, {}});
  std::vector<worktime::Instant> instants;
  for (std::int64_t i = 0; i < 4096; ++i) {
    instants.emplace_back(std::chrono::milliseconds(1764000000000 + i * 2654435761 % 7776000000));
  }
  for (auto _ : state) {
    for (const worktime::Instant instant : instants) benchmark::DoNotOptimize(worktime::judge(schedule, instant));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(instants.size()) * state.iterations());
}

void group_keys(benchmark::State& state) {
  const auto groups = static_cast<std::size_t>(state.range(0));
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < groups; ++i) {
    keys.push_back("arn:aws:iam::111111111111:user/dev" + std::to_string(i * 2654435761U % groups) + "|eu-central-1");
  }
  const stats::Functions functions = {stats::find_function("count", false), stats::find_function("min", true),
                                      stats::find_function("max", true)};
  stats::Table table(functions);
  const std::string_view time = "1764000000.123";
  for (auto _ : state) {
    for (const std::string& key : keys) {
      const stats::GroupId group = table.group(key);
      for (std::size_t i = 0; i < functions.size(); ++i) table.aggregate(i).add(group, {{&time, 1}, time});
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(groups) * state.iterations());
}

BENCHMARK_CAPTURE(split_rows, putimage, Workload::putimage);
BENCHMARK_CAPTURE(split_rows, wide, Workload::wide);
BENCHMARK_CAPTURE(split_rows, narrow, Workload::narrow);
BENCHMARK_CAPTURE(see_events, putimage, Workload::putimage, false);
BENCHMARK_CAPTURE(see_events, putimage_with_image, Workload::putimage, true);
BENCHMARK_CAPTURE(see_events, wide, Workload::wide, false);
BENCHMARK_CAPTURE(see_events, narrow, Workload::narrow, false);
BENCHMARK_CAPTURE(annotate, putimage, Workload::putimage);
BENCHMARK_CAPTURE(annotate, wide, Workload::wide);
BENCHMARK_CAPTURE(annotate, narrow, Workload::narrow);
BENCHMARK_CAPTURE(detect, putimage, Workload::putimage);
BENCHMARK_CAPTURE(detect, wide, Workload::wide);
BENCHMARK_CAPTURE(detect, narrow, Workload::narrow);
BENCHMARK(detect_images);
BENCHMARK_CAPTURE(map, putimage, Workload::putimage);
BENCHMARK_CAPTURE(map, wide, Workload::wide);
BENCHMARK_CAPTURE(map, narrow, Workload::narrow);
BENCHMARK(load_policy)->Arg(0)->Arg(10000)->Unit(benchmark::kMillisecond);
BENCHMARK(detect_by_policy)->Arg(0)->Arg(10000);
BENCHMARK(judge_instants);
BENCHMARK(group_keys)->Arg(1700)->Arg(100000)->Arg(1000000);

}  // namespace

BENCHMARK_MAIN();
