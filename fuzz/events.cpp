// The scanner against JsonReader, on a text and on a cell that holds it.
#include <cstdint>
#include <cstdlib>

#include "event/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  static const offhours::event::PathPlan plan = offhours::event::every_kind_of_path();
  static offhours::event::Readers readers(plan);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string expected = readers.by_json(text);
  if (readers.by_scan(text) != expected) std::abort();
  if (readers.by_scan_of_cell(offhours::event::Readers::quoted(text)) != expected) std::abort();
  std::string scratch;
  const std::string undone(offhours::rows::Cell(text).text(scratch));
  if (readers.by_scan_of_cell(text) != readers.by_json(undone)) std::abort();
  return 0;
}
