#include "event/scan_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "event/escapes.hpp"
#include "text/ascii.hpp"
#include "text/block.hpp"
#include "text/byte_order_mark.hpp"

namespace offhours::event {
namespace {

constexpr std::size_t max_depth = 512;

using text::hex_value;
using text::is_blank;
using text::is_control;
using text::is_digit;

// What a one-letter escape stands for; 0 if it is none.
constexpr std::array<char, 256> escaped_bytes = [] {
  std::array<char, 256> bytes{};
  bytes['"'] = '"';
  bytes['\\'] = '\\';
  bytes['/'] = '/';
  bytes['b'] = '\b';
  bytes['f'] = '\f';
  bytes['n'] = '\n';
  bytes['r'] = '\r';
  bytes['t'] = '\t';
  return bytes;
}();
char escaped_byte(char c) { return escaped_bytes[static_cast<unsigned char>(c)]; }

// Copies up to a backslash or the end, and moves both pointers. Where the text is long enough it writes up to 15 bytes
// more.
void copy_plain(const char*& from, const char* end, char*& to) {
#if defined(__SSE2__)
  const __m128i backslash = _mm_set1_epi8('\\');
  while (end - from >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, backslash)));
    const int copied = mask != 0 ? std::countr_zero(mask) : 16;
    from += copied;
    to += copied;
    if (mask != 0) return;
  }
#endif
  while (from != end && *from != '\\') *to++ = *from++;
}

constexpr std::size_t lane_size = 16;

// A mask that tells where the first quote, backslash or control character is among the bytes of a lane; 0 if it has
// none.
#if defined(__SSE2__)
inline std::uint32_t specials_of_lane(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i special =
      _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
                   _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(special));
}
inline std::size_t first_place(std::uint32_t specials) { return static_cast<unsigned>(std::countr_zero(specials)); }
#elif defined(__aarch64__)
inline std::uint64_t specials_of_lane(const char* at) {
  const uint8x16_t bytes = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  const uint8x16_t special = vorrq_u8(vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('"')), vceqq_u8(bytes, vdupq_n_u8('\\'))),
                                      vcltq_u8(bytes, vdupq_n_u8(0x20)));
  const uint8x8_t halves = vshrn_n_u16(vreinterpretq_u16_u8(special), 4);  // four bits a byte
  return vget_lane_u64(vreinterpret_u64_u8(halves), 0);
}
inline std::size_t first_place(std::uint64_t specials) { return static_cast<unsigned>(std::countr_zero(specials)) / 4; }
#else
inline std::uint32_t specials_of_lane(const char* at) {
  std::uint32_t specials = 0;
  for (std::size_t i = 0; i < lane_size; ++i) {
    if (at[i] == '"' || at[i] == '\\' || is_control(at[i])) specials |= std::uint32_t{1} << i;
  }
  return specials;
}
inline std::size_t first_place(std::uint32_t specials) { return static_cast<unsigned>(std::countr_zero(specials)); }
#endif

// The first of them in two lanes, or where these end.
inline const char* special_of_two_lanes(const char* at) {
  if (const auto specials = specials_of_lane(at); specials != 0) return at + first_place(specials);
  at += lane_size;
  const auto specials = specials_of_lane(at);
  return at + (specials != 0 ? first_place(specials) : lane_size);
}

// Whether a word of up to four bytes stands here, where four may be read.
template <std::size_t Size>
inline bool begins_with(const char* at, const std::array<char, Size>& word) {
  static_assert(Size <= 4);
  std::array<char, 4> wanted{};
  std::array<unsigned char, 4> ones{};
  for (std::size_t i = 0; i < Size; ++i) {
    wanted[i] = word[i];
    ones[i] = 0xFF;
  }
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return (bytes & std::bit_cast<std::uint32_t>(ones)) == std::bit_cast<std::uint32_t>(wanted);
}

