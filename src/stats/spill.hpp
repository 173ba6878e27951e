// What memory must not hold: files that have no name, and tables written to them as runs sorted by key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "stats/table.hpp"

namespace offhours::stats {

// A file in a folder that is unlinked as soon as it is open: nothing is left of it, however the process ends.
class SpillFile {
 public:
  SpillFile() = default;
  SpillFile(SpillFile&& other) noexcept { *this = std::move(other); }
  SpillFile& operator=(SpillFile&& other) noexcept;
  ~SpillFile();

  // The error, if any, of the system.
  std::error_code open(const std::string& folder);
  std::error_code append(std::string_view bytes);
  // Reads up to `most` bytes from `offset` on; `got` is 0 at the end.
  std::error_code read(std::uint64_t offset, char* to, std::size_t most, std::size_t& got) const;

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  std::uint64_t size() const { return size_; }

 private:
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

// Sorted runs of one table's groups, and their merge.
class Runs {
 public:
  // `functions`: the aggregates of the tables that are written and read.
  explicit Runs(Functions functions) : functions_(std::move(functions)) {}

  void set_folder(std::string folder) { folder_ = std::move(folder); }
  bool empty() const { return runs_.empty(); }

  // Writes all groups of the table.
  std::error_code add(const Table& table);

  // Called with each group in order of the keys: as group 0 of a table of its own. False ends the merge.
  using Visitor = std::function<bool(const Table& one)>;
  std::error_code merge(const Visitor& visitor) const;

 private:
  struct Run {
    SpillFile file;
    std::size_t level = 0;  // how often its groups have been merged
  };

  std::error_code compact();

  Functions functions_;
  std::string folder_;
  std::vector<Run> runs_;
};

}  // namespace offhours::stats
