// The law of map and reduce: for any CSV of events, in frames, the answer is that of one pass. The first byte chooses
// the search.
#include <array>
#include <string>
#include <vector>

#include "sample_search.hpp"
#include "splunkd/driver.hpp"
#include "targets.hpp"

namespace offhours::fuzz {

void law(std::string_view bytes) {
  constexpr std::array<std::string_view, 8> searches = {
      "keep=all count by user",
      "count dc(image_digest) values(off_hours_detail) values(off_hours_reason) by user_name src image_repository",
      "keep=all values(t) dc(user) min(t) max(t) by user action",
      "keep=all sum(x) avg(x) earliest(x) latest(x) min(x) by a b",
      "raw=false keep=all count values(x) sum(x) by user y",
      "keep=all values(off_hours_local_time) count(x) by _time x{}",
      "keep=on operation=Put* time=seen count min(_time) max(_time) by off_hours_schedule",
      "keep=all maxmem=1 values(_raw) latest(off_hours) by _raw"};
  if (bytes.empty()) return;
  const std::string_view search = searches[static_cast<unsigned char>(bytes.front()) % searches.size()];
  bytes.remove_prefix(1);
  std::vector<std::string> frames;
  while (!bytes.empty() && frames.size() < 5) frames.emplace_back(consume_part(bytes));
  const std::vector<std::string> raw_args = test::splunkd::split_arguments(search);
  const auto expected = answer_of_one_pass(raw_args, frames);
  if (!expected) return;
  require(answer_of_map_and_reduce(raw_args, frames) == expected, "map and reduce give another answer than one pass");
}

}  // namespace offhours::fuzz
