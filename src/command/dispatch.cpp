#include "command/dispatch.hpp"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "command/annotate.hpp"
#include "command/arguments.hpp"
#include "command/detect.hpp"
#include "command/judging.hpp"
#include "command/options.hpp"
#include "command/policy_view.hpp"

namespace offhours::command {
namespace {

wire::GetInfoReply failed(std::string text) {
  wire::GetInfoReply reply;
  reply.messages.push_back({wire::Level::error, text});
  reply.error = std::move(text);
  return reply;
}

}  // namespace

wire::GetInfoReply Dispatch::getinfo(const wire::GetInfo& info) {
  Faults faults;
  const std::vector<Token> tokens = tokens_of(info);
  if (info.command == "offhours") {
    AnnotateOptions options = parse_annotate(tokens, faults);
    read_policy(options.judge, lookups_, faults);
    if (faults.empty()) command_ = std::make_unique<Annotate>(std::move(options), lookups_);
  } else if (info.command == "offhoursstats") {
    DetectOptions options = parse_detect(tokens, faults);
    read_policy(options.judge, lookups_, faults);
    if (faults.empty()) command_ = std::make_unique<Detect>(std::move(options), lookups_);
  } else if (info.command == "offhourspolicy") {
    PolicyViewOptions options = parse_policy_view(tokens, faults);
    if (faults.empty()) command_ = std::make_unique<PolicyView>(std::move(options), lookups_, faults);
    if (!faults.empty()) command_.reset();
  } else {
    constexpr std::array<std::string_view, 3> commands = {"offhours", "offhoursstats", "offhourspolicy"};
    faults.push_back(
        {std::nullopt, "command", info.command, "is none of this program", fault::nearest(info.command, commands)});
  }
  if (!faults.empty()) return failed(fault::to_line(faults));
  return command_->getinfo(info);
}

void Dispatch::begin(bool finished) {
  if (command_) command_->begin(finished);
}

std::size_t Dispatch::body(std::string_view unread) { return command_ ? command_->body(unread) : unread.size(); }

wire::ExecuteReply Dispatch::end(std::string_view unread) {
  if (command_) return command_->end(unread);
  wire::ExecuteReply reply;
  reply.error = "events came before getinfo";
  reply.messages.push_back({wire::Level::error, *reply.error});
  return reply;
}

std::string lookups_folder(const std::string& program) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path path = fs::read_symlink("/proc/self/exe", error);
  if (error) path = fs::absolute(program, error);
  return (path.parent_path().parent_path() / "lookups").string();
}

int run_protocol(const std::string& program) {
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is an error of the write that met it
  Dispatch dispatch(lookups_folder(program));
  const wire::SessionEnd end = wire::run_session(STDIN_FILENO, STDOUT_FILENO, dispatch);
  if (end.outcome == wire::Outcome::done || end.outcome == wire::Outcome::cancelled) return 0;
  std::fprintf(stderr, "offhours: %.*s%s\n", static_cast<int>(end.what.size()), end.what.data(),
               end.outcome == wire::Outcome::garbage ? "; is chunked = true set in commands.conf?" : "");
  return 1;
}

}  // namespace offhours::command
