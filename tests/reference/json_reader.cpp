#include "reference/json_reader.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <optional>
#include <string>
#include <vector>

namespace offhours::reference {
namespace {

namespace json = boost::json;

// Deeper nesting than any record has; a limit keeps hostile text from using up the stack.
constexpr std::size_t max_depth = 512;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Where the container that starts at `at` ends, in text that the parser has found well-formed up to there.
const char* container_end(const char* at, const char* end) {
  std::size_t depth = 0;
  bool in_string = false;
  for (; at != end; ++at) {
    if (in_string) {
      if (*at == '\\' && at + 1 != end) {
        ++at;
      } else if (*at == '"') {
        in_string = false;
      }
    } else if (*at == '"') {
      in_string = true;
    } else if (*at == '{' || *at == '[') {
      ++depth;
    } else if ((*at == '}' || *at == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return end;
}

// A wanted path that has been followed up to the value at hand: what is left of it starts at `offset`.
struct Item {
  PathSlot path;
  std::uint32_t offset;
  std::uint32_t dots;  // dots of the path before `offset`
  std::uint64_t rank;  // a bit for each dot inside a literal key, the first dot highest
};

struct Level {
  bool is_array;
  std::size_t first_item;
  std::size_t first_seen;
};

struct OpenContainer {
  PathSlot path;
  std::uint64_t rank;
  const char* start;  // null: only marked
  std::size_t depth;
};

class Handler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit Handler(const PathPlan& plan) : paths_(plan.paths()) {}

  void start(std::string_view text, Slots& slots) {
    slots.start(paths_.size(), text.size());
    slots_ = &slots;
    begin_ = text.data();
    end_ = text.data() + text.size();
    at_ = nullptr;
    after_key_ = nullptr;
    in_text_ = false;
    key_in_parts_ = false;
    need_positions_ = false;
    items_.clear();
    levels_.clear();
    seen_.clear();
    open_.clear();
    pending_.clear();
    for (PathSlot path = 0; path < paths_.size(); ++path) pending_.push_back({path, 0, 0, 0});
  }

  // The byte in work, where the text is fed byte by byte.
  void at(const char* position) { at_ = position; }
  bool need_positions() const { return need_positions_; }

  // The text ended, or could not be read on: what was open is given as far as it went, where that was asked for. Of a
  // string with a fault in it nothing is given.
  void end_broken(bool fault) {
    if (in_text_ && !number_ && !fault) {  // a number without its end could be any number
      for (const Item& item : pending_) {
        if (is_leaf(item) && paths_[item.path].keep_cut) slots_->add(item.path, item.rank, slots_->text(), true);
      }
    }
    for (const OpenContainer& open : open_) {
      if (open.start != nullptr && paths_[open.path].keep_cut) {
        slots_->add(open.path, open.rank, {open.start, static_cast<std::size_t>(end_ - open.start)}, true);
      }
    }
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) {
    begin_value();
    const std::size_t first = items_.size();
    for (const Item& item : pending_) {
      if (is_leaf(item)) {
        open_container(item, paths_[item.path].mark_objects);
      } else if (!is_each(item)) {
        items_.push_back(item);
      }
    }
    push_level(false, first);
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) { return end_container(); }

  bool on_array_begin(json::error_code&) {
    begin_value();
    const std::size_t first = items_.size();
    for (const Item& item : pending_) {
      if (is_leaf(item)) {
        open_container(item, false);
      } else if (is_each(item)) {
        items_.push_back(into_element(item));
      }
    }
    push_level(true, first);
    return true;
  }
  bool on_array_end(std::size_t, json::error_code&) { return end_container(); }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    if (!key_in_parts_) key_.clear();
    key_in_parts_ = true;
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    std::string_view key(part.data(), part.size());
    if (key_in_parts_) {
      key_.append(key);
      key = key_;
      key_in_parts_ = false;
      after_key_ = nullptr;
    } else {
      const bool in_input = part.data() >= begin_ && part.data() + part.size() < end_;
      after_key_ = in_input ? part.data() + part.size() + 1 : nullptr;
    }
    follow(key);
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    add_text(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) { return end_text(part); }
  bool on_number_part(json::string_view part, json::error_code&) {
    add_text(part);
    number_ = true;
    return true;
  }
  bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return end_text(part); }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return end_text(part); }
  bool on_double(double, json::string_view part, json::error_code&) { return end_text(part); }
  bool on_bool(bool value, json::error_code&) { return end_text(value ? "true" : "false"); }
  bool on_null(json::error_code&) {
    begin_value();
    after_key_ = nullptr;
    pending_.clear();
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  std::string_view rest(const Item& item) const { return std::string_view(paths_[item.path].text).substr(item.offset); }
  bool is_leaf(const Item& item) const { return item.offset == paths_[item.path].text.size(); }
  bool is_each(const Item& item) const { return rest(item).starts_with("{}"); }

  Item into_element(Item item) const {
    item.offset += 2;
    if (rest(item).starts_with('.')) {
      ++item.offset;
      ++item.dots;
    }
    return item;
  }

  // Keeps the paths of the current object that go on through `key`.
  void follow(std::string_view key) {
    pending_.clear();
    const Level& level = levels_.back();
    std::string_view kept_key;  // the same bytes in a path's text, which outlives the event
    for (std::size_t i = level.first_item; i < items_.size(); ++i) {
      Item item = items_[i];
      const std::string_view left = rest(item);
      if (!left.starts_with(key)) continue;
      const std::string_view after = left.substr(key.size());
      const bool at_dot = after.starts_with('.');
      if (!after.empty() && !at_dot && !after.starts_with("{}")) continue;
      for (const char c : key) {
        if (c != '.') continue;
        if (item.dots < 64) item.rank |= std::uint64_t{1} << (63 - item.dots);
        ++item.dots;
      }
      item.offset += static_cast<std::uint32_t>(key.size()) + (at_dot ? 1U : 0U);
      if (at_dot) ++item.dots;
      pending_.push_back(item);
      kept_key = left.substr(0, key.size());
    }
    if (pending_.empty()) return;
    const auto since = seen_.begin() + static_cast<std::ptrdiff_t>(level.first_seen);
    if (std::find(since, seen_.end(), key) != seen_.end()) {
      pending_.clear();
    } else {
      seen_.push_back(kept_key);
    }
  }

  // Each element of an array is wanted for the same paths.
  void begin_value() {
    if (levels_.empty() || !levels_.back().is_array) return;
    pending_.assign(items_.begin() + static_cast<std::ptrdiff_t>(levels_.back().first_item), items_.end());
  }

  void push_level(bool is_array, std::size_t first_item) {
    after_key_ = nullptr;
    pending_.clear();
    levels_.push_back({is_array, first_item, seen_.size()});
  }

  void open_container(const Item& item, bool only_mark) {
    slots_->mark(item.path, Container::open);
    const char* start = nullptr;
    if (!only_mark) {
      start = at_;
      if (start == nullptr && after_key_ != nullptr) {
        start = after_key_;
        while (start != end_ && (is_blank(*start) || *start == ':')) ++start;
      }
      if (start == nullptr) need_positions_ = true;
    }
    open_.push_back({item.path, item.rank, start, levels_.size()});
  }

  bool end_container() {
    items_.resize(levels_.back().first_item);
    seen_.resize(levels_.back().first_seen);
    levels_.pop_back();
    while (!open_.empty() && open_.back().depth == levels_.size()) {
      const OpenContainer& open = open_.back();
      slots_->mark(open.path, Container::closed);
      if (open.start != nullptr) {
        const char* end = at_ != nullptr ? at_ + 1 : container_end(open.start, end_);
        slots_->add(open.path, open.rank, {open.start, static_cast<std::size_t>(end - open.start)}, false);
      }
      open_.pop_back();
    }
    return true;
  }

  void add_text(std::string_view part) {
    if (!in_text_) {
      begin_value();
      after_key_ = nullptr;
      in_text_ = true;
      number_ = false;
      wanted_ = std::ranges::any_of(pending_, [this](const Item& item) { return is_leaf(item); });
      slots_->begin_text();
    }
    if (wanted_) slots_->append_text(part);
  }
  void add_text(json::string_view part) { add_text(std::string_view(part.data(), part.size())); }

  bool end_text(std::string_view part) {
    add_text(part);
    in_text_ = false;
    if (wanted_) {
      for (const Item& item : pending_) {
        if (is_leaf(item)) slots_->add(item.path, item.rank, slots_->text(), false);
      }
    }
    pending_.clear();
    return true;
  }
  bool end_text(json::string_view part) { return end_text(std::string_view(part.data(), part.size())); }
  bool end_text(const char* text) { return end_text(std::string_view(text)); }

  std::span<const Path> paths_;
  Slots* slots_ = nullptr;
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  const char* at_ = nullptr;         // set: the text is fed byte by byte
  const char* after_key_ = nullptr;  // behind the last key's closing quote, if that is known
  bool in_text_ = false;
  bool number_ = false;
  bool wanted_ = false;
  bool key_in_parts_ = false;
  bool need_positions_ = false;
  std::string key_;
  std::vector<Item> items_;  // of all open levels, the innermost last
  std::vector<Level> levels_;
  std::vector<Item> pending_;  // for the value to come
  std::vector<std::string_view> seen_;
  std::vector<OpenContainer> open_;
};

}  // namespace

class JsonReader::Parser {
 public:
  explicit Parser(const PathPlan& plan) : parser_(options(), plan) {}

