// The program as splunkd runs it: which command a getinfo asks for, and what is wrong with its arguments.
#pragma once

#include <memory>
#include <string>

#include "wire/session.hpp"

namespace offhours::command {

// `lookups`: the app's folder of policy files. No command: the reply tells the fault, and the search fails.
std::unique_ptr<wire::Command> make_command(const wire::GetInfo& info, const std::string& lookups,
                                            wire::GetInfoReply& reply);

// The lookups folder of the app whose bin folder holds this program: from /proc/self/exe, else from `program`
// (argv[0]).
std::string lookups_folder(const std::string& program);

// Speaks the protocol on stdin and stdout until the input ends. Returns the exit code.
int run_protocol(const std::string& program);

}  // namespace offhours::command
