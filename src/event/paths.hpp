// The raw part of the read plan: the paths that are wanted from a JSON text, a slot for each, and what a reader fills
// in.
//
// Path syntax is Splunk's: keys joined by dots, `{}` for each element of an array (`resources{}.uid`). A literal dotted
// key beats nesting, the longer the sooner; of duplicate keys the first counts. An object or array that is wanted gives
// its bytes, numbers keep their text, true and false are texts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/value.hpp"

namespace offhours::event {

using PathSlot = std::uint32_t;

struct Path {
  std::string text;
  bool keep_cut = false;      // a text or container that the input ends in is given, marked as cut
  bool mark_objects = false;  // an object gives no bytes, only whether it was opened and closed
};

class PathPlan {
 public:
  PathSlot want(std::string_view text, bool keep_cut = false, bool mark_objects = false);
  std::span<const Path> paths() const { return paths_; }

 private:
  std::vector<Path> paths_;
};

enum class Container { none, open, closed };

class Slots {
 public:
  // Empties all slots; values may need up to `text_bytes` of decoded text.
  void start(std::size_t paths, std::size_t text_bytes);

  Value value(PathSlot slot) const { return Value(slots_[slot].values, slots_[slot].cut); }
  Container container(PathSlot slot) const { return slots_[slot].container; }

  // For readers. `rank`: a value of a higher rank replaces those of a lower one, of the same rank it joins them.
  void add(PathSlot slot, std::uint64_t rank, std::string_view text, bool cut);
  void mark(PathSlot slot, Container state);
  // Decoded text is put here: views into it stay valid until the next start().
  void begin_text() { text_start_ = text_end_; }
  void append_text(std::string_view part);
  std::string_view text() const { return {text_.data() + text_start_, text_end_ - text_start_}; }
  // The same in one piece: room for what is left of `text_bytes` and a little more, and how much of it was used.
  static constexpr std::size_t text_slack = 16;
  char* text_room() { return text_.data() + text_end_; }
  void keep_text(std::size_t bytes) { text_end_ += bytes; }

 private:
  struct Slot {
    std::vector<std::string_view> values;
    std::uint64_t rank = 0;
    Container container = Container::none;
    bool cut = false;
  };
  std::vector<Slot> slots_;
  std::vector<char> text_;
  std::size_t text_start_ = 0;
  std::size_t text_end_ = 0;
};

}  // namespace offhours::event
