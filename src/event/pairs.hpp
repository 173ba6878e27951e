// OCSF's `unmapped` where it is a list: `[{"key":K,"value":V},…]` (or "name"), `[[K,V],…]`, or `[{K:V},…]`.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace offhours::event {

struct Pair {
  std::string_view key;  // what is looked for
  std::string value;     // what was found; the first non-missing text counts
  bool found = false;
};

// Keeps its memory, so that reading allocates nothing once it has seen a few lists.
class PairReader {
 public:
  PairReader();
  PairReader(PairReader&&) noexcept;
  PairReader& operator=(PairReader&&) noexcept;
  ~PairReader();

  // Fills in the values of the wanted keys. Text that is no such list, or is cut, gives what was read before.
  void read(std::string_view json, std::span<Pair> wanted);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace offhours::event
