#include "command/push_reader.hpp"

#include "event/computed.hpp"

namespace offhours::command {

PushReader::PushReader(bool children, Judging& judging)
    : judging_(judging), registry_(judging.want("image_registry")), repository_(judging.want("image_repository")) {
  if (!children) return;
  status_ = judging.want("status");
  digest_ = judging.want("image_digest");
  manifest_ = judging.want(event::manifest_name());
  manifests_.emplace();
}

const stats::Push& PushReader::read() {
  push_ = {};
  push_.instant = judging_.instant().time_since_epoch().count();
  push_.registry = judging_.value(registry_).first();
  push_.repository = judging_.value(repository_).first();
  if (!manifests_) return push_;
  const event::Value status = judging_.value(status_);
  const bool accepted = status.first() == "Success";
  // What could not be read may have been accepted: that is an image more, perhaps, and never one too few.
  if (!accepted && !status.is_unreadable()) return push_;
  push_.digest = judging_.value(digest_).first();
  // Only what ECR has accepted has the digest of its text, so that no list can name what lists it.
  if (!accepted || push_.digest.empty()) return push_;
  const auto children = manifests_->read(judging_.value(manifest_).first());
  push_.children = children.digests;
  if (children.more) judging_.count_long_list();
  return push_;
}

}  // namespace offhours::command
