#include "reference/json_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

namespace offhours::test::reference {
namespace {

constexpr std::size_t max_depth = 512;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// One character of a string: how many bytes it is written with, and its text.
struct Character {
  std::size_t size = 1;
  std::string text;
};

std::string utf8(std::uint32_t code) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
  if (code < 0x10000) return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
  return {byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)), byte(0x80 | (code >> 6 & 0x3F)),
          byte(0x80 | (code & 0x3F))};
}

// `\u12ab`, if a whole one stands at the start.
std::optional<std::uint32_t> code_unit(std::string_view text) {
  if (text.size() < 6 || !text.starts_with("\\u")) return std::nullopt;
  const std::string digits(text.substr(2, 4));
  if (!std::ranges::all_of(digits, is_hex)) return std::nullopt;
  return static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 16));
}

bool is_high(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

Character first_character(std::string_view text) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view stand_for = "\"\\/\b\f\n\r\t";
  if (text[0] != '\\') return {1, std::string(1, text[0])};
  if (text.size() > 1 && letters.find(text[1]) != std::string_view::npos) {
    return {2, std::string(1, stand_for[letters.find(text[1])])};
  }
  const auto unit = code_unit(text);
  if (!unit) return {1, "\\"};
  if (!is_high(*unit)) return {6, is_low(*unit) ? "\xEF\xBF\xBD" : utf8(*unit)};
  const auto low = code_unit(text.substr(6));
  if (!low || !is_low(*low)) return {6, "\xEF\xBF\xBD"};
  return {12, utf8(0x10000 + (*unit - 0xD800) * 0x400 + (*low - 0xDC00))};
}

std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character character = first_character(text);
    out += character.text;
    text.remove_prefix(character.size);
  }
  return out;
}

// Whether more bytes behind a cut text could change what its last bytes, from a backslash on, stand for.
bool is_open(std::string_view text) {
  if (text == "\\") return true;
  if (text.size() < 6) return text.starts_with("\\u") && std::ranges::all_of(text.substr(2), is_hex);
  const auto unit = code_unit(text);
  if (!unit || !is_high(*unit) || text.size() >= 12) return false;
  std::string next(text.substr(6));
  next += std::string_view("\\udc00").substr(next.size());
  const auto low = code_unit(next);
  return low && is_low(*low);
}

// The text of a string that was cut: what is not decided at its end is left out.
std::string decoded_cut(std::string_view text) {
  std::string out;
  while (!text.empty() && !(text.starts_with('\\') && is_open(text))) {
    const Character character = first_character(text);
    out += character.text;
    text.remove_prefix(character.size);
  }
  return out;
}

struct Value {
  enum class Kind { object, array, string, token } kind = Kind::token;
  const char* start = nullptr;
  const char* end = nullptr;
  bool complete = false;
  std::string text;               // of a string or token
  std::vector<std::string> keys;  // of an object's members
  std::vector<Value> values;      // of members or elements
};

class Parser {
 public:
  explicit Parser(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  // False: the text ended, or is no JSON; what was read so far is in `value`.
  bool read(Value& value, std::size_t depth) {
    skip_blanks();
    if (at_ == end_) return false;
    value.start = at_;
    value.complete = *at_ == '{'   ? read_container(value, Value::Kind::object, '}', depth)
                     : *at_ == '[' ? read_container(value, Value::Kind::array, ']', depth)
                     : *at_ == '"' ? read_string(value)
                                   : read_token(value);
    value.end = value.complete ? at_ : end_;
    return value.complete;
  }
  bool at_end() const { return at_ == end_; }

 private:
  void skip_blanks() {
    while (at_ != end_ && is_blank(*at_)) ++at_;
  }

  bool read_container(Value& value, Value::Kind kind, char close, std::size_t depth) {
    value.kind = kind;
    if (depth == max_depth) return skip_container();
    ++at_;
    for (bool first = true;; first = false) {
      skip_blanks();
      if (at_ == end_) return false;
      if (*at_ == close) return ++at_, true;
      if (!first && *at_++ != ',') return false;
      if (kind == Value::Kind::array) {
        if (!read(value.values.emplace_back(), depth + 1)) return false;
        continue;
      }
      skip_blanks();
      Value key;
      if (at_ == end_ || *at_ != '"' || !read_string(key)) return false;
      skip_blanks();
      if (at_ == end_ || *at_++ != ':') return false;
      value.keys.push_back(key.text);
      if (!read(value.values.emplace_back(), depth + 1)) return false;
    }
  }

  bool skip_container() {
    std::size_t open = 0;
    Value ignored;
    while (at_ != end_) {
      if (*at_ == '"') {
        if (!read_string(ignored)) return false;
        continue;
      }
      const char c = *at_++;
      if (c == '{' || c == '[') ++open;
      if ((c == '}' || c == ']') && --open == 0) return true;
    }
    return false;
  }

  bool read_string(Value& value) {
    value.kind = Value::Kind::string;
    const char* const start = ++at_;
    for (; at_ != end_ && *at_ != '"'; ++at_) {
      if (*at_ == '\\' && at_ + 1 != end_) ++at_;
    }
    const std::string_view text(start, static_cast<std::size_t>(at_ - start));
    value.text = at_ == end_ ? decoded_cut(text) : decoded(text);
    if (at_ == end_) return false;
    ++at_;
    return true;
  }

  bool read_token(Value& value) {
    const auto ends = [](char c) {
      return static_cast<unsigned char>(c) <= ' ' || std::string_view(",:\"\\[]{}").find(c) != std::string_view::npos;
    };
    while (at_ != end_ && !ends(*at_)) value.text += *at_++;
    return at_ != end_ && !value.text.empty();
  }

  const char* at_;
  const char* end_;
};

// A path followed from the root.
class Lookup {
 public:
  Lookup(const event::Path& path, event::PathSlot slot, event::Slots& slots)
      : path_(path), slot_(slot), slots_(slots) {}

