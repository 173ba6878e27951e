// One JSON text through both readers: what each put into its slots, as text that can be compared and read.
#pragma once

#include <string>
#include <string_view>

#include "event/json_reader.hpp"
#include "event/scan_reader.hpp"
#include "rows/reader.hpp"

namespace offhours::event {

inline std::string shown(Shape shape, const PathPlan& plan, const Slots& slots) {
  std::string out = shape == Shape::none ? "none\n" : shape == Shape::whole ? "whole\n" : "broken\n";
  if (shape == Shape::none) return out;
  for (PathSlot slot = 0; slot < plan.paths().size(); ++slot) {
    const Value value = slots.value(slot);
    const Container container = slots.container(slot);
    if (value.missing() && container == Container::none) continue;
    out += plan.paths()[slot].text;
    if (container != Container::none) out += container == Container::open ? " (open)" : " (closed)";
    if (value.cut()) out += " (cut)";
    out += " =";
    std::string_view one;
    for (const std::string_view text : value.texts(one)) {
      out += " <";
      out += text;
      out += '>';
    }
    out += '\n';
  }
  return out;
}

class Readers {
 public:
  explicit Readers(const PathPlan& plan) : plan_(plan), json_(plan), scan_(plan) {}

  std::string by_json(std::string_view text) { return shown(json_.read(text, slots_), plan_, slots_); }
  std::string by_scan(std::string_view text) { return shown(scan_.read(text, slots_), plan_, slots_); }
  std::string by_scan_of_cell(std::string_view bytes) {
    return shown(scan_.read(rows::Cell(bytes), slots_), plan_, slots_);
  }

  // As splunkd writes the text into a cell.
  static std::string quoted(std::string_view text) {
    std::string cell = "\"";
    for (const char c : text) {
      cell += c;
      if (c == '"') cell += c;
    }
    return cell + '"';
  }

 private:
  const PathPlan& plan_;
  JsonReader json_;
  ScanReader scan_;
  Slots slots_;
};

// Paths of every kind over the keys a, b, c: nested, dotted, elements, both modes of containers.
inline PathPlan every_kind_of_path() {
  PathPlan plan;
  for (const std::string_view path :
       {"a", "b", "a.b", "a.b.c", "a{}", "a{}.b", "a{}{}", "b{}.a{}.c", "c.a", "c", "c..a", "", ".a", "b.b.b.b"}) {
    plan.want(path);
  }
  plan.want("a", true, true);
  plan.want("b", true);
  plan.want("a.b", true, true);
  plan.want("b.c", true);
  plan.want("c{}", true, true);
  return plan;
}

}  // namespace offhours::event
