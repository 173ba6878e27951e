#include "splunkd/driver.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <string>

#include "samples.hpp"

namespace offhours::test::splunkd {
namespace {

using std::chrono::milliseconds;

Program peer(const std::string& type, const std::string& fault) {
  return {OFFHOURS_SPLUNKD_PEER, {type, fault}, "/", splunkd_environment()};
}

Table events() {
  return {{"_time", "tag", "list", "withheld"},
          {{{"1.5"}, {"a"}, {"x", "y$", ""}, {"w0"}},
           {{"2"}, {"say \"hi\", you"}, {"one"}, {"w1"}},
           {{"3"}, {"line\nbreak"}, {}, {"w2", "w2b"}},
           {{"4"}, {}, {"\xD4 is no UTF-8", "z"}, {}}}};
}

SearchSetup setup(const std::string& type, const std::string& fault) {
  SearchSetup setup;
  setup.program = peer(type, fault);
  setup.info.command = "peer";
  setup.frame_rows = {2};
  return setup;
}

std::string all(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += text + "\n";
  return joined;
}

struct Wrong {
  std::string fault;
  std::string violation;  // how the first violation begins
  std::string type = "streaming";
};

class WrongPeer : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongPeer, IsReportedByRule) {
  SearchSetup search = setup(GetParam().type, GetParam().fault);
  search.probes = 0;
  if (GetParam().violation.starts_with("no ")) search.delivery.patience = milliseconds(300);
  // Long where the fault must show itself in time, also on a busy machine.
  search.delivery.quiet = milliseconds(GetParam().violation.starts_with("early") ? 300 : 10);
  search.info.maxresultrows = 5;
  const SearchResult result = run_search(search, events());
  ASSERT_FALSE(result.violations.empty());
  EXPECT_EQ(result.violations.front().substr(0, GetParam().violation.size()), GetParam().violation)
      << all(result.violations);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, WrongPeer,
    ::testing::Values(
        Wrong{"blank in header", "frame header: 'chunked 1.0, "}, Wrong{"CRLF header", "frame header:"},
        Wrong{"leading zero", "frame header:"}, Wrong{"newline before header", "frame header: ''"},
        Wrong{"banner", "frame header: 'peer 1.0 ready'"}, Wrong{"newline after frame", "stray bytes: 1 bytes"},
        Wrong{"two replies", "stray bytes:"}, Wrong{"newline in metadata", "metadata: blanks"},
        Wrong{"announces more", "no answer: waited 300 ms"}, Wrong{"announces less", "stray bytes: 5 bytes"},
        Wrong{"no reply", "no answer: waited 300 ms for the reply's header"}, Wrong{"no JSON", "metadata: not a JSON"},
        Wrong{"JSON list", "metadata: not a JSON"}, Wrong{"invalid UTF-8", "metadata: not a JSON"},
        Wrong{"reply before the end of getinfo", "early reply:"},
        Wrong{"reply before the end of the body", "early reply:"}, Wrong{"unknown key", "unknown key: 'maxinputs'"},
        Wrong{"unknown inspector key", "unknown key: 'notes'"}, Wrong{"repeated key", "repeated key: 'type'"},
        Wrong{"type eventing", "command type: \"eventing\""}, Wrong{"fields no list", "required_fields:"},
        Wrong{"preop of streaming", "streaming_preop:"}, Wrong{"getinfo body", "getinfo body:"},
        Wrong{"error before inspector", "error order: 'inspector'"}, Wrong{"error not finished", "finished: must be"},
        Wrong{"finished getinfo", "finished: true in a getinfo reply"}, Wrong{"level FATAL", "message level: 'FATAL'"},
        Wrong{"message twice", "message repeated:"}, Wrong{"message no pair", "messages: not a pair"},
        Wrong{"same message in each reply", "message repeated: 'again'"}, Wrong{"metric", "metric: 'metric.x'"},
        Wrong{"stderr noise", "stderr: 'loading"}, Wrong{"exit 3", "exit code: 3"},
        Wrong{"exit at once", "write error:"}, Wrong{"closes its input", "write error:"},
        Wrong{"exit after getinfo", "early end:"}, Wrong{"exit in execute", "unexpected exit:"},
        Wrong{"crash", "unexpected exit:"}, Wrong{"does not end", "no end: still running 300 ms"},
        Wrong{"trailing output", "stray bytes: 4 bytes"},
        Wrong{"finished not echoed", "finished: the request said false"},
        Wrong{"finished missing", "finished: missing"}, Wrong{"finished text", "finished: not a boolean"},
        Wrong{"type in execute", "unknown key: 'type'"}, Wrong{"newline before CSV", "stray bytes: 1 bytes"},
        Wrong{"body announced short", "stray bytes: 3 bytes"},
        Wrong{"duplicate index", "_chunked_idx: '0' is out of order"},
        Wrong{"descending index", "_chunked_idx: '0' is out of order"},
        Wrong{"index out of range", "_chunked_idx: '7' is out of range"},
        Wrong{"index no number", "_chunked_idx: 'x' is out of range"}, Wrong{"index missing", "_chunked_idx: missing"},
        Wrong{"new column", "new column: 'extra'"}, Wrong{"twin left out", "twin missing: 'list'"},
        Wrong{"ragged row", "ragged row: row 1 has 3 cells, the header 2"},
        Wrong{"duplicate column", "duplicate column: 'tag'"}, Wrong{"no line end", "csv line end:"},
        Wrong{"bare CR", "csv line end:"}, Wrong{"stray quote", "csv quotes:"},
        Wrong{"quote does not end", "csv quotes:"}, Wrong{"blank row", "blank row:"}, Wrong{"BOM", "csv header:"},
        Wrong{"lone twin", "lone twin: '__mv_other'"}, Wrong{"twin encoding", "twin encoding:"},
        Wrong{"twin of one value", "twin of one value:"}, Wrong{"twin differs", "twin differs:"},
        Wrong{"rows too early", "early body:", "reporting"}, Wrong{"finished not echoed", "finished:", "reporting"},
        Wrong{"too many rows", "too many rows:", "generating"}),
    [](const auto& wrong) {
      std::string name = wrong.param.type + "_" + wrong.param.fault;
      for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
      }
      return name;
    });

