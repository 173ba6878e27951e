// The command classes by themselves, where a process would hide what matters.
#include <gtest/gtest.h>

#include "command/annotate.hpp"
#include "command/arguments.hpp"
#include "command/detect.hpp"
#include "command/dispatch.hpp"
#include "command/with_policy.hpp"

namespace offhours::command {
namespace {

std::vector<std::string> required(wire::Command& command) { return *command.getinfo({}).required_fields; }

TEST(RequiredFields, OfAnnotateAreRawTimeNamesAndOutputs) {
  Faults faults;
  Annotate annotate(with_policy(parse_annotate(split_tokens("fields=user time=seen operation=PutImage"), faults)),
                    "lookups");
  EXPECT_EQ(required(annotate),
            (std::vector<std::string>{"_raw", "_time", "seen", "off_hours", "off_hours_reason", "off_hours_schedule",
                                      "off_hours_time_zone", "off_hours_local_time", "off_hours_detail", "user"}));
}

TEST(RequiredFields, OfDetectAreRawTimeTheNamesThatAreNotComputedAndPartialResults) {
  Faults faults;
  const std::string arguments = "operation=PutImage count dc(image_digest) min(_time) by user bucketName host";
  std::vector<std::string> names = {"_raw", "_time", "bucketName", "host"};
  Detect alone(with_policy(parse_detect(split_tokens(arguments + " map=false"), faults)), "lookups");
  EXPECT_EQ(required(alone), names);
  Detect detect(with_policy(parse_detect(split_tokens(arguments), faults)), "lookups");
  names.insert(names.end(), {"offhours_p_version", "offhours_p_digest", "offhours_p_shape", "offhours_p_key",
                             "offhours_p_state", "offhours_p_tally"});
  EXPECT_EQ(required(detect), names);
}

TEST(Annotate, IsTheSameWhereverTheBodyIsSplit) {
  const std::string body =
      "_raw,_time,\"_chunked_idx\",\"off_hours\",\"__mv__raw\",\"__mv_off_hours\"\n"
      "\"{\"\"time\"\":1778706000000}\",1,0,,,\n,1778673600,1,,,\nshort\n";
  const auto run = [&body](std::size_t split) {
    Faults faults;
    Annotate annotate(with_policy(parse_annotate(split_tokens("fields=event_time"), faults)), "lookups");
    annotate.getinfo({});
    annotate.begin(true);
    const std::size_t taken = split > 0 ? annotate.body(std::string_view(body).substr(0, split)) : 0;
    // What is left comes again, at another address.
    const std::string rest = body.substr(taken);
    return std::string(annotate.end(rest).body);
  };
  const std::string whole = run(body.size());
  EXPECT_EQ(std::ranges::count(whole, '\n'), 4);
  for (std::size_t split = 0; split < body.size(); ++split) EXPECT_EQ(run(split), whole) << split;
}

TEST(Annotate, PadsAShortRowToTheWidthOfTheHeader) {
  Faults faults;
  Annotate annotate(with_policy(parse_annotate(split_tokens("operation=x"), faults)), "lookups");
  annotate.getinfo({});
  const std::string body = "_raw,a,b\nr\n";
  annotate.begin(true);
  EXPECT_TRUE(std::string(annotate.end(body).body).ends_with("\nr,," + std::string(12, ',') + "\n"));
}

TEST(Dispatch, AnswersEventsBeforeGetinfoWithAnError) {
  Dispatch dispatch("lookups");
  dispatch.begin(true);
  EXPECT_EQ(dispatch.end("").error, "events came before getinfo");
}

}  // namespace
}  // namespace offhours::command
