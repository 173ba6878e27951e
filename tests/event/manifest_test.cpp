#include "event/manifest.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace offhours::test {
namespace {

using namespace event;

std::string children(std::string_view manifest) {
  ManifestReader reader;
  const ManifestReader::Children found = reader.read(manifest);
  std::string text;
  for (const std::string_view digest : found.digests) text += (text.empty() ? "" : " ") + std::string(digest);
  return text + (found.more ? " ..." : "");
}

TEST(Manifest, ListsTheDigestsOfItsChildren) {
  const struct {
    const char* manifest;
    const char* digests;
  } cases[] = {
      {R"({"manifests":[{"digest":"sha256:a"},{"size":3,"digest":"sha256:b"}]})", "sha256:a sha256:b"},
      {"{\n   \"schemaVersion\": 2,\n   \"manifests\": [\n {\"digest\": \"sha256:a\"}\n ]\n}", "sha256:a"},
      {R"({"manifests":[]})", ""},
      {R"({"layers":[{"digest":"sha256:a"}],"config":{"digest":"sha256:b"}})", ""},
      {R"({"annotations":{"x":"\"manifests\":[{\"digest\":\"sha256:a\"}]"}})", ""},
      {R"({"manifests":{"digest":"sha256:a"}})", ""},
      {R"({"manifests":[["sha256:a"],"sha256:b",{"digest":{"digest":"sha256:c"}}]})", R"({"digest":"sha256:c"})"},
      {R"({"inner":{"manifests":[{"digest":"sha256:a"}]}})", ""},
      {R"({"manifests":[{"digest":"sha256:\u0061"}]})", "sha256:a"},
      {R"({"\u006danifests":[{"digest":"sha256:a"}]})", "sha256:a"},
      {R"({"manifests":[{"digest":null},{"digest":""},{"digest":"sha256:a"}]})", "sha256:a"},
      {R"({"manifests":[{"digest":"sha256:a"}],"manifests":[{"digest":"sha256:b"}]})", "sha256:a"},
      // Cut or broken: nothing of it is believed.
      {R"({"manifests":[{"digest":"sha256:a"},{"digest":"sha2)", ""},
      {R"({"manifests":[{"digest":"sha256:a"}])", ""},
      {R"({"manifests":[{"digest":"sha256:a"}],})", ""},
      {R"([{"digest":"sha256:a"}])", ""},
      {"no JSON", ""},
      {"", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(children(c.manifest), c.digests) << c.manifest;
}

std::string index_of(std::size_t count) {
  std::string manifest = R"({"schemaVersion":2,"manifests":[)";
  for (std::size_t i = 0; i < count; ++i) {
    manifest += (i == 0 ? "" : ",") + std::string(R"({"digest":"sha256:)") + std::to_string(i) + "\"}";
  }
  return manifest + "]}";
}

TEST(Manifest, IgnoresWhatIsBeyondAThousandChildren) {
  ManifestReader reader;
  for (const std::size_t count : {std::size_t{999}, std::size_t{1000}}) {
    const std::string manifest = index_of(count);
    const auto found = reader.read(manifest);
    EXPECT_EQ(found.digests.size(), count);
    EXPECT_FALSE(found.more);
  }
  const std::string manifest = index_of(1001);
  const auto found = reader.read(manifest);
  EXPECT_EQ(found.digests.size(), 1000U);
  EXPECT_EQ(found.digests.back(), "sha256:999");
  EXPECT_TRUE(found.more);
}

// As large as ECR takes them, and with more children than anybody has.
TEST(Manifest, OfAnySizeIsReadQuickly) {
  std::string annotated = R"({"annotations":{"a":")";
  annotated.append((std::size_t{4} << 20) - 100, 'x');
  annotated += R"("},"manifests":[{"digest":"sha256:a"}]})";
  std::string escaped = R"({"annotations":{"a":")";
  while (escaped.size() < (std::size_t{4} << 20) - 100) escaped += "\\\\\\\"";
  escaped += R"("},"manifests":[{"digest":"sha256:a"}]})";
  for (const std::string& manifest : {annotated, escaped, index_of(100'000)}) {
    ManifestReader reader;
    const auto start = std::chrono::steady_clock::now();
    const auto found = reader.read(manifest);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    EXPECT_FALSE(found.digests.empty());
    std::printf("%zu bytes: %.1f ms\n", manifest.size(), took.count());
    EXPECT_LT(took.count(), OFFHOURS_EMULATED ? 5000 : 200);
  }
}

}  // namespace
}  // namespace offhours::test
