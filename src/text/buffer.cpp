#include "text/buffer.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <new>

namespace offhours::text {
namespace {

// With large pages the kernel maps two megabytes at a time, and has little to do when they are handed over; small ones
// would cost more than a copy.
constexpr std::size_t large_page = std::size_t{1} << 21;

bool has_large_pages() {
  static const bool has = [] {
    const int file = ::open("/sys/kernel/mm/transparent_hugepage/enabled", O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    std::array<char, 64> text{};
    const ssize_t bytes = ::read(file, text.data(), text.size());
    ::close(file);
    const std::string_view modes(text.data(), bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
    return modes.find("[always]") != std::string_view::npos || modes.find("[madvise]") != std::string_view::npos;
  }();
  return has;
}

// Fresh memory that starts where a large page can; null if there is none.
char* map_memory(std::size_t bytes) {
  const std::size_t slack = bytes >= large_page ? large_page : 0;
  void* const mapped =
      ::mmap(nullptr, bytes + slack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char* const first = static_cast<char*>(mapped);
  if (slack == 0) return first;
  const std::size_t before = (large_page - reinterpret_cast<std::uintptr_t>(first) % large_page) % large_page;
  if (before > 0) (void)::munmap(first, before);
  if (before < slack) (void)::munmap(first + before + bytes, slack - before);
  return first + before;
}

}  // namespace

Buffer::~Buffer() {
  if (bytes_ != nullptr) (void)::munmap(bytes_, capacity_);
}

bool Buffer::worth_handing_over() const { return size_ >= 2 * large_page && has_large_pages(); }

void Buffer::drop_pages() {
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
  char* const larger = map_memory(capacity);
  if (larger == nullptr) throw std::bad_alloc();
  if (bytes_ != nullptr && ::mremap(bytes_, capacity_, capacity, MREMAP_MAYMOVE | MREMAP_FIXED, larger) == MAP_FAILED) {
    (void)::munmap(larger, capacity);
    throw std::bad_alloc();
  }
  bytes_ = larger;
  capacity_ = capacity;
  if (capacity >= large_page) (void)::madvise(bytes_, capacity_, MADV_HUGEPAGE);
}

}  // namespace offhours::text
