#include "targets.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace offhours::fuzz {
namespace {

using std::chrono::nanoseconds;

// Wide, since sanitizers cost ten times what the code does; what is not linear leaves it far behind.
constexpr nanoseconds at_rest = std::chrono::milliseconds(150);
constexpr nanoseconds for_a_byte = std::chrono::microseconds(20);

// OFFHOURS_SLOWER=50: the program runs that many times slower than it would by itself, as under valgrind.
long slower() {
  const char* const given = std::getenv("OFFHOURS_SLOWER");
  return given != nullptr ? std::max(1L, std::strtol(given, nullptr, 10)) : 1;
}

nanoseconds processor_time() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

}  // namespace

void require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

std::string_view consume_part(std::string_view& bytes) {
  const std::size_t end = bytes.find('\xFF');
  const std::string_view part = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  return part;
}

void run_bounded(Target target, std::string_view bytes) {
  const nanoseconds allowed = (at_rest + for_a_byte * static_cast<long>(bytes.size())) * slower();
  // A busy machine can make one run slow, and the first one reads what later ones find in memory.
  for (int attempt = 0; attempt < 3; ++attempt) {
    const nanoseconds before = processor_time();
    target(bytes);
    if (processor_time() - before <= allowed) return;
  }
  require(false, "the cost is not in proportion to the bytes");
}

}  // namespace offhours::fuzz
