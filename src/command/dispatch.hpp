// The program as splunkd runs it: which command is asked for, told by getinfo, and its arguments' faults.
#pragma once

#include <memory>
#include <string>

#include "wire/session.hpp"

namespace offhours::command {

class Dispatch final : public wire::Command {
 public:
  // `lookups`: the app's folder of policy files.
  explicit Dispatch(std::string lookups) : lookups_(std::move(lookups)) {}

  wire::GetInfoReply getinfo(const wire::GetInfo& info) override;
  void begin(bool finished) override;
  std::size_t body(std::string_view unread) override;
  wire::ExecuteReply end(std::string_view unread) override;

 private:
  std::string lookups_;
  std::unique_ptr<wire::Command> command_;
};

// The lookups folder of the app whose bin folder holds this program: from /proc/self/exe, else from `program`
// (argv[0]).
std::string lookups_folder(const std::string& program);

// Speaks the protocol on stdin and stdout until the input ends. Returns the exit code.
int run_protocol(const std::string& program);

}  // namespace offhours::command
