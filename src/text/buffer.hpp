// Bytes that are being written, such as the body of a reply, in pages of their own: they are not cleared before they
// are written, growing moves pages instead of bytes, and a pipe can take the pages themselves. One owner at a time:
// it can be moved, not copied. Throws std::bad_alloc where there is no memory.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

namespace offhours::text {

class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Buffer();

  std::string_view view() const { return {bytes_, size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // Forgets the bytes, and keeps the memory for what comes next.
  void clear() { size_ = 0; }
  // Forgets the bytes, and never writes to their pages again: whoever was handed them still reads what they held. What
  // is written next gets new ones.
  void drop_pages();
  // Whether there are so many bytes, and in such pages, that handing them over costs less than copying them.
  bool worth_handing_over() const;

  // Room for that many bytes behind those that are there; they count once commit() is told where they end.
  char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return bytes_ + size_;
  }
  void commit(const char* end) { size_ = static_cast<std::size_t>(end - bytes_); }

  void append(std::string_view text) {
    if (text.empty()) return;
    char* const to = room(text.size());
    std::memcpy(to, text.data(), text.size());
    size_ += text.size();
  }
  void append(char c) {
    *room(1) = c;
    ++size_;
  }

 private:
  void grow(std::size_t bytes);
  void swap(Buffer& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  char* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace offhours::text
