// The scanner against the plain reader, on a text and on a cell that holds it.
#include <string>

#include "event/readers.hpp"
#include "targets.hpp"

namespace offhours::fuzz {

void events(std::string_view bytes) {
  static const event::PathPlan plan = test::every_kind_of_path();
  static test::Readers readers(plan);
  const std::string expected = readers.by_json(bytes);
  require(readers.by_scan(bytes) == expected, "a text is scanned as another event");
  require(readers.by_scan_of_cell(test::Readers::quoted(bytes)) == expected, "a cell is scanned as another event");
  std::string scratch;
  const std::string undone(offhours::rows::Cell(bytes).text(scratch));
  require(readers.by_scan_of_cell(bytes) == readers.by_json(undone), "a cell of any bytes is scanned as another event");
}

}  // namespace offhours::fuzz
