#include "event/manifest.hpp"

#include "event/paths.hpp"
#include "event/scan_reader.hpp"

namespace offhours::event {

struct ManifestReader::Reading {
  Reading() : digest(paths.want("manifests{}.digest")), reader(paths) {}

  PathPlan paths;
  PathSlot digest;
  ScanReader reader;
  Slots slots;
  std::string_view one;
};

ManifestReader::ManifestReader() : reading_(std::make_unique<Reading>()) {}
ManifestReader::ManifestReader(ManifestReader&&) noexcept = default;
ManifestReader& ManifestReader::operator=(ManifestReader&&) noexcept = default;
ManifestReader::~ManifestReader() = default;

ManifestReader::Children ManifestReader::read(std::string_view manifest) {
  Reading& r = *reading_;
  if (r.reader.read(manifest, r.slots) != Shape::whole) return {};
  const std::span<const std::string_view> digests = r.slots.value(r.digest).texts(r.one);
  if (digests.size() <= most_children) return {digests, false};
  return {digests.first(most_children), true};
}

}  // namespace offhours::event
