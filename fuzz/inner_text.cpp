// A JSON text inside of another, read as it stands there against decoded first: the bytes as the outer string has them,
// and the bytes as what it stands for.
#include <cstdint>
#include <cstdlib>

#include "event/readers.hpp"

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
  static const offhours::event::PathPlan outer = offhours::event::plan_of_outer();
  static const offhours::event::PathPlan inner = offhours::event::plan_of_inner();
  static offhours::event::Readers readers(outer, inner);
  const std::string expected = readers.by_json(text);
  if (readers.by_scan(text) != expected) std::abort();
  if (readers.by_scan_of_cell(offhours::event::Readers::quoted(text)) != expected) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string outer = R"({"text":")";
  compare(outer + std::string(bytes) + "\"}");
  compare(outer + escaped(bytes) + "\"}");
  compare(outer + escaped(bytes));
  return 0;
}
