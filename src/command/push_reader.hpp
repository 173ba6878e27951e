// An event seen as the upload of an image, for `uploads` and `images`.
#pragma once

#include <optional>

#include "command/judging.hpp"
#include "event/manifest.hpp"
#include "stats/aggregate.hpp"

namespace offhours::command {

class PushReader {
 public:
  // Adds the names that it reads to the plan of `judging`, which has to outlive it. `children`: the lists in manifests
  // are wanted too.
  PushReader(bool children, Judging& judging);

  // The event that was judged last. Lives until the next event is seen.
  const stats::Push& read();

 private:
  Judging& judging_;
  Operand registry_;
  Operand repository_;
  // For the lists alone.
  Operand status_;
  Operand digest_;
  Operand manifest_;
  std::optional<event::ManifestReader> manifests_;
  stats::Push push_;
};

}  // namespace offhours::command
