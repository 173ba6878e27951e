// What a name gives for one event: nothing, one text, or several. Views over the frame or over scratch memory of the
// reader; they live until the next event is read. Small enough to be handed around in two registers.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace offhours::event {

class Value {
 public:
  Value() = default;
  explicit Value(std::string_view one, bool cut = false)
      : at_(one.data()), bits_(one.size() | one_bit | (cut ? cut_bit : 0)) {}
  // One text in `values` gives a Value of one, none a missing one.
  explicit Value(std::span<const std::string_view> values, bool cut = false) {
    if (values.size() == 1) {
      *this = Value(values.front(), cut);
    } else if (values.size() > 1) {
      at_ = values.data();
      bits_ = values.size() | several_bit | (cut ? cut_bit : 0);
    }
  }

  // None, of an event that was cut or broken before it could be told whether there is one.
  static Value unreadable() {
    Value value;
    value.bits_ = unreadable_bit;
    return value;
  }

  bool missing() const { return bits_ <= unreadable_bit; }
  bool is_unreadable() const { return bits_ == unreadable_bit; }
  std::size_t count() const { return several() ? size() : missing() ? 0 : 1; }
  // The text ended before it was complete (only where a cut text was asked for).
  bool cut() const { return (bits_ & cut_bit) != 0; }
  // The first text, empty if missing.
  std::string_view first() const {
    return several() ? *list() : std::string_view(static_cast<const char*>(at_), at_ == nullptr ? 0 : size());
  }
  std::string_view operator[](std::size_t i) const { return several() ? list()[i] : first(); }
  // All texts; `one` is where a single text's view is put, and must outlive the list.
  std::span<const std::string_view> texts(std::string_view& one) const {
    if (several()) return {list(), size()};
    one = first();
    return {&one, count()};
  }

 private:
  static constexpr std::size_t one_bit = ~(~std::size_t{0} >> 1);
  static constexpr std::size_t several_bit = one_bit >> 1;
  static constexpr std::size_t cut_bit = one_bit >> 2;
  static constexpr std::size_t unreadable_bit = 1;  // where there is no text: a text sets one of those above

  bool several() const { return (bits_ & several_bit) != 0; }
  std::size_t size() const { return bits_ & (cut_bit - 1); }
  const std::string_view* list() const { return static_cast<const std::string_view*>(at_); }

  const void* at_ = nullptr;  // the text's bytes, or the views of several
  std::size_t bits_ = 0;      // bytes of the text or number of views, and what it is
};

// JSON null, the text `null`, `""` and absent are one and the same.
inline bool is_missing(std::string_view text) { return text.empty() || text == "null"; }

}  // namespace offhours::event
