// Arguments of the three commands. Those of `offhoursstats` have to come through the preop as they are meant, which is
// seen by the answer.
#include <array>
#include <string>
#include <vector>

#include "sample_search.hpp"
#include "splunkd/driver.hpp"
#include "targets.hpp"

namespace offhours::fuzz {
namespace {

const std::array<std::string, 2> frames = {
    "_time,_raw,user,host,x,__mv_x\n"
    "1778932800,\"{\"\"time\"\":1778932800000,\"\"api\"\":{\"\"operation\"\":\"\"PutImage\"\",\"\"service\"\":{"
    "\"\"name\"\":"
    "\"\"ecr.amazonaws.com\"\"}},\"\"actor\"\":{\"\"user\"\":{\"\"name\"\":\"\"ann\"\",\"\"uid\"\":\"\"arn:aws:iam::"
    "111122223333:"
    "user/ann\"\"}},\"\"x\"\":[1,2.50,\"\"a\"\"]}\",ann,h1,\"1\n2\",$1$;$2$\n"
    "1778673600,no JSON,,h2,,\n",
    "_time,_raw,seen,x\n1778706000.5,\"{\"\"eventName\"\":\"\"DeleteImage\"\",\"\"eventTime\"\":\"\"2026-05-13T21:00:"
    "00Z\"\"}\",1,7\n"
    ",,,\n"};

}  // namespace

void arguments(std::string_view bytes) {
  const std::vector<std::string> raw_args = test::splunkd::split_arguments(bytes);
  for (const std::string_view command : {"offhours", "offhourspolicy"}) {
    test::InProcess search = start(command, raw_args);
    require(!search.getinfo.error || !search.getinfo.error->empty(), "an error without words");
    if (!search.getinfo.error) (void)search.body(frames[0], true);
  }
  const auto expected = answer_of_one_pass(raw_args, frames);
  if (!expected) return;
  const auto answer = answer_of_map_and_reduce(raw_args, frames);
  require(!answer || answer == expected, "the arguments mean something else behind the preop");
}

}  // namespace offhours::fuzz
