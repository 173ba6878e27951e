#include "policy/globs.hpp"

#include <algorithm>
#include <cstring>

#include "text/block.hpp"

namespace offhours::policy {
namespace {

// A part without stars, against as many bytes as it has.
bool part_fits(std::string_view part, const char* at) {
  for (const char c : part) {
    if (c != '?' && c != *at) return false;
    ++at;
  }
  return true;
}

// The same where the part may hold `?`: laid against 64 places of the text at once, byte by byte of the part, until no
// place of them is left. Neither is empty, and the text is no shorter.
std::size_t find_open_part(std::string_view part, std::string_view text) {
  const std::size_t last = text.size() - part.size();
  if (last < text::block_size) {
    for (std::size_t at = 0; at <= last; ++at) {
      if (part_fits(part, text.data() + at)) return at;
    }
    return std::string_view::npos;
  }
  for (std::size_t at = 0; at <= last; at += text::block_size) {
    // The last 64 places may be among the ones before, where nothing fitted.
    at = std::min(at, last + 1 - text::block_size);
    std::uint64_t fits = ~std::uint64_t{0};
    for (std::size_t i = 0; i < part.size() && fits != 0; ++i) {
      if (part[i] != '?') fits &= text::Block(text.data() + at + i).equal(part[i]);
    }
    if (fits != 0) return at + text::first_bit(fits);
  }
  return std::string_view::npos;
}

// Where the part is found first, or npos.
std::size_t find_part(std::string_view part, std::string_view text) {
  if (part.empty()) return 0;
  if (part.size() > text.size()) return std::string_view::npos;
  if (part.find('?') != std::string_view::npos) return find_open_part(part, text);
  // glibc searches in linear time, which std::string_view::find() does not.
  const void* const found = ::memmem(text.data(), text.size(), part.data(), part.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  // Each pattern matches its own text, and most patterns for operations have no wildcard.
  if (pattern == text) return true;
  std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern.size() == text.size() && part_fits(pattern, text.data());
  if (star > text.size() || !part_fits(pattern.substr(0, star), text.data())) return false;
  text.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  while ((star = pattern.find('*')) != std::string_view::npos) {
    const std::string_view part = pattern.substr(0, star);
    const std::size_t found = find_part(part, text);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + part.size());
    pattern.remove_prefix(star + 1);
  }
  return pattern.size() <= text.size() && part_fits(pattern, text.data() + text.size() - pattern.size());
}

}  // namespace offhours::policy
