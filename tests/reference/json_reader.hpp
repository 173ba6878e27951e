// Fills the slots of a path plan from one JSON text, by Boost.JSON's streaming parser: what event::ScanReader is held
// against.
#pragma once

#include <memory>
#include <string_view>

#include "event/paths.hpp"
#include "event/scan_reader.hpp"

namespace offhours::reference {

using event::Container;
using event::Path;
using event::PathPlan;
using event::PathSlot;
using event::Shape;
using event::Slots;

class JsonReader {
 public:
  // `plan` must outlive the reader and not grow after this.
  explicit JsonReader(const PathPlan& plan);
  JsonReader(JsonReader&&) noexcept;
  JsonReader& operator=(JsonReader&&) noexcept;
  ~JsonReader();

  Shape read(std::string_view json, Slots& slots);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace offhours::reference
