// One target as libFuzzer calls it; OFFHOURS_FUZZ_TARGET is its name.
#include <cstddef>
#include <cstdint>

#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  offhours::fuzz::run_bounded(offhours::fuzz::OFFHOURS_FUZZ_TARGET, {reinterpret_cast<const char*>(data), size});
  return 0;
}
