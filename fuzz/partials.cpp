// What reaches a search head: rows of events, of partial results, and of neither, in frames that arrive in pieces. The
// first byte chooses the search, the second the size of the pieces.
#include <array>
#include <string>
#include <vector>

#include "sample_search.hpp"
#include "targets.hpp"

namespace offhours::fuzz {

void partials(std::string_view bytes) {
  constexpr std::array<std::string_view, 7> searches = {
      "count by k",
      "count values(image_tag) dc(user) min(_time) max(_time) by user action",
      "sum(x) avg(x) earliest(x) latest(x) by a b",
      "raw=false count values(x) by user y",
      "keep=all maxmem=1 values(off_hours_detail) by _raw",
      "phase=map digest=\"none\" keep=all count sum(x) min(x) by user{} x{}.y",
      "map=false count by k"};
  if (bytes.size() < 2) return;
  const std::size_t choice = static_cast<unsigned char>(bytes[0]) % searches.size();
  const std::size_t step = static_cast<unsigned char>(bytes[1]) + std::size_t{1};
  bytes.remove_prefix(2);
  const bool maps = searches[choice].starts_with("phase");
  test::InProcess search = maps ? test::InProcess("offhoursstats", searches[choice], {{}, dispatch_folder().path()})
                                : start("offhoursstats", searches[choice]);
  require(!search.getinfo.error, search.getinfo.error.value_or(""));
  bool failed = false;
  while (!bytes.empty() && !failed) {
    const std::string_view frame = consume_part(bytes);
    std::vector<std::size_t> ends;
    for (std::size_t end = step; end < frame.size(); end += step) ends.push_back(end);
    failed = search.execute(frame, ends, false).error.has_value();
  }
  if (failed) return;
  const std::string answer = search.body({}, true);
  require(!search.error.empty() || maps || answer.empty() || answer.back() == '\n', "the answer ends within a row");
}

}  // namespace offhours::fuzz
