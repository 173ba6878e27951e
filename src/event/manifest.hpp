// What a manifest says of the manifests below it. Its text is whatever somebody pushed: only the list of digests is
// read, by structure.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace offhours::event {

class ManifestReader {
 public:
  // Of a longer list the rest is ignored. An index has one manifest for each platform, and perhaps as many
  // attestations.
  static constexpr std::size_t most_children = 1000;

  struct Children {
    std::span<const std::string_view> digests;  // views over the manifest or the reader, until its next call
    bool more = false;                          // the list was longer
  };

  ManifestReader();
  ManifestReader(ManifestReader&&) noexcept;
  ManifestReader& operator=(ManifestReader&&) noexcept;
  ~ManifestReader();

  // `manifests[].digest`. None if the text is no JSON object, or is cut or broken anywhere.
  Children read(std::string_view manifest);

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace offhours::event
