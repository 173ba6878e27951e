#include "wire/frame.hpp"

#include <charconv>

namespace offhours::wire {
namespace {

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::optional<std::uint64_t> parse_length(std::string_view text, std::uint64_t most) {
  text = without_blanks(text);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

}  // namespace

std::optional<FrameHeader> parse_header(std::string_view line) {
  constexpr std::string_view magic = "chunked";
  constexpr std::string_view version = "1.0";
  line = without_blanks(line);
  if (!line.starts_with(magic)) return std::nullopt;
  line.remove_prefix(magic.size());
  if (line.empty() || (line.front() != ' ' && line.front() != '\t')) return std::nullopt;
  const std::size_t first = line.find(',');
  if (first == std::string_view::npos || without_blanks(line.substr(0, first)) != version) return std::nullopt;
  const std::size_t second = line.find(',', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto metadata = parse_length(line.substr(first + 1, second - first - 1), max_metadata_bytes);
  const auto body = parse_length(line.substr(second + 1), max_body_bytes);
  if (!metadata || !body) return std::nullopt;
  return FrameHeader{*metadata, *body};
}

std::string frame_head(std::string_view metadata, std::uint64_t body_bytes) {
  std::string head = "chunked 1.0,";
  head += std::to_string(metadata.size());
  head += ',';
  head += std::to_string(body_bytes);
  head += '\n';
  head += metadata;
  return head;
}

}  // namespace offhours::wire
