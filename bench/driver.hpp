// Plays splunkd towards one program: starts it with both ends on pipes, asks for getinfo, and sends frames in
// lock-step.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::bench {

struct Program {
  std::string name;
  std::vector<std::string> command;  // its path and arguments
};

struct Run {
  double getinfo_seconds = 0;  // from spawn to the whole reply
  double seconds = 0;          // from the first frame's first byte to the last reply's last
  double cpu_seconds = 0;      // user and system, start included
  std::size_t peak_bytes = 0;  // resident
  std::size_t reply_bytes = 0;
};

// `bodies` go round until `frames` are sent; the last says that it is finished. Ends the process with a message if the
// program does not do its part.
Run play(const Program& program, std::string_view command, const std::vector<std::string>& arguments,
         const std::vector<std::string>& bodies, std::size_t frames);

}  // namespace offhours::bench
