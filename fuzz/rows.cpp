// Rows by blocks against the byte reader; the first byte says how large the pieces are that
// the rest arrives in, and whether what has been read is given up between them.
#include "rows/reader.hpp"

#include <cstdint>
#include <cstdlib>

#include "reference/byte_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  if (size == 0) return 0;
  std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view all = body;
  const std::size_t step = std::size_t{data[0]} + 1;
  offhours::rows::Reader reader;
  reader.start_frame();
  std::vector<offhours::reference::ByteRow> rows;
  std::string scratch;
  for (std::size_t have = 0;; have += step) {
    const bool whole = have >= body.size();
    while (reader.next(body.substr(0, have), whole)) {
      auto& row = rows.emplace_back();
      for (const offhours::rows::Cell& cell : reader.cells()) {
        row.push_back({std::string(cell.bytes()), std::string(cell.text(scratch))});
      }
    }
    if (whole) break;
    if (data[0] % 2 == 0) {
      const std::size_t before = reader.release();
      body.remove_prefix(before);
      have -= before;
    }
  }
  if (rows != offhours::reference::read_rows(all)) std::abort();
  return 0;
}
