#include "worktime/zone.hpp"

#include <absl/time/internal/cctz/include/cctz/civil_time.h>
#include <absl/time/internal/cctz/include/cctz/time_zone.h>
#include <absl/time/internal/cctz/include/cctz/zone_info_source.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

// The TZif files of all zones, one after the other (see cmake/pack_zones.cmake).
extern "C" const char offhours_zone_bytes[];  // NOLINT(readability-identifier-naming)

namespace offhours::worktime {
namespace {

namespace cctz = absl::time_internal::cctz;

struct ZoneEntry {
  std::string_view name;
  std::uint32_t offset;
  std::uint32_t size;
};

#include "zone_index.inc"

const ZoneEntry* find_entry(std::string_view name) {
  const auto* const found = std::ranges::lower_bound(zone_entries, name, {}, &ZoneEntry::name);
  return found != std::end(zone_entries) && found->name == name ? found : nullptr;
}

class BuiltInSource : public cctz::ZoneInfoSource {
 public:
  explicit BuiltInSource(std::string_view bytes) : rest_(bytes) {}

  std::size_t Read(void* to, std::size_t size) override {  // NOLINT(readability-identifier-naming)
    size = std::min(size, rest_.size());
    std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
    return size;
  }
  int Skip(std::size_t bytes) override {  // NOLINT(readability-identifier-naming)
    rest_.remove_prefix(std::min(bytes, rest_.size()));
    return 0;
  }
  std::string Version() const override { return std::string(zone_version); }  // NOLINT(readability-identifier-naming)

 private:
  std::string_view rest_;
};

std::unique_ptr<cctz::ZoneInfoSource> open_built_in(
    const std::string& name, const std::function<std::unique_ptr<cctz::ZoneInfoSource>(const std::string&)>&) {
  const ZoneEntry* entry = find_entry(name);
  if (entry == nullptr) return nullptr;
  return std::make_unique<BuiltInSource>(std::string_view(offhours_zone_bytes + entry->offset, entry->size));
}

using Seconds = cctz::time_point<cctz::seconds>;

Instant to_instant(Seconds second) { return Instant(second.time_since_epoch()); }

}  // namespace

struct Zone::Data {
  cctz::time_zone zone;
};

std::optional<Zone> Zone::find(std::string_view name) {
  if (find_entry(name) == nullptr) return std::nullopt;
  auto data = std::make_shared<Data>();
  if (!cctz::load_time_zone(std::string(name), &data->zone)) return std::nullopt;
  Zone zone;
  zone.name_ = name;
  zone.data_ = std::move(data);
  return zone;
}

void Zone::look_up(Instant instant) const {
  const cctz::time_zone& zone = data_->zone;
  const auto second = Seconds(std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch());
  offset_ = std::chrono::seconds(zone.lookup(second).offset);
  cctz::time_zone::civil_transition transition;
  // A transition is found by its civil end, whose lookup tells the instant, be the hour skipped or repeated.
  from_ = zone.prev_transition(second + std::chrono::seconds(1), &transition)
              ? to_instant(zone.lookup(transition.to).trans)
              : Instant::min();
  until_ = zone.next_transition(second, &transition) ? to_instant(zone.lookup(transition.to).trans) : Instant::max();
}

std::vector<std::string_view> zone_names() {
  std::vector<std::string_view> names;
  std::ranges::transform(zone_entries, std::back_inserter(names), &ZoneEntry::name);
  return names;
}

std::string_view zone_data_version() { return zone_version; }

}  // namespace offhours::worktime

namespace absl::time_internal::cctz_extension {
// Abseil looks for zones through this hook; its own definition is weak.
ZoneInfoSourceFactory zone_info_source_factory = offhours::worktime::open_built_in;  // NOLINT
}  // namespace absl::time_internal::cctz_extension
