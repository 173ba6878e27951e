// A slow and obvious twin of the aggregates `uploads` and `images`.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace offhours::test::reference {

struct Push {
  std::int64_t instant = 0;  // milliseconds
  std::string registry;
  std::string repository;
  std::string digest;  // empty: it was refused, or has none
  std::vector<std::string> children;
};

using Repository = std::pair<std::string, std::string>;

// Instants in order; each that is more than 15 minutes behind the one before begins an upload.
inline std::size_t uploads(const std::vector<Push>& pushes) {
  constexpr std::int64_t nearby = 15 * 60 * 1000;
  std::map<Repository, std::vector<std::int64_t>> instants;
  for (const Push& push : pushes) instants[{push.registry, push.repository}].push_back(push.instant);
  std::size_t count = 0;
  for (auto& [repository, times] : instants) {
    std::sort(times.begin(), times.end());
    for (std::size_t i = 0; i < times.size(); ++i) {
      if (i == 0 || times[i] - times[i - 1] > nearby) ++count;
    }
  }
  return count;
}

// The digests without those that an index lists; of lists in a circle, which no hash allows, one is left.
inline std::size_t images(const std::vector<Push>& pushes) {
  std::set<std::pair<Repository, std::string>> pushed;
  std::set<std::pair<Repository, std::string>> listed;
  for (const Push& push : pushes) {
    if (push.digest.empty()) continue;
    const Repository repository{push.registry, push.repository};
    pushed.emplace(repository, push.digest);
    for (const std::string& child : push.children) {
      if (child != push.digest) listed.emplace(repository, child);
    }
  }
  std::size_t count = 0;
  for (const auto& digest : pushed) count += listed.contains(digest) ? 0U : 1U;
  return pushed.empty() ? 0 : std::max<std::size_t>(1, count);
}

}  // namespace offhours::test::reference
