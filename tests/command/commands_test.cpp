// The command classes by themselves, where a process would hide what matters.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "command/annotate.hpp"
#include "command/arguments.hpp"
#include "command/detect.hpp"
#include "command/dispatch.hpp"
#include "command/with_policy.hpp"
#include "rows/reader.hpp"

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

// Whatever columns of ours arrive, and in whatever order, each is filled where it stands and the others follow.
TEST(Annotate, FillsItsColumnsWhereverTheyArrive) {
  std::vector<std::string> names(verdict_names.begin(), verdict_names.end());
  names.insert(names.end(), {"user", "_time", "_raw", "x", "__mv_user", "__mv_off_hours", "__mv_x"});
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    std::shuffle(names.begin(), names.end(), random);
    if (round == 0) std::sort(names.begin(), names.end());
    const std::size_t arriving = round < 2 ? names.size() : random() % names.size() + 1;
    std::string body;
    std::string row;
    for (std::size_t i = 0; i < arriving; ++i) {
      body += (i > 0 ? "," : "") + names[i];
      row += i > 0 ? "," : "";
      if (names[i] == "_time") row += "1778932800";
      if (names[i] == "x") row += "\"kept, as it is\"";
      if (names[i] == "user") row += "\"a\nb\"";
      if (names[i] == "__mv_user") row += "$a$;$b$";
    }
    Faults faults;
    Annotate annotate(with_policy(parse_annotate(split_tokens("fields=user raw=false"), faults)), "lookups");
    annotate.getinfo({});
    annotate.begin(true);
    const std::string frame = body + '\n' + row + '\n';
    const std::string reply(annotate.end(frame).body);
    rows::Reader reader;
    reader.start_frame();
    std::string scratch;
    ASSERT_TRUE(reader.next(reply, true));
    std::vector<std::string> columns;
    for (const rows::Cell& cell : reader.cells()) columns.emplace_back(cell.text(scratch));
    ASSERT_TRUE(reader.next(reply, true));
    std::map<std::string, std::string> cells;
    ASSERT_EQ(reader.cells().size(), columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) cells[columns[i]] = std::string(reader.cells()[i].text(scratch));
    const auto arrives = [&](std::string_view name) {
      return std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(arriving), name) !=
             names.begin() + static_cast<std::ptrdiff_t>(arriving);
    };
    // The arriving columns stay where they are.
    for (std::size_t i = 0; i < arriving; ++i) EXPECT_EQ(columns[i], names[i]);
    EXPECT_EQ(cells["off_hours"], arrives("_time") ? "1" : "");
    EXPECT_EQ(cells["off_hours_reason"], arrives("_time") ? "day_off" : "no_time");
    EXPECT_EQ(cells["off_hours_local_time"], arrives("_time") ? "2026-05-16T12:00:00+00:00" : "");
    EXPECT_EQ(cells["off_hours_time_zone"], "UTC");
    EXPECT_EQ(cells["__mv_off_hours"], "");
    EXPECT_EQ(cells["x"], arrives("x") ? "kept, as it is" : "");
    const bool several = arrives("__mv_user");
    EXPECT_EQ(cells["user"], several || arrives("user") ? "a\nb" : "") << body;
    EXPECT_EQ(cells["__mv_user"], several ? "$a$;$b$" : "") << body;
  }
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
