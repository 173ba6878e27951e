// Random trials within a time budget. The seed of each is told on failure; OFFHOURS_SEED=<seed> runs that one alone.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

namespace offhours::test {

using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}
inline bool one_in(Random& random, std::size_t n) { return below(random, n) == 0; }
template <typename List>
const auto& any_of(Random& random, const List& list) {
  return list[below(random, std::size(list))];
}

// OFFHOURS_LONG: for how many minutes a soak goes on, and that all other trials get twenty times their time.
inline std::chrono::minutes long_minutes() {
  const char* const given = std::getenv("OFFHOURS_LONG");
  return std::chrono::minutes(given != nullptr ? std::max(1L, std::strtol(given, nullptr, 10)) : 0);
}

// Calls trial(random) until the time is up or a trial fails. At least one is run.
template <typename Trial>
void run_trials_for(const char* what, std::chrono::milliseconds budget, Trial&& trial) {
  const char* only = std::getenv("OFFHOURS_SEED");
  const auto end = std::chrono::steady_clock::now() + budget;
  const std::uint64_t first = only != nullptr ? std::strtoull(only, nullptr, 10) : std::random_device{}();
  std::uint64_t count = 0;
  do {
    const std::uint64_t seed = first + count;
    SCOPED_TRACE(std::string(what) + ": OFFHOURS_SEED=" + std::to_string(seed));
    Random random(seed);
    trial(random);
    ++count;
  } while (only == nullptr && !::testing::Test::HasFailure() && std::chrono::steady_clock::now() < end);
  std::printf("%s: %llu trials, seeds from %llu\n", what, static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(first));
  ::testing::Test::RecordProperty("trials", std::to_string(count));
}

template <typename Trial>
void run_trials(const char* what, std::chrono::milliseconds budget, Trial&& trial) {
  run_trials_for(what, long_minutes().count() > 0 ? budget * 20 : budget, trial);
}

}  // namespace offhours::test
