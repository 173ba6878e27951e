// Rows by blocks against the byte reader. The first byte says how large the pieces are that the rest arrives in, and
// whether what has been read is given up between them.
#include "rows/reader.hpp"

#include <string>
#include <vector>

#include "reference/byte_reader.hpp"
#include "targets.hpp"

namespace offhours::fuzz {

void rows(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t choice = static_cast<unsigned char>(bytes.front());
  std::string_view body = bytes.substr(1);
  const std::string_view all = body;
  const std::size_t step = choice + 1;
  offhours::rows::Reader reader;
  reader.start_frame();
  std::vector<test::reference::ByteRow> read;
  std::string scratch;
  for (std::size_t have = 0;; have += step) {
    const bool whole = have >= body.size();
    while (reader.next(body.substr(0, have), whole)) {
      auto& row = read.emplace_back();
      for (const offhours::rows::Cell cell : reader.cells()) {
        row.push_back({std::string(cell.bytes()), std::string(cell.text(scratch))});
      }
    }
    if (whole) break;
    if (choice % 2 == 0) {
      const std::size_t before = reader.release();
      body.remove_prefix(before);
      have -= before;
    }
  }
  require(read == test::reference::read_rows(all), "the two readers see other rows");
}

}  // namespace offhours::fuzz