// The only fields that travel are tag and list; the merge must give everything back.
TEST(RightPeer, StreamingKeepsEveryEventInEveryDelivery) {
  for (const LastFrame last : {LastFrame::with_rows, LastFrame::header_only, LastFrame::no_body}) {
    for (const std::vector<std::size_t>& pieces : {std::vector<std::size_t>{}, {1}, {7, 64, 3}}) {
      for (const char* type : {"streaming", "stateful"}) {
        SearchSetup search = setup(type, "none");
        search.frame_rows = {1, 2};
        search.last_frame = last;
        search.delivery.pieces = pieces;
        search.probes = 1;
        const SearchResult result = run_search(search, events());
        EXPECT_EQ(all(result.violations), "");
        EXPECT_EQ(result.table.columns, events().columns);
        EXPECT_EQ(result.table.rows, events().rows);
      }
    }
  }
}

TEST(RightPeer, ReportingGetsOnlyTheRequiredFields) {
  const SearchResult result = run_search(setup("reporting", "none"), events());
  EXPECT_EQ(all(result.violations), "");
  EXPECT_EQ(result.table.columns, (std::vector<std::string>{"tag", "list"}));
  EXPECT_EQ(result.table.rows.size(), 4U);
}

TEST(RightPeer, EventsGetsEveryField) {
  const SearchResult result = run_search(setup("events", "none"), events());
  EXPECT_EQ(all(result.violations), "");
  EXPECT_EQ(result.table.columns, events().columns);
  EXPECT_EQ(result.table.rows, events().rows);
}

TEST(RightPeer, GeneratingIsAskedUntilItHasFinished) {
  const SearchResult result = run_search(setup("generating", "none"), Table());
  EXPECT_EQ(all(result.violations), "");
  EXPECT_EQ(result.table.rows, (std::vector<std::vector<Cell>>{{{"1"}}, {{"2"}}, {{"3"}}}));
}

TEST(RightPeer, MayFailTheSearchAtGetinfo) {
  const SearchResult result = run_search(setup("streaming", "right error"), events());
  EXPECT_EQ(all(result.violations), "");
  EXPECT_EQ(result.error, "bad");
  ASSERT_EQ(result.messages.size(), 1U);
  EXPECT_EQ(result.messages.front().level, "ERROR");
  EXPECT_TRUE(result.table.rows.empty());
}

TEST(RightPeer, EmptyInputIsOneFrame) {
  const SearchResult result = run_search(setup("streaming", "none"), Table{{"tag"}, {}});
  EXPECT_EQ(all(result.violations), "");
  EXPECT_TRUE(result.table.rows.empty());
}

TEST(RightPeer, BodyLargerThanThePipes) {
  Table big{{"tag", "list"}, {}};
  for (std::size_t i = 0; i < 3000; ++i) big.rows.push_back({{std::string(1000, 'x') + ' '}, {std::to_string(i)}});
  SearchSetup search = setup("streaming", "none");
  search.frame_rows.clear();
  const SearchResult result = run_search(search, big);
  EXPECT_EQ(all(result.violations), "");
  EXPECT_EQ(result.table.rows, big.rows);
}

TEST(Process, CutInputMayEndInAnyWayButLoud) {
  Process process(peer("streaming", "none"));
  process.write_raw("chunked 1.0,100,0\n{\"action\"");
  process.wait(Ending::cut);
  EXPECT_EQ(all(process.violations()), "");
}