  enum class What { complete, cut_text, cut_container };

  void find(const Value& value, std::string_view rest, std::size_t dots, std::uint64_t rank, What what) {
    if (rest.empty()) {
      give(value, rank, what);
      return;
    }
    if (value.kind == Value::Kind::array && rest.starts_with("{}")) {
      for (const Value& element : value.values) follow(element, rest.substr(2), dots, rank, what);
    }
    if (value.kind != Value::Kind::object || rest.starts_with("{}")) return;
    std::vector<std::string_view> seen;
    for (std::size_t i = 0; i < value.keys.size(); ++i) {
      const std::string_view key = value.keys[i];
      const bool again = std::ranges::find(seen, key) != seen.end();
      seen.push_back(key);
      if (again || !rest.starts_with(key)) continue;
      const std::string_view after = rest.substr(key.size());
      if (!after.empty() && !after.starts_with('.') && !after.starts_with("{}")) continue;
      std::uint64_t higher = rank;
      std::size_t passed = dots;
      for (const char c : key) {
        if (c == '.' && passed++ < 64) higher |= std::uint64_t{1} << (64 - passed);
      }
      follow(value.values[i], after, passed, higher, what);
    }
  }

 private:
  void follow(const Value& value, std::string_view rest, std::size_t dots, std::uint64_t rank, What what) {
    if (value.start == nullptr) return;  // nothing stands there
    if (rest.starts_with('.')) {
      rest.remove_prefix(1);
      ++dots;
    }
    find(value, rest, dots, rank, what);
  }

  void give(const Value& value, std::uint64_t rank, What what) {
    const bool container = value.kind == Value::Kind::object || value.kind == Value::Kind::array;
    const std::string_view bytes(value.start, static_cast<std::size_t>(value.end - value.start));
    const bool only_mark = path_.mark_objects && value.kind == Value::Kind::object;
    if (container && what == What::complete) {
      slots_.mark(slot_, value.complete ? event::Container::closed : event::Container::open);
    }
    if (value.complete) {
      if (what != What::complete || only_mark) return;
      slots_.add(slot_, rank, container ? bytes : kept(value.text), false);
    } else if (path_.keep_cut && !only_mark) {
      if (container && what == What::cut_container) slots_.add(slot_, rank, bytes, true);
      if (value.kind == Value::Kind::string && what == What::cut_text) slots_.add(slot_, rank, kept(value.text), true);
    }
  }

  std::string_view kept(std::string_view text) {
    slots_.begin_text();
    slots_.append_text(text);
    return slots_.text();
  }

  const event::Path& path_;
  event::PathSlot slot_;
  event::Slots& slots_;
};

}  // namespace

event::Shape JsonReader::read(std::string_view json, event::Slots& slots) const {
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  while (!json.empty() && is_blank(json.front())) json.remove_prefix(1);
  const auto paths = plan_.paths();
  slots.start(paths.size(), (json.size() + 1) * (paths.size() + 1));
  if (!json.starts_with('{')) return event::Shape::none;
  Value root;
  const bool whole = Parser(json).read(root, 0);
  for (event::PathSlot slot = 0; slot < paths.size(); ++slot) {
    // In the order in which they end: what is complete, the text that was cut, the containers around it.
    using What = Lookup::What;
    for (const What what : {What::complete, What::cut_text, What::cut_container}) {
      Lookup(paths[slot], slot, slots).find(root, paths[slot].text, 0, 0, what);
    }
  }
  return whole ? event::Shape::whole : event::Shape::broken;
}

}  // namespace offhours::test::reference
