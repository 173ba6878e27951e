// Fills the slots of a path plan from one JSON text, by Boost.JSON's streaming parser: no document is built.
#pragma once

#include <memory>
#include <string_view>

#include "event/paths.hpp"

namespace offhours::event {

enum class Shape {
  none,    // the text holds no JSON object
  whole,   // one complete object (what follows it is not looked at)
  broken,  // cut short or not JSON from some point on: the values before that point are there
};

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

}  // namespace offhours::event
