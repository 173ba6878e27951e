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
  bool inner = false;         // a text is JSON itself: it is asked for by Slots::inner(), and may be left escaped
};

// A text that is JSON itself, perhaps still escaped as it stands in the outer text.
class InnerText {
 public:
  enum class Form {
    plain,
    escaped,  // whole characters of a well-formed JSON string
    doubled,  // the same with each quote twice
  };
  // From so many bytes on a text is left escaped. Fewer could stand for `null`.
  static constexpr std::size_t least = 64;

  InnerText() = default;
  explicit InnerText(std::string_view bytes, bool cut = false, Form form = Form::plain)
      : bytes_(bytes), form_(form), cut_(cut) {}

  bool missing() const { return bytes_.empty(); }
  bool cut() const { return cut_; }
  std::string_view bytes() const { return bytes_; }
  Form form() const { return form_; }
  // `scratch` is written only if the text is escaped, and must then outlive the view.
  std::string_view text(std::string& scratch) const;

 private:
  std::string_view bytes_;
  Form form_ = Form::plain;
  bool cut_ = false;
};

class PathPlan {
 public:
  PathSlot want(std::string_view text, bool keep_cut = false, bool mark_objects = false, bool inner = false);
  std::span<const Path> paths() const { return paths_; }

 private:
  std::vector<Path> paths_;
};

enum class Container { none, open, closed };

class Slots {
 public:
  // Empties all slots; values may need up to `text_bytes` of decoded text.
  void start(std::size_t paths, std::size_t text_bytes);

  // From now on the text `null` counts there.
  void accept_null(PathSlot slot) {
    if (accepts_null_.size() <= slot) accepts_null_.resize(slot + std::size_t{1});
    accepts_null_[slot] = true;
  }
  bool accepts_null(PathSlot slot) const { return slot < accepts_null_.size() && accepts_null_[slot]; }

  Value value(PathSlot slot) const { return is_set(slot) ? Value(slots_[slot].values, slots_[slot].cut) : Value(); }
  Container container(PathSlot slot) const { return is_set(slot) ? slots_[slot].container : Container::none; }
  // The first text of a path that was wanted as `inner`.
  InnerText inner(PathSlot slot) const {
    const Slot& from = slots_[slot];
    return !is_set(slot) || from.values.empty() ? InnerText() : InnerText(from.values.front(), from.cut, from.form);
  }

  // For readers. `rank`: a value of a higher rank replaces those of a lower one, of the same rank it joins them.
  void add(PathSlot slot, std::uint64_t rank, std::string_view text, bool cut,
           InnerText::Form form = InnerText::Form::plain);
  void mark(PathSlot slot, Container state);
  // Decoded text is put here: views into it stay valid until the next start().
  void begin_text() { text_start_ = text_end_; }
  void append_text(std::string_view part);
  std::string_view text() const { return {text_.data() + text_start_, text_end_ - text_start_}; }
  // The same in one piece: room for what is left of `text_bytes` and a little more, and how much of it was used.
  char* text_room() { return text_.data() + text_end_; }
  void commit_text(std::size_t bytes) { text_end_ += bytes; }

 private:
  struct Slot {
    std::uint64_t set_in = 0;  // the number of the start() that it was set behind; else it is empty
    std::vector<std::string_view> values;
    std::uint64_t rank = 0;
    Container container = Container::none;
    bool cut = false;
    InnerText::Form form = InnerText::Form::plain;  // of the first value
  };
  bool is_set(PathSlot slot) const { return slots_[slot].set_in == starts_; }
  Slot& set(PathSlot index) {
    Slot& slot = slots_[index];
    if (slot.set_in != starts_) {
      slot.set_in = starts_;
      slot.values.clear();
      slot.rank = 0;
      slot.container = Container::none;
      slot.cut = false;
    }
    return slot;
  }

  std::vector<Slot> slots_;
  std::vector<bool> accepts_null_;
  std::uint64_t starts_ = 0;
  std::vector<char> text_;
  std::size_t text_start_ = 0;
  std::size_t text_end_ = 0;
};

}  // namespace offhours::event
