// The rows of a reply while they are written: in memory, and in a file of the dispatch directory once they are many.
// The length of a reply comes before it, so it is composed as a whole.
#pragma once

#include <cstddef>
#include <string>
#include <system_error>

#include "stats/spill.hpp"
#include "text/buffer.hpp"
#include "wire/metadata.hpp"

namespace offhours::command {

class ReplyBody {
 public:
  // `max_memory`: bytes that the whole search may use.
  explicit ReplyBody(std::size_t max_memory);

  // A reply without rows yet, to be written into `empty`.
  void start(text::Buffer empty);
  bool empty() const { return out_.empty() && !file_.is_open(); }
  // Where rows are appended.
  text::Buffer& out() { return out_; }
  // After each row: moves the rows so far to a file in `folder` when memory should not hold more of them.
  // `other_bytes`: what else is in memory.
  std::error_code end_row(const std::string& folder, std::size_t other_bytes);
  // Hands the rows to the reply. A file must stay open until it is written.
  std::error_code put_into(wire::ExecuteReply& reply);

 private:
  std::size_t max_memory_;
  std::size_t max_bytes_;  // in `out_`
  text::Buffer out_;
  stats::SpillFile file_;
};

}  // namespace offhours::command