  Shape read(std::string_view text, Slots& slots) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    parser_.handler().start(text, slots);
    if (text.empty() || text.front() != '{') return Shape::none;
    Shape shape = parse(text, false);
    // A wanted container whose place the parser does not tell (behind an escaped key, or an array's element).
    if (parser_.handler().need_positions()) {
      parser_.handler().start(text, slots);
      shape = parse(text, true);
    }
    return shape;
  }

 private:
  static json::parse_options options() {
    json::parse_options options;
    options.max_depth = max_depth;
    options.allow_invalid_utf8 = true;
    return options;
  }

  Shape parse(std::string_view text, bool by_byte) {
    parser_.reset();
    json::error_code error;
    const std::size_t step = by_byte ? 1 : text.size();
    for (std::size_t i = 0; i < text.size() && !error && !parser_.done(); i += step) {
      if (by_byte) parser_.handler().at(text.data() + i);
      parser_.write_some(true, text.data() + i, step, error);
    }
    if (parser_.done() && !error) return Shape::whole;
    parser_.handler().end_broken(error.failed());
    return Shape::broken;
  }

  json::basic_parser<Handler> parser_;
};

JsonReader::JsonReader(const PathPlan& plan) : parser_(std::make_unique<Parser>(plan)) {}
JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;
JsonReader::~JsonReader() = default;

Shape JsonReader::read(std::string_view json, Slots& slots) { return parser_->read(json, slots); }

}  // namespace offhours::reference