TEST(Process, ProgramThatIsNotThere) {
  Process process({"/nonexistent/program", {}, "/", {}});
  EXPECT_FALSE(process.getinfo(SearchInfo{}).received);
  ASSERT_EQ(process.violations().size(), 1U);
  EXPECT_EQ(process.violations().front().substr(0, 6), "start:");
}

TEST(Csv, AsSplunkdWritesIt) {
  const Table ages{{"age", "_chunked_idx"},
                   {{{"66"}, {"0"}}, {{"18"}, {"1"}}, {{"25"}, {"2"}}, {{"96"}, {"3"}}, {{"52"}, {"4"}}}};
  EXPECT_EQ(to_csv(ages).size(), 85U);
  EXPECT_EQ(to_csv(Table{ages.columns, {}}), "age,\"_chunked_idx\",\"__mv_age\",\"__mv__chunked_idx\"\n");
  EXPECT_EQ(to_csv(Table{{"t"}, {{{"a$b", "c;d"}}}}), "t,\"__mv_t\"\n\"a$b\nc;d\",\"$a$$b$;$c;d$\"\n");
}

TEST(Csv, TwinVectors) {
  const std::vector<std::pair<std::string, Cell>> vectors = {
      {"$$;$$", {"", ""}}, {"$$$$;$x$", {"$", "x"}}, {"$;$;$b$", {";", "b"}}, {"$a$;$$;$b$", {"a", "", "b"}}};
  for (const auto& [twin, values] : vectors) {
    const std::string csv = to_csv(Table{{"t"}, {{values}}});
    EXPECT_NE(csv.find(twin), std::string::npos) << csv;
    std::vector<std::string> faults;
    EXPECT_EQ(from_csv(csv, faults).rows.front().front(), values);
    EXPECT_EQ(all(faults), "");
  }
}

TEST(Csv, RealRequestsComeOutAsTheyWent) {
  const std::filesystem::path shared = shared_folder();
  if (!std::filesystem::exists(shared / "recordings")) GTEST_SKIP() << "no recordings in " << shared;
  for (const char* name : {"streaming", "stateful", "reporting", "generating"}) {
    std::ifstream file(shared / "recordings" / ("splunkd-8.2.1-" + std::string(name) + ".input"), std::ios::binary);
    ASSERT_TRUE(file) << name;
    std::string line;
    std::size_t bodies = 0;
    while (std::getline(file, line)) {
      std::size_t comma = 0;
      std::string metadata(std::stoul(line.substr(12), &comma), '\0');
      std::string body(std::stoul(line.substr(12 + comma + 1)), '\0');
      file.read(metadata.data(), static_cast<std::streamsize>(metadata.size()));
      file.read(body.data(), static_cast<std::streamsize>(body.size()));
      std::vector<std::string> faults;
      EXPECT_EQ(to_csv(from_csv(body, faults)), body);
      EXPECT_EQ(all(faults), "");
      if (!body.empty()) ++bodies;
    }
    EXPECT_GT(bodies, 0U) << name;
  }
}

TEST(Arguments, AreCutAsSplunkdCutsThem) {
  EXPECT_EQ(split_arguments(R"(a=1 b = "two" "c"="three" 'x y')"),
            (std::vector<std::string>{"a=1", "b", "=", R"("two")", R"("c"="three")", "'x", "y'"}));
  EXPECT_EQ(split_arguments(R"(count, min(_time) as "first, time")"),
            (std::vector<std::string>{"count", "min(_time)", "as", R"("first, time")"}));
  EXPECT_EQ(split_arguments(R"("a \" b" c)"), (std::vector<std::string>{R"("a \" b")", "c"}));
  EXPECT_EQ(plain_argument(R"("c"="th\"r\\ee")"), R"(c=th"r\ee)");
  EXPECT_EQ(percent_encode("index=main | x \"\xC3\xA9\""), "index%3Dmain%20%7C%20x%20%22%C3%A9%22");
}

TEST(Getinfo, HasTheKeysOfARealServerInTheirOrder) {
  SearchInfo info;
  info.command = "offhours";
  info.raw_args = {R"("a"="b")"};
  const std::string metadata = getinfo_metadata(info);
  std::size_t last = 0;
  for (const char* key : {"action", "preview", "streaming_command_will_restart", "searchinfo", "args", "raw_args",
                          "dispatch_dir", "sid", "app", "owner", "username", "session_key", "splunkd_uri",
                          "splunk_version", "search", "command", "maxresultrows", "earliest_time", "latest_time"}) {
    const std::size_t at = metadata.find('"' + std::string(key) + "\":");
    ASSERT_NE(at, std::string::npos) << key;
    EXPECT_GE(at, last) << key;
    last = at;
  }
  EXPECT_NE(metadata.find(R"("args":["a=b"],"raw_args":["\"a\"=\"b\""])"), std::string::npos);
}

}  // namespace
}  // namespace offhours::test::splunkd
