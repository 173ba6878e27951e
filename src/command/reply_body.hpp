// The rows of a reply while they are written: in memory, and in a file of the dispatch directory once they are many.
// The length of a reply comes before it, so it is composed as a whole.
#pragma once

#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

#include "stats/spill.hpp"
#include "text/buffer.hpp"
#include "wire/metadata.hpp"

namespace offhours::command {

class ReplyBody {
 public:
  // `max_memory`: bytes that the whole search may use.
  explicit ReplyBody(std::size_t max_memory);

  void set_folder(std::string folder) { folder_ = std::move(folder); }
  // A reply without rows yet, to be written into `empty`.
  void start(text::Buffer empty);
  bool empty() const { return out_.empty() && !file_.is_open(); }
  // Where rows are appended.
  text::Buffer& out() { return out_; }
  // Behind each row, or a part of a large one: moves what is there to a file when memory should not hold more of it.
  // `other_bytes`: what else is in memory.
  void spill_if_large(std::size_t other_bytes);
  // What the system refused first. What is written behind that is lost.
  std::error_code error() const { return error_; }
  // Hands the rows to the reply. A file must stay open until it is written.
  std::error_code move_into(wire::ExecuteReply& reply);

 private:
  void append_to_file();

  std::size_t max_memory_;
  std::size_t max_bytes_;  // in `out_`
  std::string folder_;
  text::Buffer out_;
  stats::SpillFile file_;
  std::error_code error_;
};

}  // namespace offhours::command
