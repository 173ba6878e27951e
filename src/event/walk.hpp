// One walk over one JSON text: from its first brace to the one that closes it, each byte once, nothing written down but
// the values that are wanted.
//
// The walk knows the containers that are open and, for each, the node of the automaton that the path to it leads to.
// A key moves it to the next node; a value is given to the leaves of its node as the bytes between its quotes. Only a
// text with escapes is written anew, and only if it is wanted. Where nothing is wanted the walk still goes through
// every value, since only that tells where the next key is; it then asks for nothing but where strings end.
//
// Members as most of them are, without blanks, escapes or long texts, are read in a loop of their own (short_members);
// whatever is not like that is left to the general one (members). Both follow the same grammar, which is JSON's with
// three liberties, so that one odd token does not end an event:
//   - any bytes may stand in a string (see unescape.hpp);
//   - a value that is neither a string nor a container is a token, whatever bytes that is (see token.hpp);
//   - containers may be nested to any depth. Those inside of `max_depth` others are skipped by counting brackets.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "event/automaton.hpp"
#include "event/paths.hpp"
#include "event/quoting.hpp"
#include "event/string_end.hpp"
#include "event/token.hpp"
#include "event/unescape.hpp"
#include "event/walk_memory.hpp"
#include "text/ascii.hpp"
#include "text/lane.hpp"

namespace offhours::event {

enum class Ending {
  whole,
  cut,      // the text ended
  fault,    // what comes is no JSON
  unusual,  // it has to be read in its plain form
};

template <typename Quoting>
class Walk {
 public:
  Walk(std::string_view text, Automaton& automaton, WalkMemory& memory, Slots& slots)
      : at_(text.data()), end_(text.data() + text.size()), automaton_(automaton), memory_(memory), slots_(slots) {}

  Ending run() {
    memory_.open.clear();
    const Ending ending = members();
    if (ending == Ending::cut || ending == Ending::fault) {
      for (const WalkMemory::OpenContainer& open : memory_.open) {
        if (open.start != nullptr && open.keep_cut) slots_.add(open.path, open.rank, bytes(open.start, end_), true);
      }
    }
    return ending;
  }
  // Behind what was read.
  const char* at() const { return at_; }

 private:
  static constexpr std::string_view quote = Quoting::quote;
  // Bytes of a text inside of another, or of a cell, are not what they stand for.
  static constexpr bool is_as_written = quote.size() == 1;

  static std::string_view bytes(const char* from, const char* to) {
    return {from, static_cast<std::size_t>(to - from)};
  }

  // The whole text: values one after the other, until the outermost container is closed.
  Ending members() {
    if (!value(*automaton_.root())) return failure_;
    while (depth_ != 0) {
      if (!short_members()) return failure_;
      if (depth_ == 0) break;
      // Behind a value, or at the start of a container that value() has opened.
      if (!skip_blanks()) return Ending::cut;
      const WalkMemory::Level& level = memory_.levels[depth_ - 1];
      if (*at_ == ',' && !opened_) {
        ++at_;
        if (!skip_blanks()) return Ending::cut;
      } else if (*at_ == (level.is_array ? ']' : '}')) {
        ++at_;
        close_container();
        continue;
      } else if (!opened_) {
        return unexpected();
      }
      opened_ = false;
      Node* const node = level.is_array ? automaton_.node_of_elements(*level.node) : key(level);
      if (node == nullptr || !value(*node)) return failure_;
    }
    return Ending::whole;
  }

  // The quote between other characters, for begins_with().
  template <std::size_t Before, std::size_t Behind>
  static constexpr auto word(const char (&before)[Before], const char (&behind)[Behind]) {
    std::array<char, Before + quote.size() + Behind - 2> text{};
    auto to = std::ranges::copy_n(before, Before - 1, text.begin()).out;
    to = std::ranges::copy(quote, to).out;
    std::ranges::copy_n(behind, Behind - 1, to);
    return text;
  }

