#include "event/scan_reader.hpp"

#include <algorithm>
#include <string>

#include "event/walk.hpp"
#include "text/ascii.hpp"
#include "text/byte_order_mark.hpp"

namespace offhours::event {

class ScanReader::Scanner {
 public:
  explicit Scanner(const PathPlan& plan) : automaton_(plan), paths_(plan.paths().size()) {}

  Shape read(std::string_view text, Slots& slots) {
    if (!holds_object(text)) {
      slots.start(paths_, 0);
      rest_ = {};
      return Shape::none;
    }
    return shape_of(walk<PlainQuotes>(text, slots));
  }

  Shape read(const rows::Cell& cell, Slots& slots) {
    if (cell.quoted()) {
      const std::string_view doubled = cell.bytes().substr(1, cell.bytes().size() - 2);
      if (holds_object(doubled)) {
        const Ending ending = walk<DoubledQuotes>(doubled, slots);
        if (ending != Ending::unusual) return shape_of(ending);
      }
    }
    return read(cell.text(scratch_), slots);
  }

  Shape read(const InnerText& inner, Slots& slots) {
    if (inner.form() != InnerText::Form::plain && inner.bytes().starts_with('{')) {
      const Ending ending = inner.form() == InnerText::Form::doubled ? walk<EscapedDoubledQuotes>(inner.bytes(), slots)
                                                                     : walk<EscapedQuotes>(inner.bytes(), slots);
      if (ending != Ending::unusual) return shape_of(ending);
    }
    return read(inner.text(scratch_), slots);
  }

  std::string_view rest() const { return rest_; }

 private:
  static std::string_view without_mark_and_blanks(std::string_view text) {
    text = text::without_byte_order_mark(text);
    const auto* const first = std::ranges::find_if_not(text, text::is_blank);
    return text.substr(static_cast<std::size_t>(first - text.begin()));
  }
  static bool holds_object(std::string_view text) { return without_mark_and_blanks(text).starts_with('{'); }
  static Shape shape_of(Ending ending) { return ending == Ending::whole ? Shape::whole : Shape::broken; }

  template <typename Quoting>
  Ending walk(std::string_view text, Slots& slots) {
    text = without_mark_and_blanks(text);
    slots.start(paths_, text.size());
    automaton_.start();
    Walk<Quoting> walk(text, automaton_, memory_, slots);
    const Ending ending = walk.run();
    rest_ =
        ending == Ending::whole ? text.substr(static_cast<std::size_t>(walk.at() - text.data())) : std::string_view();
    return ending;
  }

  Automaton automaton_;
  WalkMemory memory_;
  std::size_t paths_;
  std::string scratch_;
  std::string_view rest_;
};

ScanReader::ScanReader(const PathPlan& plan) : scanner_(std::make_unique<Scanner>(plan)) {}
ScanReader::ScanReader(ScanReader&&) noexcept = default;
ScanReader& ScanReader::operator=(ScanReader&&) noexcept = default;
ScanReader::~ScanReader() = default;

Shape ScanReader::read(std::string_view json, Slots& slots) { return scanner_->read(json, slots); }
Shape ScanReader::read(const rows::Cell& cell, Slots& slots) { return scanner_->read(cell, slots); }
Shape ScanReader::read(const InnerText& inner, Slots& slots) { return scanner_->read(inner, slots); }
std::string_view ScanReader::rest() const { return scanner_->rest(); }

}  // namespace offhours::event
