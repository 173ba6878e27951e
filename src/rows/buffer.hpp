// Bytes of a body that is being written, in pages of its own. They are not cleared before they are written, and growing
// moves pages instead of bytes.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace offhours::rows {

class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer();

  std::string_view view() const { return {bytes_, size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // Forgets the bytes, and keeps the memory for what comes next.
  void clear() { size_ = 0; }
  // Forgets the bytes, and never writes again to the memory they are in: somebody else may still look at it. New memory
  // has to come for what is written next.
  void leave();
  // Whether there are so many bytes, and in such pages, that this costs less than copying them.
  bool cheaply_left() const;

  // Room for that many bytes behind those that are there; they count once keep() is told where they end.
  char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return bytes_ + size_;
  }
  void keep(const char* end) { size_ = static_cast<std::size_t>(end - bytes_); }

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

  char* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace offhours::rows
