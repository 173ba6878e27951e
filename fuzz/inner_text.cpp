// A JSON text inside of another, read as it stands there against decoded first: the bytes as the outer string has them,
// and the bytes as what it stands for.
#include <string>

#include "event/readers.hpp"
#include "targets.hpp"

namespace offhours::fuzz {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

void compare(const std::string& text) {
  static const event::PathPlan outer = test::plan_of_outer();
  static const event::PathPlan inner = test::plan_of_inner();
  static test::Readers readers(outer, inner);
  const std::string expected = readers.by_json(text);
  require(readers.by_scan(text) == expected, "a text is scanned as another event");
  require(readers.by_scan_of_cell(test::Readers::quoted(text)) == expected, "a cell is scanned as another event");
}

}  // namespace

void inner_text(std::string_view bytes) {
  const std::string outer = R"({"text":")";
  compare(outer + std::string(bytes) + "\"}");
  compare(outer + escaped(bytes) + "\"}");
  compare(outer + escaped(bytes));
}

}  // namespace offhours::fuzz
