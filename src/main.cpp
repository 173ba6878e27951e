#include <unistd.h>

#include <exception>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"
#include "command/dispatch.hpp"

int main(int argc, char** argv) {
  try {
    const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    if (!arguments.empty() || isatty(STDIN_FILENO) != 0) return offhours::cli::run(arguments);
    return offhours::command::run_protocol(argc > 0 ? argv[0] : "");
  } catch (const std::exception& error) {
    constexpr std::string_view prefix = "offhours: ";
    const std::string_view what = error.what();
    (void)!::write(STDERR_FILENO, prefix.data(), prefix.size());
    (void)!::write(STDERR_FILENO, what.data(), what.size());
    (void)!::write(STDERR_FILENO, "\n", 1);
    return 1;
  }
}