// The first quote, backslash or control character, or the end.
const char* first_special(const char* at, const char* end) {
  while (static_cast<std::size_t>(end - at) >= lane_size) {
    if (const auto specials = specials_of_lane(at); specials != 0) return at + first_place(specials);
    at += lane_size;
  }
  while (at != end && *at != '"' && *at != '\\' && !is_control(*at)) ++at;
  return at;
}

// A wanted path that has been followed up to some point: what is left of it starts at `offset`.
struct Item {
  PathSlot path;
  std::uint32_t offset;
  std::uint32_t dots;  // dots of the path before `offset`
  std::uint64_t rank;  // a bit for each dot inside a literal key, the first dot highest
};

// A key and its first 16 bytes as two words, which tell most keys apart.
struct Key {
  std::string_view text;
  std::array<std::uint64_t, 2> head{};

  Key() = default;
  // `readable`: bytes that may be read from the start of `key`, those of `key` or more.
  Key(std::string_view key, std::size_t readable) : text(key) {
    static constexpr std::size_t width = sizeof head;
    static constexpr std::array<unsigned char, 2 * width> ones_then_zeros = [] {
      std::array<unsigned char, 2 * width> bytes{};
      for (std::size_t i = 0; i < width; ++i) bytes[i] = 0xFF;
      return bytes;
    }();
    const std::size_t size = std::min(key.size(), width);
    if (readable >= width) {
      std::array<std::uint64_t, 2> mask;
      std::memcpy(head.data(), key.data(), width);
      std::memcpy(mask.data(), ones_then_zeros.data() + width - size, width);
      head[0] &= mask[0];
      head[1] &= mask[1];
    } else if (size != 0) {
      std::memcpy(head.data(), key.data(), size);
    }
  }
  bool operator==(const Key& other) const {
    return text.size() == other.text.size() && head[0] == other.head[0] && head[1] == other.head[1] &&
           (text.size() <= sizeof head || text == other.text);
  }
  std::uint64_t hash() const {
    return ((head[0] ^ std::rotl(head[1], 29)) + text.size()) * std::uint64_t{0x9E3779B97F4A7C15};
  }
};

// What is wanted of one value: its text or bytes for the leaves, its members' values by key, its elements. Nodes are
// made when an event first leads there, and kept.
struct Node {
  struct Leaf {
    PathSlot path;
    std::uint64_t rank;
    bool keep_cut;
    bool mark_objects;
    bool inner;
  };
  struct Member {
    Key key;
    Node* node = nullptr;
    std::uint64_t seen_in = 0;  // the serial number of the object that last had it
  };
  std::vector<Leaf> leaves;
  std::vector<Member> members;
  std::vector<std::uint16_t> table;  // places in members from 1, by hash of the key
  std::vector<Item> items;           // that go on with a key
  std::vector<Item> each;            // that go on with an element
  Node* element = nullptr;
  const std::uint16_t* places = nullptr;  // in `table`
  int hash_shift = 0;                     // leaves a place in it

  // Whether an object's members are of no interest.
  bool wants_none() const { return places == nullptr; }
  Member* find(const Key& key) {
    for (std::size_t place = key.hash() >> hash_shift;; place = (place + 1) & (table.size() - 1)) {
      const std::uint16_t member = places[place];
      if (member == 0) return nullptr;
      if (members[member - 1U].key == key) return &members[member - 1U];
    }
  }
};

class Automaton {
 public:
  explicit Automaton(const PathPlan& plan) : paths_(plan.paths()) { start(); }

  // Literal dotted keys can lead to more nodes than any honest event does; a reader that has seen many starts afresh.
  void start() {
    constexpr std::size_t most = 10000;
    if (!nodes_.empty() && nodes_.size() < most) return;
    nodes_.clear();
    nothing_ = add({});
    std::vector<Item> items;
    for (PathSlot path = 0; path < paths_.size(); ++path) items.push_back({path, 0, 0, 0});
    root_ = add(items);
  }
  Node* root() const { return root_; }
  Node* nothing() const { return nothing_; }

