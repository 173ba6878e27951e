// Texts that live as long as the arena, in few large blocks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace offhours::stats {

class Arena {
 public:
  std::string_view store(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) {
      const std::size_t size = std::max(text.size(), next_block_);
      blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
      at_ = blocks_.back().bytes.get();
      left_ = size;
      bytes_ += size;
      next_block_ = std::min(next_block_ * 2, largest_block);
    }
    std::memcpy(at_, text.data(), text.size());
    const std::string_view kept(at_, text.size());
    at_ += text.size();
    left_ -= text.size();
    return kept;
  }
  // Keeps the first block for what comes next.
  void clear() {
    if (blocks_.empty()) return;
    if (blocks_.size() > 1) blocks_.resize(1);
    at_ = blocks_.front().bytes.get();
    left_ = blocks_.front().size;
    bytes_ = left_;
    next_block_ = first_block * 2;
  }
  std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t first_block = 4096;
  static constexpr std::size_t largest_block = std::size_t{1} << 20;

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  std::vector<Block> blocks_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
  std::size_t bytes_ = 0;
  std::size_t next_block_ = first_block;
};

}  // namespace offhours::stats
