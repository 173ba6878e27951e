// A list that grows without moving what it holds, so that memory in use never jumps to twice its size for a moment.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace offhours::stats {

template <typename T>
class Blocks {
 public:
  T& operator[](std::size_t i) { return blocks_[i / per_block][i % per_block]; }
  const T& operator[](std::size_t i) const { return blocks_[i / per_block][i % per_block]; }
  std::size_t size() const { return size_; }

  // Only ever grows; new elements are T().
  void grow(std::size_t count) {
    while (blocks_.size() * per_block < count) blocks_.push_back(std::make_unique<T[]>(per_block));
    size_ = count;
  }
  void push_back(T value) {
    grow(size_ + 1);
    (*this)[size_ - 1] = std::move(value);
  }
  // Keeps one block for what comes next.
  void clear() {
    if (blocks_.size() > 1) blocks_.resize(1);
    for (std::size_t i = 0; i < size_ && i < per_block; ++i) blocks_.front()[i] = T();
    size_ = 0;
  }
  std::size_t bytes() const { return blocks_.size() * per_block * sizeof(T) + blocks_.capacity() * sizeof(void*); }

 private:
  static constexpr std::size_t per_block = 256;

  std::vector<std::unique_ptr<T[]>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace offhours::stats
