#include "stats/spill.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

namespace offhours::stats {
namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

// A record: the length of the key, that of the states, the key, the states.
struct Lengths {
  std::uint64_t key;
  std::uint64_t states;
};

class RunWriter {
 public:
  explicit RunWriter(SpillFile& file) : file_(file) { buffer_.reserve(block + block / 4); }

  std::error_code write(std::string_view key, std::string_view states) {
    const Lengths lengths{key.size(), states.size()};
    char head[sizeof lengths];
    std::memcpy(head, &lengths, sizeof lengths);
    buffer_.append(head, sizeof head);
    buffer_ += key;
    buffer_ += states;
    most_record_ = std::max(most_record_, sizeof lengths + key.size() + states.size());
    return buffer_.size() < block ? std::error_code() : flush();
  }
  std::error_code flush() {
    const std::error_code error = file_.append(buffer_);
    buffer_.clear();
    return error;
  }
  std::size_t most_record() const { return most_record_; }

 private:
  static constexpr std::size_t block = std::size_t{1} << 18;

  SpillFile& file_;
  std::string buffer_;
  std::size_t most_record_ = 0;
};

// Reads a run record by record.
class RunReader {
 public:
  explicit RunReader(const SpillFile& file) : file_(&file), buffer_(block, '\0') {}

  // Moves to the next record; at_end() afterwards, if there is none.
  std::error_code next() {
    start_ += record_;
    record_ = 0;
    Lengths lengths{};
    if (const std::error_code error = need(sizeof lengths)) return error;
    if (have_ - start_ < sizeof lengths) {
      at_end_ = true;
      return {};
    }
    std::memcpy(&lengths, buffer_.data() + start_, sizeof lengths);
    const std::size_t whole = sizeof lengths + lengths.key + lengths.states;
    if (const std::error_code error = need(whole)) return error;
    if (have_ - start_ < whole) return std::make_error_code(std::errc::io_error);
    key_bytes_ = lengths.key;
    record_ = whole;
    return {};
  }

  bool at_end() const { return at_end_; }
  std::string_view key() const { return {buffer_.data() + start_ + sizeof(Lengths), key_bytes_}; }
  std::string_view states() const {
    return {buffer_.data() + start_ + sizeof(Lengths) + key_bytes_, record_ - sizeof(Lengths) - key_bytes_};
  }

 private:
  static constexpr std::size_t block = std::size_t{1} << 16;

  // Has that many bytes in the buffer from `start_` on, if the file has them.
  std::error_code need(std::size_t bytes) {
    if (have_ - start_ >= bytes) return {};
    std::memmove(buffer_.data(), buffer_.data() + start_, have_ - start_);
    have_ -= start_;
    start_ = 0;
    if (buffer_.size() < bytes) buffer_.resize(bytes);
    while (have_ < bytes) {
      std::size_t got = 0;
      if (const std::error_code error = file_->read(offset_, buffer_.data() + have_, buffer_.size() - have_, got)) {
        return error;
      }
      if (got == 0) break;
      offset_ += got;
      have_ += got;
    }
    return {};
  }

  const SpillFile* file_;
  std::uint64_t offset_ = 0;
  std::string buffer_;
  std::size_t start_ = 0;
  std::size_t have_ = 0;
  std::size_t record_ = 0;
  std::size_t key_bytes_ = 0;
  bool at_end_ = false;
};

// Walks over several runs at once, key by key.
class Merge {
 public:
  explicit Merge(std::span<const SpillFile* const> files) {
    for (const SpillFile* file : files) readers_.emplace_back(*file);
  }

  std::error_code start() {
    for (RunReader& reader : readers_) {
      if (const std::error_code error = reader.next()) return error;
      if (!reader.at_end()) push(&reader);
    }
    return {};
  }

  // The runs that have the least key, one after the other: each() gets its states.
  template <typename Each>
  std::error_code next(std::string& key, Each&& each) {
    key = heap_.front()->key();
    while (!heap_.empty() && heap_.front()->key() == key) {
      std::pop_heap(heap_.begin(), heap_.end(), later);
      RunReader* reader = heap_.back();
      heap_.pop_back();
      if (!each(reader->states())) return std::make_error_code(std::errc::io_error);
      if (const std::error_code error = reader->next()) return error;
      if (!reader->at_end()) push(reader);
    }
    return {};
  }

  bool done() const { return heap_.empty(); }

