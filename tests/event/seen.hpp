// An event as the tests show it to a view: columns and their texts, written and read as a frame would be.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/plan.hpp"
#include "event/view.hpp"
#include "rows/reader.hpp"
#include "rows/writer.hpp"

namespace offhours::test {

class Seen {
 public:
  using Columns = std::vector<std::pair<std::string, std::string>>;

  Seen(bool raw, const Columns& columns, const std::vector<std::string>& names) : plan_(raw), names_(names) {
    for (const std::string& name : names_) ids_.push_back(plan_.want(name));
    for (const bool header : {true, false}) {
      std::string_view separator;
      for (const auto& [name, text] : columns) {
        body_ += separator;
        rows::write_cell(body_, header ? name : text);
        separator = ",";
      }
      body_ += '\n';
    }
    view_.emplace(plan_);
    reader_.start_frame();
    reader_.next(body_, true);
    view_->bind(reader_.cells());
    reader_.next(body_, true);
    view_->see(reader_.cells());
  }
  explicit Seen(std::string_view raw_text, const std::vector<std::string>& names = all_names())
      : Seen(true, {{"_raw", std::string(raw_text)}, {"_time", ""}}, names) {}

  static std::vector<std::string> all_names() {
    return {event::computed_names().begin(), event::computed_names().end()};
  }

  // The values of a name, joined by `|`.
  std::string operator[](std::string_view name) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] != name) continue;
      const event::Value value = view_->value(ids_[i]);
      if (value.is_unreadable()) return "(unreadable)";
      std::string joined;
      std::string_view one;
      for (const std::string_view text : value.texts(one)) joined += (joined.empty() ? "" : "|") + std::string(text);
      return joined;
    }
    return "(not asked for)";
  }
  std::int64_t ms() {
    const auto instant = view_->instant();
    return instant ? instant->time_since_epoch().count() : 0;
  }
  event::Shape shape() const { return view_->shape(); }
  bool recognised() const { return view_->recognised(); }
  // Moves on to the next event of the row.
  bool next() { return view_->next(); }

 private:
  event::Plan plan_;
  std::vector<std::string> names_;
  std::vector<event::NameId> ids_;
  std::string body_;
  rows::Reader reader_;
  std::optional<event::View> view_;
};

}  // namespace offhours::test
