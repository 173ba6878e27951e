// What a name gives for one event: nothing, one text, or several. Views over the frame or over scratch memory of the
// reader; they live until the next event is read.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace offhours::event {

class Value {
 public:
  Value() = default;
  explicit Value(std::string_view one, bool cut = false) : one_(one), count_(1), cut_(cut) {}
  // One text in `values` gives a Value of one, none a missing one.
  explicit Value(std::span<const std::string_view> values, bool cut = false) : count_(values.size()), cut_(cut) {
    if (values.size() == 1) one_ = values.front();
    if (values.size() > 1) several_ = values.data();
  }

  bool missing() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  // The text ended before it was complete (only where a cut text was asked for).
  bool cut() const { return cut_; }
  // The first text, empty if missing.
  std::string_view first() const { return several_ != nullptr ? several_[0] : one_; }
  std::string_view operator[](std::size_t i) const { return several_ != nullptr ? several_[i] : one_; }
  // All texts, while this Value itself lives.
  std::span<const std::string_view> texts() const { return {several_ != nullptr ? several_ : &one_, count_}; }

 private:
  std::string_view one_;
  const std::string_view* several_ = nullptr;  // only if there are several
  std::size_t count_ = 0;
  bool cut_ = false;
};

// JSON null, the text `null`, `""` and absent are one and the same.
inline bool is_missing(std::string_view text) { return text.empty() || text == "null"; }

}  // namespace offhours::event
