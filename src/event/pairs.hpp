// OCSF's `unmapped` where it is a list: `[{"key":K,"value":V},…]` (or "name"), `[[K,V],…]`, or `[{K:V},…]`.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace offhours::event {

struct Pair {
  std::string_view key;  // what is looked for
  std::string value;     // what was found; the first text that is not missing
  bool found = false;
  bool null_is_text = false;  // the text `null` counts
};

// Keeps its memory, so that reading allocates nothing once it has seen a few lists.
class PairReader {
 public:
  // Fills in the values of the wanted keys. Text that is no such list, or is cut, gives what was read before.
  void read(std::string_view json, std::span<Pair> wanted);

 private:
  class Cursor;
  bool read_object(Cursor& cursor, std::span<Pair> wanted);
  bool read_array(Cursor& cursor, std::span<Pair> wanted);

  // Of the element in work.
  std::string member_;
  std::string key_;
  std::string value_;
  std::string text_;
};

}  // namespace offhours::event
