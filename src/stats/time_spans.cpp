#include "stats/time_spans.hpp"

#include <algorithm>

namespace offhours::stats {

// Events come nearly sorted, forwards or backwards: most fall into the span that was met last. Others wait at the end
// until they are as many as are joined, so that sorting costs little for each, whatever their order.
void TimeSpans::add(TimeSpan span) {
  constexpr std::size_t patience = 16;
  if (recent_ < spans_.size()) {
    TimeSpan& recent = spans_[recent_];
    if (span.first - recent.last <= nearby && recent.first - span.last <= nearby) {
      recent = {std::min(recent.first, span.first), std::max(recent.last, span.last)};
      return;
    }
  }
  if (spans_.size() - joined_ >= std::max(patience, joined_)) join();
  recent_ = spans_.size();
  spans_.push_back(span);
}

std::span<const TimeSpan> TimeSpans::joined() {
  if (joined_ < spans_.size()) join();
  return spans_;
}

void TimeSpans::join() {
  std::ranges::sort(spans_, {}, &TimeSpan::first);
  std::size_t kept = 0;
  for (const TimeSpan& span : spans_) {
    if (kept > 0 && span.first - spans_[kept - 1].last <= nearby) {
      spans_[kept - 1].last = std::max(spans_[kept - 1].last, span.last);
    } else {
      spans_[kept++] = span;
    }
  }
  spans_.resize(kept);
  joined_ = kept;
  recent_ = kept;
}

}  // namespace offhours::stats