  Node* value_of(const Node& object, Node::Member& member) {
    if (member.node == nullptr) {
      std::vector<Item> items;
      for (Item item : object.items) {
        if (!goes_on_with(item, member.key.text)) continue;
        for (const char c : member.key.text) {
          if (c != '.') continue;
          if (item.dots < 64) item.rank |= std::uint64_t{1} << (63 - item.dots);
          ++item.dots;
        }
        item.offset += static_cast<std::uint32_t>(member.key.text.size());
        skip_dot(item);
        items.push_back(item);
      }
      member.node = add(items);
    }
    return member.node;
  }

  Node* element_of(Node& array) {
    if (array.element == nullptr) {
      std::vector<Item> items = array.each;
      for (Item& item : items) {
        item.offset += 2;
        skip_dot(item);
      }
      array.element = items.empty() ? nothing_ : add(items);
    }
    return array.element;
  }

 private:
  std::string_view rest(const Item& item) const { return std::string_view(paths_[item.path].text).substr(item.offset); }
  void skip_dot(Item& item) const {
    if (!rest(item).starts_with('.')) return;
    ++item.offset;
    ++item.dots;
  }
  static bool key_may_end(std::string_view left, std::size_t size) {
    const std::string_view after = left.substr(size);
    return after.empty() || after.front() == '.' || after.starts_with("{}");
  }
  bool goes_on_with(const Item& item, std::string_view key) const {
    const std::string_view left = rest(item);
    return left.starts_with(key) && key_may_end(left, key.size());
  }

  Node* add(const std::vector<Item>& items) {
    Node& node = *nodes_.emplace_back(std::make_unique<Node>());
    for (const Item& item : items) {
      const std::string_view left = rest(item);
      const Path& path = paths_[item.path];
      if (left.empty()) {
        node.leaves.push_back({item.path, item.rank, path.keep_cut, path.mark_objects, path.inner});
      } else if (left.starts_with("{}")) {
        node.each.push_back(item);
      } else {
        node.items.push_back(item);
        for (std::size_t size = 0; size <= left.size(); ++size) {
          if (!key_may_end(left, size)) continue;
          const Key key(left.substr(0, size), left.size());
          if (std::ranges::find(node.members, key, &Node::Member::key) == node.members.end()) {
            node.members.push_back({key});
          }
        }
      }
    }
    if (!node.members.empty()) fill_table(node);
    return &node;
  }

  static void fill_table(Node& node) {
    node.table.assign(std::bit_ceil(node.members.size() * 4), 0);
    node.hash_shift = 64 - std::countr_zero(node.table.size());
    for (std::size_t member = 0; member < node.members.size(); ++member) {
      std::size_t place = node.members[member].key.hash() >> node.hash_shift;
      while (node.table[place] != 0) place = (place + 1) & (node.table.size() - 1);
      node.table[place] = static_cast<std::uint16_t>(member + 1);
    }
    node.places = node.table.data();
  }

  std::span<const Path> paths_;
  std::vector<std::unique_ptr<Node>> nodes_;
  Node* root_ = nullptr;
  Node* nothing_ = nullptr;
};

struct Level {
  Node* node;
  std::uint64_t serial;
  bool is_array;
};

struct OpenContainer {
  PathSlot path;
  std::uint64_t rank;
  const char* start;  // null: only marked
  std::size_t depth;
  bool keep_cut;
};

enum class End {
  whole,
  cut,      // the text ended
  fault,    // what comes is no JSON
  unusual,  // it has to be read in its plain form
};

struct Memory {
  std::array<Level, max_depth> levels;
  std::vector<OpenContainer> open;
  std::string key;
  std::uint64_t serial = 0;
};

char* append_utf8(std::uint32_t code, char* to) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (code < 0x80) {
    *to++ = byte(code);
    return to;
  }
  if (code < 0x800) {
    *to++ = byte(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      *to++ = byte(0xE0 | code >> 12);
    } else {
      *to++ = byte(0xF0 | code >> 18);
      *to++ = byte(0x80 | (code >> 12 & 0x3F));
    }
    *to++ = byte(0x80 | (code >> 6 & 0x3F));
  }
  *to++ = byte(0x80 | (code & 0x3F));
  return to;
}

