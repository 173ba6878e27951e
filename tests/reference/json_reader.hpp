// Reads one JSON text into a document, and looks the wanted paths up in it: slow and plain, what event::ScanReader is
// held against.
#pragma once

#include <string_view>

#include "event/paths.hpp"
#include "event/scan_reader.hpp"

namespace offhours::test::reference {

class JsonReader {
 public:
  // `plan` must outlive the reader.
  explicit JsonReader(const event::PathPlan& plan) : plan_(plan) {}

  event::Shape read(std::string_view json, event::Slots& slots) const;

 private:
  const event::PathPlan& plan_;
};

}  // namespace offhours::test::reference
