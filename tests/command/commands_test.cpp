// The commands in this process, where pipes would hide what matters.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>

#include "command/in_process.hpp"
#include "command/verdict_cells.hpp"

namespace offhours::test {
namespace {

std::vector<std::string> required(std::string_view command, std::string_view arguments) {
  return InProcess(command, arguments).getinfo.required_fields.value_or(std::vector<std::string>{"*"});
}

TEST(RequiredFields, OfAnnotateAreRawTimeNamesAndOutputs) {
  EXPECT_EQ(required("offhours", "fields=user time=seen operation=PutImage"),
            (std::vector<std::string>{"_raw", "_time", "seen", "off_hours", "off_hours_reason", "off_hours_schedule",
                                      "off_hours_time_zone", "off_hours_local_time", "off_hours_detail", "user"}));
}

TEST(RequiredFields, OfDetectAreRawTimeTheNamesThatAreNotComputedAndPartialResults) {
  const std::string arguments = "operation=PutImage count dc(image_digest) min(_time) by user bucketName host";
  std::vector<std::string> names = {"_raw", "_time", "bucketName", "host"};
  EXPECT_EQ(required("offhoursstats", arguments + " map=false"), names);
  names.insert(names.end(), {"offhours_p_version", "offhours_p_digest", "offhours_p_shape", "offhours_p_key",
                             "offhours_p_state", "offhours_p_tally"});
  EXPECT_EQ(required("offhoursstats", arguments), names);
}

TEST(Offhours, IsTheSameWhereverTheBodyIsSplit) {
  const std::string body =
      "_raw,_time,\"_chunked_idx\",\"off_hours\",\"__mv__raw\",\"__mv_off_hours\"\n"
      "\"{\"\"time\"\":1778706000000}\",1,0,,,\n,1778673600,1,,,\nshort\n";
  const auto run = [&body](std::size_t split) {
    InProcess search("offhours", "fields=event_time");
    return std::string(search.execute(body, std::array{split}, true).body.view());
  };
  const std::string whole = run(body.size());
  EXPECT_EQ(std::ranges::count(whole, '\n'), 4);
  for (std::size_t split = 0; split < body.size(); ++split) EXPECT_EQ(run(split), whole) << split;
}

// Whatever columns of ours arrive, and in whatever order, each is filled where it stands and the others follow.
TEST(Offhours, FillsItsColumnsWhereverTheyArrive) {
  const auto written = worktime::verdict_text_names().first(worktime::annotated_text_count);
  std::vector<std::string> names(written.begin(), written.end());
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
    InProcess search("offhours", "fields=user raw=false");
    const TextTable reply = read_table(search.body(body + '\n' + row + '\n', true));
    const std::vector<std::string>& columns = reply.columns;
    ASSERT_EQ(reply.rows.size(), 1U);
    ASSERT_EQ(reply.rows[0].size(), columns.size());
    std::map<std::string, std::string> cells;
    for (std::size_t i = 0; i < columns.size(); ++i) cells[columns[i]] = reply.rows[0][i];
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

TEST(Offhours, PadsAShortRowToTheWidthOfTheHeader) {
  InProcess search("offhours", "operation=x");
  EXPECT_TRUE(search.body("_raw,a,b\nr\n", true).ends_with("\nr,," + std::string(12, ',') + "\n"));
}

}  // namespace
}  // namespace offhours::test