  // Members of objects without blanks between them, keys and texts short. What is not like that is left, or given to
  // value().
  bool short_members() {
    constexpr auto next_key = word(",", "");
    constexpr auto first_key = word("", "");
    constexpr auto key_ends = word("", ":");
    constexpr std::array<char, 4> null = {'n', 'u', 'l', 'l'};
    constexpr std::size_t room = 4 * text::lane_size + 4 * sizeof(std::uint32_t);
    const char* at = at_;
    const WalkMemory::Level* level = &memory_.levels[depth_ - 1];
    while (static_cast<std::size_t>(end_ - at) >= room && !level->is_array) {
      const char* key = at;
      if (opened_) {
        if (!text::begins_with(at, first_key)) break;
        key += quote.size();
      } else if (text::begins_with(at, next_key)) {
        key += next_key.size();
      } else {
        if (*at != '}') break;
        at_ = ++at;
        close_container();
        if (depth_ == 0) return true;
        --level;
        continue;
      }
      const char* const key_end = text::quote_or_backslash_in_two_lanes(key);
      if (!text::begins_with(key_end, key_ends)) break;
      opened_ = false;
      at = key_end + key_ends.size();
      Node* node = automaton_.nothing();
      if (!level->node->wants_no_member()) node = node_of(*level, Key(bytes(key, key_end), text::lane_size));
      if (text::begins_with(at, null) && (at[null.size()] == ',' || at[null.size()] == '}')) {
        at += null.size();
        continue;
      }
      if (text::begins_with(at, first_key)) {
        const char* const text = at + quote.size();
        const char* const text_end = text::quote_or_backslash_in_two_lanes(text);
        if (text::begins_with(text_end, first_key)) {
          for (const Node::Leaf& leaf : node->leaves) slots_.add(leaf.path, leaf.rank, bytes(text, text_end), false);
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

  // Of duplicate keys the first counts.
  Node* node_of(const WalkMemory::Level& level, const Key& key) {
    Node::Member* const found = level.node->find(key);
    if (found == nullptr || found->seen_in == level.serial) return automaton_.nothing();
    found->seen_in = level.serial;
    return automaton_.node_of(*level.node, *found);
  }

  bool fail(Ending ending) {
    failure_ = ending;
    return false;
  }
  // In a cell, a quote that stands alone means that the text is not what it seems; an inner text may have escapes where
  // none are needed.
  Ending unexpected() const {
    if (Quoting::is_inner) return Ending::unusual;
    const bool lone_quote = at_ != end_ && *at_ == '"' && !is_whole_quote<Quoting>(at_, end_);
    return lone_quote ? Ending::unusual : Ending::fault;
  }
  bool fail_here() { return fail(unexpected()); }

  bool skip_blanks() {
    const bool blank = at_ == end_ || static_cast<unsigned char>(*at_) <= ' ' ||
                       (Quoting::is_inner && *at_ == '\\' && !is_whole_quote<Quoting>(at_, end_));
    return !blank || skip_all_blanks();
  }
  [[gnu::noinline]] bool skip_all_blanks() {
    while (at_ != end_) {
      if (text::is_blank(*at_)) {
        ++at_;
      } else if (Quoting::is_inner && *at_ == '\\' && at_ + 1 != end_ &&
                 (at_[1] == 'n' || at_[1] == 'r' || at_[1] == 't')) {
        at_ += 2;
      } else {
        break;
      }
    }
    return at_ != end_;
  }

  // Key and colon; the node of the value to come.
  Node* key(const WalkMemory::Level& level) {
    if (*at_ != quote.front()) return fail_here(), nullptr;
    const char* start = nullptr;
    bool escaped = false;
    if (!string(start, escaped)) return nullptr;
    const std::string_view text = bytes(start, at_);
    at_ += quote.size();
    Node* node = automaton_.nothing();
    if (!level.node->wants_no_member()) {
      if (Quoting::is_inner && escaped) return fail(Ending::unusual), nullptr;
      node = node_of(level, escaped ? unescaped_key(text) : Key(text, static_cast<std::size_t>(end_ - start)));
    }
    if (!skip_blanks()) return fail(Ending::cut), nullptr;
    if (*at_ != ':') return fail_here(), nullptr;
    ++at_;
    return node;
  }

  [[gnu::noinline]] Key unescaped_key(std::string_view key) {
    if constexpr (Quoting::is_inner) {
      return {};
    } else {
      std::string& text = memory_.key;
      text.resize(key.size() + unescape_slack);
      const char* const end = unescape<Quoting>(key.data(), key.data() + key.size(), text.data());
      text.resize(static_cast<std::size_t>(end - text.data()));
      return {text, text.size()};
    }
  }

  bool value(Node& node) {
    if (!skip_blanks()) return fail(Ending::cut);
    switch (*at_) {
      case '{': return open_container(node, false);
      case '[': return open_container(node, true);
      case quote.front(): return text(node);
      default: return token(node);
    }
  }

  bool open_container(Node& node, bool is_array) {
    for (const Node::Leaf& leaf : node.leaves) {
      const bool only_mark = leaf.mark_objects && !is_array;
      if (!is_as_written && !only_mark) return fail(Ending::unusual);
      slots_.mark(leaf.path, Container::open);
      memory_.open.push_back({leaf.path, leaf.rank, only_mark ? nullptr : at_, depth_, leaf.keep_cut});
    }
    if (depth_ == max_depth) return skip_container();
    push_level(node, is_array);
    ++at_;
    return true;
  }
  void push_level(Node& node, bool is_array) {
    memory_.levels[depth_++] = {&node, ++memory_.serial, is_array};
    opened_ = true;
  }

  void close_container() {
    --depth_;
    opened_ = false;
    end_open_containers();
  }
  // Gives those that were opened at this depth, and end here.
  void end_open_containers() {
    std::vector<WalkMemory::OpenContainer>& open = memory_.open;
    while (!open.empty() && open.back().depth == depth_) {
      slots_.mark(open.back().path, Container::closed);
      if (open.back().start != nullptr) {
        slots_.add(open.back().path, open.back().rank, bytes(open.back().start, at_), false);
      }
      open.pop_back();
    }
  }

  bool skip_container() {
    const char* const closing = container_end<Quoting>(at_, end_);
    if (closing == nullptr) return fail(Ending::unusual);
    if (closing == end_) return fail(Ending::cut);
    at_ = closing + 1;
    end_open_containers();
    return true;
  }

  // A number, a truth value, null, or what else stands here. At the end of the text it could go on.
  bool token(const Node& node) {
    const char* const start = at_;
    while (at_ != end_ && !ends_token(*at_)) ++at_;
    if (at_ == end_) return fail(Ending::cut);
    if (at_ == start) return fail_here();
    if (bytes(start, at_) == "null") return true;
    for (const Node::Leaf& leaf : node.leaves) slots_.add(leaf.path, leaf.rank, bytes(start, at_), false);
    return true;
  }

  bool text(const Node& node) {
    const char* start = nullptr;
    bool escaped = false;
    const bool complete = string(start, escaped);
    if (!complete && failure_ != Ending::cut) return false;
    if (wants_text(node, complete) && !store_text(node, start, escaped, complete)) return false;
    if (complete) at_ += quote.size();
    return complete;
  }

  static bool wants_text(const Node& node, bool complete) {
    return std::ranges::any_of(node.leaves, [complete](const Node::Leaf& leaf) { return complete || leaf.keep_cut; });
  }

  bool store_text(const Node& node, const char* start, bool escaped, bool complete) {
    if constexpr (Quoting::is_inner) {
      if (escaped || !complete) return fail(Ending::unusual);
      for (const Node::Leaf& leaf : node.leaves) slots_.add(leaf.path, leaf.rank, bytes(start, at_), false);
    } else {
      const char* const end = complete ? at_ : whole_characters_end<Quoting>(start, at_);
      const std::string_view written = bytes(start, end);
      std::string_view text = written;
      bool is_text = !escaped;
      for (const Node::Leaf& leaf : node.leaves) {
        if (!complete && !leaf.keep_cut) continue;
        if (escaped && leaf.inner && written.size() >= InnerText::least) {
          slots_.add(leaf.path, leaf.rank, written, !complete,
                     Quoting::is_doubled ? InnerText::Form::doubled : InnerText::Form::escaped);
          continue;
        }
        if (!is_text) {
          char* const room = slots_.text_room();
          text = bytes(room, unescape<Quoting>(start, end, room));
          slots_.commit_text(text.size());
          is_text = true;
        }
        slots_.add(leaf.path, leaf.rank, text, !complete);
      }
    }
    return true;
  }

  // From an opening quote to the closing one, where at_ stays, or to the end of the text; `start` is behind the opening
  // quote.
  bool string(const char*& start, bool& escaped) {
    if (!is_whole_quote<Quoting>(at_, end_)) return fail(Ending::unusual);
    at_ += quote.size();
    start = at_;
    // Most texts end here.
    if (static_cast<std::size_t>(end_ - at_) > 2 * text::lane_size + 1) {
      at_ = text::quote_or_backslash_in_two_lanes(at_);
      if (*at_ == quote.front() && is_whole_quote<Quoting>(at_, end_)) return true;
    }
    return long_string(escaped);
  }

  bool long_string(bool& escaped) {
    at_ = text::quote_or_backslash(at_, end_);
    if (at_ == end_) return fail(Ending::cut);
    if (*at_ == quote.front() && is_whole_quote<Quoting>(at_, end_)) return true;
    escaped = true;
    const char* const closing = string_end<Quoting>(at_, end_);
    if (closing == nullptr) return fail(Ending::unusual);
    at_ = closing;
    return at_ != end_ || fail(Ending::cut);
  }

  const char* at_;
  const char* const end_;
  Automaton& automaton_;
  WalkMemory& memory_;
  Slots& slots_;
  Ending failure_ = Ending::fault;
  std::size_t depth_ = 0;
  bool opened_ = false;  // the innermost container has just been opened
};

}  // namespace offhours::event