// The text of a part of a well-formed string, from one whole character to another. Like copy_plain() it may write up to
// 15 bytes more.
template <bool Doubled>
char* decode(const char* from, const char* end, char* to) {
  const auto unit_at = [](const char* c) {
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i) unit = unit << 4 | static_cast<std::uint32_t>(hex_value(c[i]));
    return unit;
  };
  while (from != end) {
    copy_plain(from, end, to);
    if (from == end) break;
    ++from;
    if (*from != 'u') {
      *to++ = escaped_byte(*from);
      from += Doubled && *from == '"' ? 2 : 1;
      continue;
    }
    std::uint32_t code = unit_at(from + 1);
    from += 5;
    if (code >= 0xD800 && code <= 0xDBFF) {
      code = 0x10000 + ((code - 0xD800) << 10) + (unit_at(from + 2) - 0xDC00);
      from += 6;
    }
    to = append_utf8(code, to);
  }
  return to;
}

// One pass over one text. Doubled: every quote stands there twice. Inner: it stands there as a string of another JSON
// text, escaped, and known to be whole characters of a well-formed one.
template <bool Doubled, bool Inner = false>
class Pass {
 public:
  Pass(std::string_view text, Automaton& automaton, Memory& memory, Slots& slots)
      : at_(text.data()), end_(text.data() + text.size()), automaton_(automaton), memory_(memory), slots_(slots) {}

  End run() {
    memory_.open.clear();
    const End end = object();
    if (end == End::cut || end == End::fault) {
      for (const OpenContainer& open : memory_.open) {
        if (open.start != nullptr && open.keep_cut) {
          slots_.add(open.path, open.rank, {open.start, static_cast<std::size_t>(end_ - open.start)}, true);
        }
      }
    }
    return end;
  }

 private:
  static constexpr std::string_view quote = Inner ? (Doubled ? "\\\"\"" : "\\\"") : (Doubled ? "\"\"" : "\"");

  // The whole text: values one after the other, until the outermost object is closed.
  End object() {
    if (!value(*automaton_.root())) return failure_;
    while (depth_ != 0) {
      if (!usual_members()) return failure_;
      if (depth_ == 0) break;
      // Behind a value, or at the start of a container that value() has opened.
      if (!skip_blanks()) return End::cut;
      Level& level = memory_.levels[depth_ - 1];
      if (*at_ == ',' && !opened_) {
        ++at_;
        if (!skip_blanks()) return End::cut;
      } else if (*at_ == (level.is_array ? ']' : '}')) {
        ++at_;
        end_container();
        continue;
      } else if (!opened_) {
        return unexpected();
      }
      opened_ = false;
      Node* const node = level.is_array ? automaton_.element_of(*level.node) : member(level);
      if (node == nullptr || !value(*node)) return failure_;
    }
    return End::whole;
  }

  // The quote between other characters, for begins_with().
  template <std::size_t Before, std::size_t Behind>
  static constexpr auto word(const char (&before)[Before], const char (&behind)[Behind]) {
    std::array<char, Before + quote.size() + Behind - 2> bytes{};
    auto to = std::ranges::copy_n(before, Before - 1, bytes.begin()).out;
    to = std::ranges::copy(quote, to).out;
    std::ranges::copy_n(behind, Behind - 1, to);
    return bytes;
  }

