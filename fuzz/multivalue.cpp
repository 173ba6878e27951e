// Multivalue cells: what is decoded is encoded to the same bytes, and any values come back as they went.
#include <string>
#include <vector>

#include "rows/multivalue.hpp"
#include "targets.hpp"

namespace offhours::fuzz {

void multivalue(std::string_view bytes) {
  using offhours::rows::decode_multivalue;
  using offhours::rows::encode_multivalue;
  std::string scratch;
  std::vector<std::string_view> values;
  if (decode_multivalue(bytes, scratch, values)) {
    require(!values.empty(), "a cell that follows the rule has no value");
    require(encode_multivalue(values) == bytes, "a cell is encoded to other bytes than it was decoded from");
  } else {
    require(values.empty(), "a cell that breaks the rule left values behind");
  }
  std::vector<std::string_view> parts;
  while (!bytes.empty()) parts.push_back(consume_part(bytes));
  if (parts.empty()) return;
  const std::string cell = encode_multivalue(parts);
  values.clear();
  require(decode_multivalue(cell, scratch, values) && values == parts, "values do not come back as they went");
}

}  // namespace offhours::fuzz
