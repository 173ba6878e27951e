// One JSON text through both readers: what each put into its slots, as text that can be compared and read. Texts of
// paths that are wanted as `inner` are read in turn.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "event/scan_reader.hpp"
#include "reference/json_reader.hpp"
#include "rows/reader.hpp"

namespace offhours::test {

inline std::string shown(event::Shape shape, const event::PathPlan& plan, const event::Slots& slots) {
  std::string out = shape == event::Shape::none ? "none\n" : shape == event::Shape::whole ? "whole\n" : "broken\n";
  if (shape == event::Shape::none) return out;
  for (event::PathSlot slot = 0; slot < plan.paths().size(); ++slot) {
    const event::Value value = slots.value(slot);
    const event::Container container = slots.container(slot);
    if (value.missing() && container == event::Container::none) continue;
    out += plan.paths()[slot].text;
    if (container != event::Container::none) out += container == event::Container::open ? " (open)" : " (closed)";
    if (value.cut()) out += " (cut)";
    out += " =";
    std::string scratch;
    const bool inner = plan.paths()[slot].inner;
    for (std::size_t i = 0; i < value.count(); ++i) {
      if (inner && i > 0) break;
      out += " <";
      out += inner ? slots.inner(slot).text(scratch) : value[i];
      out += '>';
    }
    out += '\n';
  }
  return out;
}

class Readers {
 public:
  explicit Readers(const event::PathPlan& plan) : Readers(plan, plan) {}
  // `inner`: what is wanted of texts that are JSON themselves.
  Readers(const event::PathPlan& plan, const event::PathPlan& inner)
      : plan_(plan), inner_plan_(inner), json_(plan), scan_(plan), inner_json_(inner), inner_scan_(inner) {}

  std::string by_json(std::string_view text) {
    const event::Shape shape = json_.read(text, slots_);
    return shown(shape, plan_, slots_) + shown_inner(inner_json_);
  }
  std::string by_scan(std::string_view text) {
    const event::Shape shape = scan_.read(text, slots_);
    return shown(shape, plan_, slots_) + shown_inner(inner_scan_);
  }
  std::string by_scan_of_cell(std::string_view bytes) {
    const event::Shape shape = scan_.read(rows::Cell(bytes), slots_);
    return shown(shape, plan_, slots_) + shown_inner(inner_scan_);
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
  template <typename Reader>
  std::string shown_inner(Reader& reader) {
    std::string out;
    std::string scratch;
    for (event::PathSlot slot = 0; slot < plan_.paths().size(); ++slot) {
      if (!plan_.paths()[slot].inner || slots_.inner(slot).missing()) continue;
      const event::InnerText inner = slots_.inner(slot);
      event::Shape shape = event::Shape::none;
      if constexpr (std::same_as<Reader, event::ScanReader>) {
        shape = reader.read(inner, inner_slots_);
      } else {
        shape = reader.read(inner.text(scratch), inner_slots_);
      }
      out += "in " + plan_.paths()[slot].text + ": " + shown(shape, inner_plan_, inner_slots_);
    }
    return out;
  }

  const event::PathPlan& plan_;
  const event::PathPlan& inner_plan_;
  reference::JsonReader json_;
  event::ScanReader scan_;
  reference::JsonReader inner_json_;
  event::ScanReader inner_scan_;
  event::Slots slots_;
  event::Slots inner_slots_;
};

// Paths of every kind over the keys a, b, c: nested, dotted, elements, both modes of containers,
// inner texts.
inline event::PathPlan every_kind_of_path() {
  event::PathPlan plan;
  for (const std::string_view path :
       {"a", "b", "a.b", "a.b.c", "a{}", "a{}.b", "a{}{}", "b{}.a{}.c", "c.a", "c", "c..a", "", ".a", "b.b.b.b"}) {
    plan.want(path);
  }
  plan.want("a", true, true);
  plan.want("b", true);
  plan.want("a.b", true, true);
  plan.want("b.c", true);
  plan.want("c{}", true, true);
  plan.want("a", true, true, true);
  plan.want("b", false, false, true);
  plan.want("c{}", true, false, true);
  return plan;
}

// An inner text at two places, and paths that a scan of the escaped text can follow to the end.
inline event::PathPlan plan_of_outer() {
  event::PathPlan plan;
  plan.want("text", true, true, true);
  plan.want("list{}.text", false, false, true);
  plan.want("text", true, true);
  plan.want("id");
  return plan;
}

inline event::PathPlan plan_of_inner() {
  event::PathPlan plan;
  for (const std::string_view path : {"name", "id", "o.name", "o.o.id", "l{}.name", "o.l{}.id"}) plan.want(path);
  plan.want("cut", true);
  plan.want("o", false, true);
  return plan;
}

}  // namespace offhours::test
