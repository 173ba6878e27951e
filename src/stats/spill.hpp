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

// Sorted runs of one table's groups, and their merge. A group with large states is several records of a run, so that
// reading many runs at once takes little memory.
class Runs {
 public:
  // `functions`: the aggregates of the tables that are written and read. `max_memory`: bytes that the search may use.
  Runs(Functions functions, std::size_t max_memory);

  void set_folder(std::string folder) { folder_ = std::move(folder); }
  bool empty() const { return runs_.empty(); }

  // Writes all groups of the table.
  std::error_code add(const Table& table);

  // Called with each group in order of the keys: as group 0 of a table of its own. False ends the merge.
  // not_enough_memory: the group `key` alone is too large for memory.
  using Visitor = std::function<bool(const Table& one)>;
  std::error_code merge(const Visitor& visitor, std::string& key) const;
  // The most that a group may take.
  std::size_t max_group() const { return max_group_; }

 private:
  struct Run {
    SpillFile file;
    std::size_t level = 0;        // how often its groups have been merged
    std::size_t most_record = 0;  // bytes of its largest record, which is held while it is read
  };

  std::error_code compact();
  std::error_code compact(std::vector<Run>::iterator first);
  std::size_t reading_bytes() const;

  Functions functions_;
  std::size_t max_reading_;  // bytes for reading all runs at once
  std::size_t max_group_;
  std::size_t part_bytes_;  // of a group's states in one record, about
  std::string folder_;
  std::vector<Run> runs_;
};

}  // namespace offhours::stats