 private:
  static bool later(const RunReader* a, const RunReader* b) { return a->key() > b->key(); }
  void push(RunReader* reader) {
    heap_.push_back(reader);
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  std::vector<RunReader> readers_;
  std::vector<RunReader*> heap_;
};

}  // namespace

SpillFile& SpillFile::operator=(SpillFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  return *this;
}

SpillFile::~SpillFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::error_code SpillFile::open(const std::string& folder) {
  // An empty folder would mean the root of the file system.
  if (folder.empty()) return std::make_error_code(std::errc::no_such_file_or_directory);
  std::string name = folder + "/offhours-XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return last_error();
  ::unlink(name.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = descriptor;
  size_ = 0;
  return {};
}

std::error_code SpillFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_error();
    size_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::error_code SpillFile::read(std::uint64_t offset, char* to, std::size_t most, std::size_t& got) const {
  ssize_t read = 0;
  do {
    read = ::pread(descriptor_, to, most, static_cast<off_t>(offset));
  } while (read < 0 && errno == EINTR);
  if (read < 0) return last_error();
  got = static_cast<std::size_t>(read);
  return {};
}

Runs::Runs(Functions functions, std::size_t max_memory)
    : functions_(std::move(functions)),
      max_reading_(max_memory / 4),
      max_group_(std::max(max_memory / 2, std::size_t{16} << 20)),
      part_bytes_(std::clamp(max_memory / 256, std::size_t{1} << 12, std::size_t{1} << 20)) {}

std::error_code Runs::add(const Table& table) {
  Run run;
  if (const std::error_code error = run.file.open(folder_)) return error;
  RunWriter writer(run.file);
  std::error_code error;
  for (const GroupId group : table.sorted()) {
    (void)table.encode_parts(group, part_bytes_, [&](std::string_view states) {
      error = writer.write(table.key(group), states);
      return !error;
    });
    if (error) return error;
  }
  if ((error = writer.flush())) return error;
  run.most_record = writer.most_record();
  runs_.push_back(std::move(run));
  return compact();
}

std::size_t Runs::reading_bytes() const {
  std::size_t bytes = 0;
  for (const Run& run : runs_) bytes += run.most_record;
  return bytes;
}

// Many runs of one level become one of the next, so that few files are open and few buffers needed, and a group is
// rewritten only as often as there are levels. If records are so large that few can be read at once, all become one.
std::error_code Runs::compact() {
  constexpr std::size_t most = 32;
  while (runs_.size() > 1) {
    auto first = std::ranges::find(runs_, runs_.back().level, &Run::level);
    if (reading_bytes() > max_reading_) {
      first = runs_.begin();
    } else if (runs_.end() - first < static_cast<std::ptrdiff_t>(most)) {
      break;
    }
    if (const std::error_code error = compact(first)) return error;
  }
  return {};
}

std::error_code Runs::compact(std::vector<Run>::iterator first) {
  Run merged;
  merged.level = first->level + 1;
  if (const std::error_code error = merged.file.open(folder_)) return error;
  {
    std::vector<const SpillFile*> files;
    for (auto run = first; run != runs_.end(); ++run) files.push_back(&run->file);
    Merge merge(files);
    if (const std::error_code error = merge.start()) return error;
    RunWriter writer(merged.file);
    Table one(functions_);
    std::string key;
    std::string states;
    std::error_code error;
    const auto write_one = [&] {
      (void)one.encode_parts(0, part_bytes_, [&](std::string_view part) {
        error = writer.write(key, part);
        return !error;
      });
      one.clear();
      (void)one.group({});
    };
    while (!merge.done()) {
      std::size_t count = 0;
      // One state alone is copied; several are added up, as far as they fit in memory.
      const auto each = [&](std::string_view encoded) {
        if (count++ == 0) {
          states = encoded;
          return true;
        }
        if (count == 2) {
          one.clear();
          (void)one.group({});
          if (!one.merge(0, states)) return false;
        }
        if (one.bytes() > max_group_) write_one();
        return !error && one.merge(0, encoded);
      };
      if (const std::error_code failed = merge.next(key, each)) return error ? error : failed;
      if (count > 1) {
        write_one();
      } else {
        error = writer.write(key, states);
      }
      if (error) return error;
    }
    if ((error = writer.flush())) return error;
    merged.most_record = writer.most_record();
  }
  runs_.erase(first, runs_.end());
  runs_.push_back(std::move(merged));
  return {};
}

std::error_code Runs::merge(const Visitor& visitor, std::string& key) const {
  std::vector<const SpillFile*> files;
  for (const Run& run : runs_) files.push_back(&run.file);
  Merge merge(files);
  if (const std::error_code error = merge.start()) return error;
  Table one(functions_);
  while (!merge.done()) {
    one.clear();
    bool made = false;
    bool too_large = false;
    const auto each = [&](std::string_view states) {
      if (!made) (void)one.group(key);
      made = true;
      too_large = one.bytes() > max_group_;
      return !too_large && one.merge(0, states);
    };
    if (const std::error_code error = merge.next(key, each)) {
      return too_large ? std::make_error_code(std::errc::not_enough_memory) : error;
    }
    if (!visitor(one)) return {};
  }
  return {};
}

}  // namespace offhours::stats
