#include "command/reply_body.hpp"

#include <algorithm>

namespace offhours::command {

ReplyBody::ReplyBody(std::size_t max_memory)
    : max_memory_(max_memory),
      max_bytes_(std::clamp<std::size_t>(max_memory / 16, std::size_t{1} << 20, std::size_t{8} << 20)) {}

void ReplyBody::start(text::Buffer empty) {
  out_ = std::move(empty);
  file_ = {};
  error_ = {};
}

void ReplyBody::spill_if_large(std::size_t other_bytes) {
  if (out_.size() < max_bytes_) return;
  if (!file_.is_open() && !error_) {
    const std::error_code error = file_.open(folder_);
    // Without a file it may stay in memory, while there is room.
    if (error && other_bytes + 2 * out_.size() < max_memory_) return;
    error_ = error;
  }
  append_to_file();
}

void ReplyBody::append_to_file() {
  if (!error_) error_ = file_.append(out_.view());
  out_.clear();
}

std::error_code ReplyBody::move_into(wire::ExecuteReply& reply) {
  if (file_.is_open()) {
    append_to_file();
    reply.body_file = wire::BodyFile{file_.descriptor(), file_.size()};
  }
  reply.body = std::move(out_);
  return error_;
}

}  // namespace offhours::command
