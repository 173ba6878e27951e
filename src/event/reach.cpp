#include "event/reach.hpp"

#include <algorithm>
#include <array>

namespace offhours::event {
namespace {

constexpr std::array<std::string_view, 8> ocsf_keys = {"class_uid", "class_name", "category_uid", "activity_id",
                                                       "metadata",  "api",        "actor",        "cloud"};
constexpr std::array<std::string_view, 8> cloudtrail_keys = {"eventVersion", "eventName", "eventSource", "eventTime",
                                                             "userIdentity", "awsRegion", "eventID",     "eventType"};

std::string wrapped(std::string_view path) { return std::string(wrapping_key) + '.' + std::string(path); }

}  // namespace

Reach::Reach(const Plan& plan) {
  for (const Path& path : plan.paths().paths()) ways_.push_back(way_to(path.text));
  for (const auto& [marks, keys] : {std::pair(&ocsf_, &ocsf_keys), std::pair(&cloudtrail_, &cloudtrail_keys)}) {
    for (const std::string_view key : *keys) {
      marks->plain.push_back(want(key));
      marks->wrapped.push_back(want(wrapped(key)));
    }
  }
  request_data_ = {want("api.request.data"), want(wrapped("api.request.data"))};
  version_ = {paths_.want("metadata.version"), paths_.want(wrapped("metadata.version"))};
  reader_.emplace(paths_);
}

Reach::Way Reach::way_to(std::string_view path) {
  Way way;
  for (std::size_t at = 0; at < path.size() && !way.in_array; ++at) {
    way.in_array = path.substr(at).starts_with("{}");
    if (way.in_array || path[at] == '.') way.outer.push_back(want(path.substr(0, at)));
  }
  // Of what is in an array, only the array itself says whether there is more.
  if (way.in_array) way.array = way.outer.back();
  return way;
}

void Reach::read(const Fields& event) {
  wrapped_ = event.wrapped();
  event.read_again(*reader_, slots_);
}

bool Reach::passed(PathSlot path) const {
  return std::ranges::any_of(ways_[path].outer, [this](PathSlot outer) {
    const Value instead = slots_.value(outer);
    return slots_.container(outer) == Container::closed || (!instead.missing() && !instead.cut());
  });
}

bool Reach::left_open(PathSlot path) const {
  return ways_[path].in_array && slots_.container(ways_[path].array) == Container::open;
}

bool Reach::any(const Marks& marks) const {
  return std::ranges::any_of(wrapped_ ? marks.wrapped : marks.plain, [this](PathSlot key) {
    return slots_.container(key) != Container::none || !slots_.value(key).missing();
  });
}

bool Reach::rules_out(EventKind kind) const {
  const auto slot = [this](const RawSlots& slots) { return wrapped_ ? slots.wrapped : slots.plain; };
  const bool ocsf = any(ocsf_);
  if (kind == EventKind::event_bridge) return !wrapped_ && (ocsf || any(cloudtrail_));
  if (ocsf == any(cloudtrail_)) return false;
  if (kind == EventKind::cloudtrail) return ocsf;
  if (!ocsf) return true;
  const std::string_view version = slots_.value(slot(version_)).first();
  const bool candidate = version.starts_with("1.0.0-rc");
  // From 1.1.0 on the request has a place of its own.
  const bool has_data =
      slots_.container(slot(request_data_)) != Container::none || !slots_.value(slot(request_data_)).missing();
  if (kind == EventKind::ocsf_rc2) return has_data || (!version.empty() && !candidate);
  return kind == EventKind::ocsf_1 && candidate;
}

}  // namespace offhours::event
