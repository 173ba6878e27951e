#include "command/dispatch.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <new>

#include "command/arguments.hpp"
#include "command/judging.hpp"
#include "command/offhours.hpp"
#include "command/offhourspolicy.hpp"
#include "command/offhoursstats.hpp"
#include "command/options.hpp"

namespace offhours::command {
namespace {

// What a command is made of.
struct Call {
  const wire::GetInfo& info;
  const std::string& lookups;
  Faults& faults;
  wire::GetInfoReply& reply;
};

std::unique_ptr<wire::Command> make_offhours(const Call& call) {
  OffhoursOptions options = parse_offhours(tokens_of(call.info), call.faults);
  read_policy(options.judge, call.lookups, call.faults);
  if (!call.faults.empty()) return nullptr;
  auto command = std::make_unique<Offhours>(std::move(options), call.lookups);
  call.reply = command->getinfo(call.info);
  return command;
}

std::unique_ptr<wire::Command> make_offhoursstats(const Call& call) {
  OffhoursStatsOptions options = parse_offhoursstats(tokens_of(call.info), call.faults);
  read_policy(options.judge, call.lookups, call.faults);
  if (!call.faults.empty()) return nullptr;
  return make_offhoursstats(std::move(options), call.lookups, call.info, call.reply);
}

std::unique_ptr<wire::Command> make_offhourspolicy(const Call& call) {
  OffhoursPolicyOptions options = parse_offhourspolicy(tokens_of(call.info), call.faults);
  if (!call.faults.empty()) return nullptr;
  auto command = std::make_unique<OffhoursPolicy>(std::move(options), call.lookups, call.faults);
  call.reply = command->getinfo(call.info);
  return command;
}

struct CommandRow {
  std::string_view name;
  std::unique_ptr<wire::Command> (*make)(const Call& call);
};
constexpr std::array<CommandRow, 3> commands = {
    {{"offhours", make_offhours}, {"offhoursstats", make_offhoursstats}, {"offhourspolicy", make_offhourspolicy}}};

}  // namespace

std::unique_ptr<wire::Command> make_command(const wire::GetInfo& info, const std::string& lookups,
                                            wire::GetInfoReply& reply) {
  Faults faults;
  std::unique_ptr<wire::Command> command;
  if (const auto* const row = std::ranges::find(commands, info.command, &CommandRow::name); row != commands.end()) {
    command = row->make({info, lookups, faults, reply});
  } else {
    std::array<std::string_view, commands.size()> names;
    std::ranges::transform(commands, names.begin(), &CommandRow::name);
    faults.push_back(
        {std::nullopt, "command", info.command, fault::Code::not_a_command, fault::nearest(info.command, names)});
  }
  if (faults.empty()) return command;
  reply = {};
  reply.error = fault::to_line(faults);
  reply.messages.push_back({wire::Level::error, *reply.error});
  return nullptr;
}

std::string lookups_folder(const std::string& program) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path path = fs::read_symlink("/proc/self/exe", error);
  if (error) path = fs::absolute(program, error);
  return (path.parent_path().parent_path() / "lookups").string();
}

namespace {

// What is left when memory is gone: enough to give up what is held, and to say so.
std::unique_ptr<char[]>
    last_memory;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): the handler's only way

void release_last_memory() {
  if (!last_memory) throw std::bad_alloc();
  last_memory.reset();
}

// Nobody may write this process's memory to a disk, or read it without the rights of root: there is a session key in
// the first request. No error: the system has its reasons, and the search goes on.
void keep_memory_private() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
#if !OFFHOURS_SANITIZED  // a sanitizer looks for leaks as a debugger would
  (void)::prctl(PR_SET_DUMPABLE, 0);
#endif
}

}  // namespace

int run_protocol(const std::string& program) {
  keep_memory_private();
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is an error of the write that met it
  constexpr std::size_t last_bytes = std::size_t{1} << 18;
  last_memory = std::make_unique<char[]>(last_bytes);
  std::set_new_handler(release_last_memory);
  const std::string lookups = lookups_folder(program);
  const wire::SessionEnd end = wire::run_session(
      STDIN_FILENO, STDOUT_FILENO,
      [&](const wire::GetInfo& info, wire::GetInfoReply& reply) { return make_command(info, lookups, reply); });
  if (end.outcome == wire::Outcome::done || end.outcome == wire::Outcome::cancelled) return 0;
  std::fprintf(stderr, "offhours: %s%s\n", end.what.c_str(),
               end.outcome == wire::Outcome::garbage ? "; is chunked = true set in commands.conf?" : "");
  return 1;
}

}  // namespace offhours::command