  // Members of objects without blanks between them, keys and texts short: most of what there is. What is not like that
  // is left, or given to value().
  bool usual_members() {
    constexpr auto next_key = word(",", "");
    constexpr auto first_key = word("", "");
    constexpr auto key_ends = word("", ":");
    constexpr std::array<char, 4> null = {'n', 'u', 'l', 'l'};
    constexpr std::size_t room = 4 * lane_size + 4 * sizeof(std::uint32_t);
    const char* at = at_;
    const Level* level = &memory_.levels[depth_ - 1];
    while (static_cast<std::size_t>(end_ - at) >= room && !level->is_array) {
      const char* key = at;
      if (opened_) {
        if (!begins_with(at, first_key)) break;
        key += quote.size();
      } else if (begins_with(at, next_key)) {
        key += next_key.size();
      } else {
        if (*at != '}') break;
        at_ = ++at;
        end_container();
        if (depth_ == 0) return true;
        --level;
        continue;
      }
      const char* const key_end = special_of_two_lanes(key);
      if (!begins_with(key_end, key_ends)) break;
      opened_ = false;
      at = key_end + key_ends.size();
      Node* node = automaton_.nothing();
      if (!level->node->wants_none()) {
        node = node_of(*level, Key({key, static_cast<std::size_t>(key_end - key)}, lane_size));
      }
      if (begins_with(at, null)) {
        at += null.size();
        continue;
      }
      if (begins_with(at, first_key)) {
        const char* const text = at + quote.size();
        const char* const text_end = special_of_two_lanes(text);
        if (begins_with(text_end, first_key)) {
          for (const Node::Leaf& leaf : node->leaves) {
            slots_.add(leaf.path, leaf.rank, {text, static_cast<std::size_t>(text_end - text)}, false);
          }
          at = text_end + quote.size();
          continue;
        }
      }
      if (*at == '{' && node->leaves.empty() && depth_ < max_depth) {
        ++at;
        push_level(*node, false);
        ++level;
        continue;
      }
      at_ = at;
      if (!value(*node)) return false;
      at = at_;
      level = &memory_.levels[depth_ - 1];
    }
    at_ = at;
    return true;
  }

  Node* node_of(const Level& level, const Key& key) {
    Node::Member* const found = level.node->find(key);
    if (found == nullptr || found->seen_in == level.serial) return automaton_.nothing();
    found->seen_in = level.serial;
    return found->node != nullptr ? found->node : automaton_.value_of(*level.node, *found);
  }

  bool fail(End end) {
    failure_ = end;
    return false;
  }
  // In a cell, a quote that stands alone means that the text is not what it seems; an inner text may have escapes where
  // none are needed.
  End unexpected() const {
    if (Inner) return End::unusual;
    if (Doubled && at_ != end_ && *at_ == '"' && (at_ + 1 == end_ || at_[1] != '"')) return End::unusual;
    return End::fault;
  }
  bool fail_here() { return fail(unexpected()); }
  static constexpr End fault = Inner ? End::unusual : End::fault;

  bool skip_blanks() {
    const bool blank =
        at_ == end_ || static_cast<unsigned char>(*at_) <= ' ' || (Inner && *at_ == '\\' && at_[1] != '"');
    return !blank || skip_all_blanks();
  }
  [[gnu::noinline]] bool skip_all_blanks() {
    if constexpr (Inner) {
      while (at_ != end_) {
        if (*at_ == ' ') {
          ++at_;
        } else if (*at_ == '\\' && (at_[1] == 'n' || at_[1] == 'r' || at_[1] == 't')) {
          at_ += 2;
        } else {
          break;
        }
      }
    } else {
      while (at_ != end_ && is_blank(*at_)) ++at_;
    }
    return at_ != end_;
  }

  // Key and colon; the node of the value to come.
  Node* member(Level& level) {
    if (*at_ != quote.front()) return fail_here(), nullptr;
    const char* start = nullptr;
    bool escaped = false;
    if (!string(start, escaped)) return nullptr;
    std::string_view key(start, static_cast<std::size_t>(at_ - start));
    at_ += quote.size();
    Node* node = automaton_.nothing();
    if (!level.node->wants_none()) {
      if (Inner && escaped) return fail(End::unusual), nullptr;
      node = node_of(level, escaped ? decoded_key(key) : Key(key, static_cast<std::size_t>(end_ - start)));
    }
    if (!skip_blanks()) return fail(End::cut), nullptr;
    if (*at_ != ':') return fail_here(), nullptr;
    ++at_;
    return node;
  }

