// Instants, joined where neighbours are near: what one push is in time.
//
//   10:00  10:05  10:20        10:40            two spans: [10:00, 10:20] and [10:40, 10:40]
//
// Inside a span no gap is longer than `nearby`, and between spans every gap is. So spans of parts of the instants, put
// together and joined again, are the spans of all of them: any split and any order gives the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace offhours::stats {

struct TimeSpan {
  std::int64_t first = 0;  // milliseconds since 1970
  std::int64_t last = 0;
  bool operator==(const TimeSpan&) const = default;
};

class TimeSpans {
 public:
  static constexpr std::int64_t nearby = std::int64_t{15} * 60 * 1000;  // still joined
  // No event is judged before 1970 or after the year 9999.
  static constexpr std::int64_t latest = 253402300799999;

  // Both ends from 0 to `latest`.
  void add(TimeSpan span);
  // Sorted, and joined as far as they can be. Until the next add().
  std::span<const TimeSpan> joined();
  std::size_t heap_bytes() const { return spans_.capacity() * sizeof(TimeSpan); }

 private:
  void join();

  std::vector<TimeSpan> spans_;
  std::size_t joined_ = 0;  // the first so many are sorted and joined
  std::size_t recent_ = 0;  // that was added to last; none: behind the last
};

}  // namespace offhours::stats
