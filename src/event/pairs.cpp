#include "event/pairs.hpp"

#include "event/quoting.hpp"
#include "event/string_end.hpp"
#include "event/token.hpp"
#include "event/unescape.hpp"
#include "event/value.hpp"
#include "text/ascii.hpp"

namespace offhours::event {
namespace {

void assign(std::span<Pair> wanted, std::string_view key, std::string_view value) {
  if (key.empty() || value.empty()) return;
  for (Pair& pair : wanted) {
    if (pair.found || pair.key != key || (is_missing(value) && !pair.null_is_text)) continue;
    pair.value = value;
    pair.found = true;
  }
}

}  // namespace

// Goes from one value to the next. Each step is false where the text ends, or holds something else than was looked for.
class PairReader::Cursor {
 public:
  explicit Cursor(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool is_at(char c) {
    while (at_ != end_ && text::is_blank(*at_)) ++at_;
    return at_ != end_ && *at_ == c;
  }
  bool is_at_container() { return is_at('{') || is_at('['); }
  bool consume(char c) {
    const bool is = is_at(c);
    if (is) ++at_;
    return is;
  }

  // A string or a token.
  bool consume_scalar(std::string& text) {
    if (!consume('"')) {
      const char* const start = at_;
      while (at_ != end_ && !ends_token(*at_)) ++at_;
      text.assign(start, at_);
      if (text == "null") text.clear();  // which a string "null" is not
      return at_ != end_ && at_ != start;
    }
    const char* const closing = string_end<PlainQuotes>(at_, end_);
    if (closing == end_) return false;
    text.resize(static_cast<std::size_t>(closing - at_) + unescape_slack);
    text.resize(static_cast<std::size_t>(unescape<PlainQuotes>(at_, closing, text.data()) - text.data()));
    at_ = closing + 1;
    return true;
  }

  bool skip_container() {
    const char* const closing = container_end<PlainQuotes>(at_, end_);
    if (closing == end_) return false;
    at_ = closing + 1;
    return true;
  }

 private:
  const char* at_;
  const char* const end_;
};

void PairReader::read(std::string_view text, std::span<Pair> wanted) {
  for (Pair& pair : wanted) pair.found = false;
  Cursor cursor(text);
  if (!cursor.consume('[')) return;
  do {
    if (cursor.is_at('{')) {
      if (!read_object(cursor, wanted)) return;
    } else if (cursor.is_at('[')) {
      if (!read_array(cursor, wanted)) return;
    } else if (!cursor.consume_scalar(text_)) {
      return;
    }
  } while (cursor.consume(','));
}

// A key and a value by these names, or members whose own keys are meant.
bool PairReader::read_object(Cursor& cursor, std::span<Pair> wanted) {
  key_.clear();
  value_.clear();
  bool has_value = false;
  cursor.consume('{');
  if (cursor.consume('}')) return true;
  do {
    if (!cursor.is_at('"') || !cursor.consume_scalar(member_) || !cursor.consume(':')) return false;
    const bool names_key = member_ == "key" || member_ == "name";
    const bool names_value = member_ == "value" && !has_value;
    has_value |= names_value;
    if (cursor.is_at_container()) {
      if (!cursor.skip_container()) return false;
      continue;
    }
    if (!cursor.consume_scalar(text_)) return false;
    if (names_key) {
      if (key_.empty()) key_ = text_;
    } else if (names_value) {
      value_ = text_;
    } else {
      assign(wanted, member_, text_);
    }
  } while (cursor.consume(','));
  if (!cursor.consume('}')) return false;
  assign(wanted, key_, value_);
  return true;
}

// What comes behind the second place is of no interest.
bool PairReader::read_array(Cursor& cursor, std::span<Pair> wanted) {
  key_.clear();
  value_.clear();
  cursor.consume('[');
  if (cursor.consume(']')) return true;
  std::size_t place = 0;
  do {
    if (cursor.is_at_container()) {
      if (!cursor.skip_container()) return false;
    } else if (!cursor.consume_scalar(text_)) {
      return false;
    } else if (place < 2) {
      (place == 0 ? key_ : value_) = text_;
    }
    ++place;
  } while (cursor.consume(','));
  if (!cursor.consume(']')) return false;
  assign(wanted, key_, value_);
  return true;
}

}  // namespace offhours::event
