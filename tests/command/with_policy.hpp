// Options as dispatch hands them to a command: with the policy read, here from a folder where there is none.
#pragma once

#include "command/judging.hpp"
#include "command/options.hpp"

namespace offhours::command {

template <typename Options>
Options with_policy(Options options) {
  Faults faults;
  read_policy(options.judge, "no-such-folder", faults);
  return options;
}

}  // namespace offhours::command
