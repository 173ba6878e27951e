#include "rows/buffer.hpp"

#include <sys/mman.h>

#include <new>

namespace offhours::rows {

Buffer::~Buffer() {
  if (bytes_ != nullptr) (void)::munmap(bytes_, capacity_);
}

void Buffer::leave() {
  // Pages that others refer to stay theirs; we get new ones when we write again.
  if (size_ > 0 && ::madvise(bytes_, capacity_, MADV_DONTNEED) != 0) {
    (void)::munmap(bytes_, capacity_);
    bytes_ = nullptr;
    capacity_ = 0;
  }
  size_ = 0;
}

void Buffer::grow(std::size_t bytes) {
  constexpr std::size_t least = std::size_t{1} << 16;
  std::size_t capacity = capacity_ < least ? least : capacity_ * 2;
  while (capacity - size_ < bytes) capacity *= 2;
  void* const larger = bytes_ == nullptr
                           ? ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                           : ::mremap(bytes_, capacity_, capacity, MREMAP_MAYMOVE);
  if (larger == MAP_FAILED) throw std::bad_alloc();
  bytes_ = static_cast<char*>(larger);
  capacity_ = capacity;
  // Large pages spare faults, and the kernel's work when the bytes are handed on.
  constexpr std::size_t large_page = std::size_t{1} << 21;
  if (capacity >= large_page) (void)::madvise(bytes_, capacity_, MADV_HUGEPAGE);
}

}  // namespace offhours::rows
