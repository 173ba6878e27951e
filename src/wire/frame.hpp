// One frame of the chunked 1.0 protocol: `chunked 1.0,<metadata bytes>,<body bytes>\n`, then the metadata (JSON), then
// the body (CSV), with nothing between or after. All lengths are bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhours::wire {

struct FrameHeader {
  std::uint64_t metadata_bytes = 0;
  std::uint64_t body_bytes = 0;
};

// The longest header line that is looked at before it is called garbage.
constexpr std::size_t max_header_bytes = 256;
// Far above anything splunkd sends; a larger claim is a broken stream, not a large frame.
constexpr std::uint64_t max_metadata_bytes = std::uint64_t{1} << 30;
constexpr std::uint64_t max_body_bytes = std::uint64_t{1} << 40;

// `line` without its LF. Blanks around the commas are accepted, as other readers do; none is ever written.
std::optional<FrameHeader> parse_header(std::string_view line);

// Header and metadata of a frame whose body has `body_bytes`; the body follows.
std::string frame_head(std::string_view metadata, std::uint64_t body_bytes);

}  // namespace offhours::wire
