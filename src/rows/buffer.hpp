// Bytes of a body that is being written: room at the end is not cleared before it is written, and growing moves no
// bytes where the system can move pages instead (glibc's realloc of large blocks).
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

namespace offhours::rows {

class Buffer {
 public:
  std::string_view view() const { return {bytes_.get(), size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // Keeps the memory for what comes next.
  void clear() { size_ = 0; }

  // Room for that many bytes behind those that are there; they count once keep() is told where they end.
  char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return bytes_.get() + size_;
  }
  void keep(const char* end) { size_ = static_cast<std::size_t>(end - bytes_.get()); }

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
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }  // NOLINT(cppcoreguidelines-no-malloc): realloc's
  };

  void grow(std::size_t bytes) {
    constexpr std::size_t least = std::size_t{1} << 16;
    std::size_t capacity = capacity_ < least ? least : capacity_ * 2;
    while (capacity - size_ < bytes) capacity *= 2;
    void* const larger = std::realloc(bytes_.get(), capacity);  // NOLINT(cppcoreguidelines-no-malloc): moves pages
    if (larger == nullptr) throw std::bad_alloc();
    (void)bytes_.release();
    bytes_.reset(static_cast<char*>(larger));
    capacity_ = capacity;
  }

  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace offhours::rows