  [[gnu::noinline]] Key decoded_key(std::string_view key) {
    std::string& text = memory_.key;
    text.resize(key.size() + Slots::text_slack);
    text.resize(
        static_cast<std::size_t>(decode<Doubled>(key.data(), key.data() + key.size(), text.data()) - text.data()));
    return {text, text.size()};
  }

  bool value(Node& node) {
    if (!skip_blanks()) return fail(End::cut);
    switch (*at_) {
      case '{': return open_container(node, false);
      case '[': return open_container(node, true);
      case quote.front(): return text(node);
      case 't': return literal("true", &node);
      case 'f': return literal("false", &node);
      case 'n': return literal("null", nullptr);
      case '-': return number(node);
      default: return is_digit(*at_) ? number(node) : fail_here();
    }
  }

  bool open_container(Node& node, bool is_array) {
    if (depth_ == max_depth) return fail(fault);
    for (const Node::Leaf& leaf : node.leaves) {
      const bool only_mark = leaf.mark_objects && !is_array;
      if ((Doubled || Inner) && !only_mark) return fail(End::unusual);
      slots_.mark(leaf.path, Container::open);
      memory_.open.push_back({leaf.path, leaf.rank, only_mark ? nullptr : at_, depth_, leaf.keep_cut});
    }
    push_level(node, is_array);
    ++at_;
    return true;
  }
  void push_level(Node& node, bool is_array) {
    memory_.levels[depth_++] = {&node, ++memory_.serial, is_array};
    opened_ = true;
  }

  void end_container() {
    --depth_;
    opened_ = false;
    std::vector<OpenContainer>& open = memory_.open;
    while (!open.empty() && open.back().depth == depth_) {
      slots_.mark(open.back().path, Container::closed);
      if (open.back().start != nullptr) {
        add(open.back().path, open.back().rank, open.back().start);
      }
      open.pop_back();
    }
  }

  void add(PathSlot path, std::uint64_t rank, const char* start) {
    slots_.add(path, rank, {start, static_cast<std::size_t>(at_ - start)}, false);
  }

  template <std::size_t Size>
  bool literal(const char (&word)[Size], const Node* node) {
    const char* const start = at_;
    if (static_cast<std::size_t>(end_ - at_) < Size - 1 || std::memcmp(at_, word, Size - 1) != 0)
      return no_literal(word);
    at_ += Size - 1;
    if (node == nullptr) return true;
    for (const Node::Leaf& leaf : node->leaves) add(leaf.path, leaf.rank, start);
    return true;
  }
  [[gnu::noinline]] bool no_literal(const char* word) {
    for (; at_ != end_; ++at_, ++word) {
      if (*at_ != *word) return fail_here();
    }
    return fail(End::cut);
  }

  // At least one digit.
  bool digits() {
    if (at_ == end_) return fail(End::cut);
    if (!is_digit(*at_)) return fail_here();
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return true;
  }

  bool number(const Node& node) {
    const char* const start = at_;
    if (*at_ == '-') ++at_;
    if (at_ == end_) return fail(End::cut);
    if (*at_ == '0') {
      ++at_;
    } else if (!digits()) {
      return false;
    }
    if (at_ != end_ && *at_ == '.') {
      ++at_;
      if (!digits()) return false;
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      ++at_;
      if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      const char* const exponent = at_;
      if (!digits()) return false;
      std::int64_t value = 0;
      for (const char* digit = exponent; digit != at_; ++digit) {
        value = value * 10 + (*digit - '0');
        if (value > std::numeric_limits<std::int32_t>::max()) return fail(fault);
      }
    }
    if (at_ == end_) return fail(End::cut);  // it could go on
    for (const Node::Leaf& leaf : node.leaves) add(leaf.path, leaf.rank, start);
    return true;
  }

