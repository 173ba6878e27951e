// The program on a terminal.
#pragma once

#include <span>
#include <string_view>

namespace offhours::cli {

// Arguments without the program's name. Returns the exit code: 0, or 2 for arguments that make no sense.
int run(std::span<const std::string_view> arguments);

}  // namespace offhours::cli