  bool text(const Node& node) {
    const char* start = nullptr;
    bool escaped = false;
    const bool complete = string(start, escaped);
    if (!complete && failure_ != End::cut) return false;
    const bool wanted =
        std::ranges::any_of(node.leaves, [complete](const Node::Leaf& leaf) { return complete || leaf.keep_cut; });
    if (wanted) {
      if (Inner && (escaped || !complete)) return fail(End::unusual);
      const std::string_view bytes(start, static_cast<std::size_t>(at_ - start));
      std::string_view text = bytes;
      bool decoded = !escaped;
      for (const Node::Leaf& leaf : node.leaves) {
        if (!complete && !leaf.keep_cut) continue;
        if (escaped && leaf.inner && bytes.size() >= InnerText::least) {
          slots_.add(leaf.path, leaf.rank, bytes, !complete,
                     Doubled ? InnerText::Form::doubled : InnerText::Form::escaped);
          continue;
        }
        if (!decoded) {
          char* const room = slots_.text_room();
          text = {room, static_cast<std::size_t>(decode<Doubled>(start, at_, room) - room)};
          slots_.keep_text(text.size());
          decoded = true;
        }
        slots_.add(leaf.path, leaf.rank, text, !complete);
      }
    }
    if (complete) at_ += quote.size();
    return complete;
  }

  // From an opening quote to the closing one, where at_ stays; `start` is behind the opening quote. Where the text is
  // cut, at_ is behind the last complete character.
  bool string(const char*& start, bool& escaped) {
    if (at_ + 1 == end_ || at_[1] != '"') {
      if (Doubled || Inner) return fail(End::unusual);
    }
    at_ += quote.size();
    start = at_;
    // Most texts end here.
    if (static_cast<std::size_t>(end_ - at_) > 2 * lane_size + 1) {
      at_ = special_of_two_lanes(at_);
      if (*at_ == quote.front() && (!(Doubled || Inner) || at_[1] == '"')) return true;
    }
    return Inner ? inner_string(escaped) : long_string(escaped);
  }

  bool long_string(bool& escaped) {
    while (true) {
      at_ = first_special(at_, end_);
      if (at_ == end_) return fail(End::cut);
      if (*at_ == '"') return !Doubled || (at_ + 1 != end_ && at_[1] == '"') || fail(End::unusual);
      if (*at_ != '\\') return fail(End::fault);
      escaped = true;
      at_ = skip_usual<Doubled>(at_, end_);
      if (at_ != end_ && *at_ == '\\' && !escape()) return false;
    }
  }

  bool inner_string(bool& escaped) {
    at_ = first_special(at_, end_);
    while (at_ != end_) {
      // The backslashes of both texts, and what stands behind them: a quote behind none is the second of a pair.
      const char* behind = at_;
      while (behind != end_ && *behind == '\\') ++behind;
      if (behind == end_) return fail(End::cut);
      const auto backslashes = behind - at_;
      const bool escaped_behind = backslashes % 4 >= 2;  // by a backslash of the inner text
      if (backslashes % 2 != 0) {
        if (*behind == '"') {
          if (!escaped_behind) {
            escaped |= backslashes > 1;
            at_ = behind - 1;
            return true;
          }
        } else if (*behind != '/') {
          return fail(End::unusual);
        }
      } else if (escaped_behind) {
        if (escaped_byte(*behind) == 0) return fail(End::unusual);
      }
      escaped = true;
      at_ = behind + 1;
      at_ = first_special(skip_usual_inner<Doubled>(at_, end_), end_);
    }
    return fail(End::cut);
  }

  // One escape, at_ on its backslash. On a cut at_ stays.
  bool escape() {
    const char* c = at_ + 1;
    if (c == end_) return fail(End::cut);
    if (*c != 'u') {
      if (escaped_byte(*c) == 0) return fail(End::fault);
      if (Doubled && *c == '"') {
        if (c + 1 == end_ || c[1] != '"') return fail(End::unusual);
        ++c;
      }
      at_ = c + 1;
      return true;
    }
    ++c;
    std::uint32_t unit = 0;
    if (!hex(c, unit)) return false;
    if (unit >= 0xDC00 && unit <= 0xDFFF) return fail(End::fault);
    if (unit >= 0xD800 && unit <= 0xDBFF) {
      for (const char wanted : {'\\', 'u'}) {
        if (c == end_) return fail(End::cut);
        if (*c != wanted) return fault_at(c);
        ++c;
      }
      if (!hex(c, unit)) return false;
      if (unit < 0xDC00 || unit > 0xDFFF) return fail(End::fault);
    }
    at_ = c;
    return true;
  }

  bool hex(const char*& c, std::uint32_t& unit) {
    unit = 0;
    for (int i = 0; i < 4; ++i, ++c) {
      if (c == end_) return fail(End::cut);
      const int digit = hex_value(*c);
      if (digit < 0) return fault_at(c);
      unit = unit << 4 | static_cast<std::uint32_t>(digit);
    }
    return true;
  }
  bool fault_at(const char* c) {
    at_ = c;
    return fail_here();
  }

  const char* at_;
  const char* const end_;
  Automaton& automaton_;
  Memory& memory_;
  Slots& slots_;
  End failure_ = End::fault;
  std::size_t depth_ = 0;
  bool opened_ = false;
};

}  // namespace

class ScanReader::Scanner {
 public:
  explicit Scanner(const PathPlan& plan) : automaton_(plan), paths_(plan.paths().size()) {}

  template <bool Doubled, bool Inner = false>
  End read(std::string_view text, Slots& slots) {
    text = text::without_byte_order_mark(text);
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    slots.start(paths_, text.size());
    automaton_.start();
    return Pass<Doubled, Inner>(text, automaton_, memory_, slots).run();
  }

  static bool holds_object(std::string_view text) {
    text = text::without_byte_order_mark(text);
    const auto* const first = std::ranges::find_if_not(text, is_blank);
    return first != text.end() && *first == '{';
  }

  std::string& scratch() { return scratch_; }
  std::size_t paths() const { return paths_; }

 private:
  Automaton automaton_;
  Memory memory_;
  std::size_t paths_;
  std::string scratch_;
};

ScanReader::ScanReader(const PathPlan& plan) : scanner_(std::make_unique<Scanner>(plan)) {}
ScanReader::ScanReader(ScanReader&&) noexcept = default;
ScanReader& ScanReader::operator=(ScanReader&&) noexcept = default;
ScanReader::~ScanReader() = default;

Shape ScanReader::read(std::string_view json, Slots& slots) {
  if (!Scanner::holds_object(json)) {
    slots.start(scanner_->paths(), 0);
    return Shape::none;
  }
  return scanner_->read<false>(json, slots) == End::whole ? Shape::whole : Shape::broken;
}

Shape ScanReader::read(const rows::Cell& cell, Slots& slots) {
  if (cell.quoted()) {
    const std::string_view doubled = cell.bytes().substr(1, cell.bytes().size() - 2);
    if (Scanner::holds_object(doubled)) {
      const End end = scanner_->read<true>(doubled, slots);
      if (end != End::unusual) return end == End::whole ? Shape::whole : Shape::broken;
    }
  }
  return read(cell.text(scanner_->scratch()), slots);
}

Shape ScanReader::read(const InnerText& inner, Slots& slots) {
  if (inner.form() != InnerText::Form::plain && inner.bytes().starts_with('{')) {
    const End end = inner.form() == InnerText::Form::doubled ? scanner_->read<true, true>(inner.bytes(), slots)
                                                             : scanner_->read<false, true>(inner.bytes(), slots);
    if (end != End::unusual) return end == End::whole ? Shape::whole : Shape::broken;
  }
  return read(inner.text(scanner_->scratch()), slots);
}

std::string_view InnerText::text(std::string& scratch) const {
  if (form_ == Form::plain) return bytes_;
  scratch.resize(bytes_.size() + Slots::text_slack);
  const char* const end = bytes_.data() + bytes_.size();
  const char* const last = form_ == Form::doubled ? decode<true>(bytes_.data(), end, scratch.data())
                                                  : decode<false>(bytes_.data(), end, scratch.data());
  return {scratch.data(), static_cast<std::size_t>(last - scratch.data())};
}

}  // namespace offhours::event
