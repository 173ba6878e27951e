// The map phase and its merge, in one process: what travels between the two, and what is refused.
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>

#include "command/arguments.hpp"
#include "command/in_process.hpp"
#include "command/options.hpp"
#include "splunkd/cluster.hpp"
#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace command;

using splunkd::Table;

class Spawn : public InProcess {
 public:
  explicit Spawn(std::vector<std::string> raw_args, std::string folder = {})
      : InProcess("offhoursstats", std::move(raw_args), {.dispatch_dir = std::move(folder)}) {}
  explicit Spawn(std::string_view arguments, std::string folder = {})
      : Spawn(splunkd::split_arguments(arguments), std::move(folder)) {}
};

std::string map_arguments(std::string_view arguments) {
  const Spawn head(arguments);
  EXPECT_FALSE(head.getinfo.error) << *head.getinfo.error;
  const std::string preop = head.getinfo.streaming_preop.value_or("");
  return preop.substr(preop.find("| offhoursstats ") + 16);
}

TEST(Preop, IsWordedLikeThis) {
  const Spawn head("Count min( _time ) AS first values(\"a b\") BY user, api.operation raw=false fillnull=\"no|ne\"");
  ASSERT_FALSE(head.getinfo.error);
  const std::string& preop = *head.getinfo.streaming_preop;
  EXPECT_TRUE(preop.starts_with("fields \"_raw\" \"_time\" ")) << preop;
  EXPECT_NE(preop.find(" \"api.operation\" "), std::string::npos) << preop;
  const std::string stats =
      " | offhoursstats raw=\"false\" fillnull=\"no|ne\" count as \"count\" min(\"_time\") as \"first\" values(\"a "
      "b\") as "
      "\"values(a b)\" by \"user\" \"api.operation\" digest=\"none\" phase=map";
  EXPECT_NE(preop.find(stats), std::string::npos) << preop;
  EXPECT_TRUE(preop.ends_with("\" phase=map")) << preop;
}

TEST(Preop, IsNotThereWithoutAMapPhase) {
  EXPECT_FALSE(Spawn("count map=false").getinfo.streaming_preop);
  EXPECT_TRUE(Spawn("count map=true").getinfo.streaming_preop);
}

std::string any_name(Random& random) {
  static const std::vector<std::string> pieces = {"a",
                                                  "api.operation",
                                                  "{}",
                                                  " ",
                                                  "\"",
                                                  "\\",
                                                  "=",
                                                  "|",
                                                  "`",
                                                  "[",
                                                  "]",
                                                  "(",
                                                  ")",
                                                  ",",
                                                  "$",
                                                  "'",
                                                  "*",
                                                  "?",
                                                  "%",
                                                  "é",
                                                  "日",
                                                  "\\\"",
                                                  "\\\\",
                                                  "as",
                                                  "by",
                                                  "phase=map",
                                                  "count",
                                                  "\t",
                                                  "0",
                                                  ";",
                                                  "<",
                                                  "| delete",
                                                  "\xF0\x9F\x98\x80"};
  std::string name;
  for (std::size_t n = 1 + below(random, 6); n > 0; --n) name += any_of(random, pieces);
  return name;
}

// A name without a wildcard, which no field may have.
std::string any_field(Random& random) {
  std::string name;
  do {
    name = any_name(random);
    std::erase(name, '*');
  } while (name.empty());
  return name;
}

std::string spl_quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// Names and values of any bytes come through the preop as they went in, by the tokenizer of the product and by the one
// that plays splunkd.
TEST(Preop, KeepsEveryArgument) {
  run_trials("arguments through the preop", std::chrono::milliseconds(1500), [](Random& random) {
    const std::string fillnull = any_name(random);
    const std::string glob = any_name(random);
    std::vector<std::string> fields;
    std::vector<std::string> outputs;
    std::string spl = "fillnull=" + spl_quoted(fillnull);
    for (std::size_t i = 0; i <= below(random, 4); ++i) {
      fields.push_back(any_field(random));
      outputs.push_back(std::to_string(i) + any_name(random));
      spl += " values(" + spl_quoted(fields.back()) + ") as " + spl_quoted(outputs.back());
    }
    spl += " by";
    std::vector<std::string> by;
    for (std::size_t i = 0; i <= below(random, 3); ++i) {
      by.push_back("k" + std::to_string(i) + any_field(random));
      spl += ' ' + spl_quoted(by.back());
    }
    const Spawn head(spl);
    ASSERT_FALSE(head.getinfo.error) << *head.getinfo.error << "\n" << spl;

    const auto pipeline = splunkd::split_pipeline(*head.getinfo.streaming_preop);
    ASSERT_EQ(pipeline.size(), 2U) << *head.getinfo.streaming_preop;
    ASSERT_EQ(pipeline[0].name, "fields");
    ASSERT_EQ(pipeline[1].name, "offhoursstats");
    std::vector<std::string> columns;
    for (const std::string& raw : pipeline[0].raw_args) columns.push_back(splunkd::plain_argument(raw));
    for (const std::string& name : *head.getinfo.required_fields) {
      EXPECT_NE(std::ranges::find(columns, name), columns.end()) << name;
    }
    std::vector<std::string> plain;
    for (const std::string& raw : pipeline[1].raw_args) plain.push_back(splunkd::plain_argument(raw));
    std::vector<std::string> expected = {"fillnull=" + fillnull};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      expected.insert(expected.end(), {"values(" + fields[i] + ")", "as", outputs[i]});
    }
    expected.emplace_back("by");
    expected.insert(expected.end(), by.begin(), by.end());
    ASSERT_EQ(plain.size(), expected.size() + 2);
    EXPECT_TRUE(plain[plain.size() - 2].starts_with("digest="));
    EXPECT_EQ(plain.back(), "phase=map");
    plain.resize(expected.size());
    EXPECT_EQ(plain, expected);

    wire::GetInfo info;
    info.raw_args = pipeline[1].raw_args;
    Faults faults;
    const OffhoursStatsOptions options = parse_offhoursstats(tokens_of(info), faults);
    ASSERT_TRUE(faults.empty()) << fault::to_line(faults);
    EXPECT_EQ(options.phase, Phase::map);
    EXPECT_EQ(options.fillnull, fillnull);
    EXPECT_EQ(options.by, by);
    ASSERT_EQ(options.aggregates.size(), fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      EXPECT_EQ(options.aggregates[i].field, fields[i]);
      EXPECT_EQ(options.aggregates[i].output, outputs[i]);
    }
  });
}

TEST(Map, StreamsWithoutFieldsAndWithoutAPreop) {
  const Spawn map(map_arguments("count by user"));
  EXPECT_FALSE(map.getinfo.error);
  EXPECT_EQ(map.getinfo.type, wire::CommandType::streaming);
  EXPECT_FALSE(map.getinfo.required_fields);
  EXPECT_FALSE(map.getinfo.streaming_preop);
}

TEST(Map, AnswersEachFrameByItself) {
  Spawn map(map_arguments("count by k raw=false"));
  const std::string first = map.body("_time,k\n1000000000,a\n1000000000,a\n", false);
  const std::string second = map.body("_time,k\n1000000000,a\n", false);
  EXPECT_NE(first.find(",\"1:a\",\"2:2;\","), std::string::npos) << first;
  EXPECT_NE(second.find(",\"1:a\",\"2:1;\","), std::string::npos) << second;
  EXPECT_EQ(map.body("", false), "");
  EXPECT_EQ(map.body("_time,k\n", true), "");
}

TEST(Map, SendsTheTallyOfAFrameWithoutAGroup) {
  Spawn map(map_arguments("count by user"));
  const std::string partial = map.body("_time,_raw\n,no JSON\n", true);
  EXPECT_EQ(map.messages, "");
  Spawn reduce("count by user");
  EXPECT_EQ(reduce.body(partial + "", false), "");
  EXPECT_EQ(reduce.body(partial, true), "");
  EXPECT_NE(reduce.messages.find("2 events had no usable time"), std::string::npos) << reduce.messages;
  EXPECT_NE(reduce.messages.find("2 events had no JSON object"), std::string::npos) << reduce.messages;
}

TEST(Map, SendsNothingButPlainAscii) {
  Spawn map(map_arguments("values(v) by k raw=false"));
  const std::string sent = map.body("_time,k,v\n1000000000,\"\xFF\n\",\"$é;\"\"\r%\"\n", true);
  EXPECT_EQ(std::ranges::count(sent, '\n'), 2);
  EXPECT_TRUE(std::ranges::all_of(sent, [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7F); })) << sent;
}

TEST(Map, FailsWhereThePolicyOfTheSearchHeadIsMissing) {
  const Spawn map("count digest=\"policy-123\" phase=map");
  ASSERT_TRUE(map.getinfo.error);
  EXPECT_EQ(
      *map.getinfo.error,
      "policy 'offhours' is on the search head and not here: /nowhere/lookups/offhours_schedules.csv is missing; let "
      "the knowledge bundle replicate lookups/");
}

TEST(Map, WarnsWhereThePolicyIsAnother) {
  Spawn map("count raw=false digest=\"none-123\" phase=map");
  const std::string partial = map.body("_time\n1000000000\n", true);
  EXPECT_NE(map.messages.find("This indexer judged events by another policy"), std::string::npos) << map.messages;
  Spawn same("count raw=false");
  same.body(partial, true);
  EXPECT_EQ(same.messages.find("another policy"), std::string::npos) << same.messages;

  std::string foreign = partial;
  foreign.replace(foreign.find(",none,"), 6, ",other,");
  Spawn other("count raw=false");
  other.body(foreign, true);
  EXPECT_NE(other.messages.find("An indexer judged events by another policy"), std::string::npos) << other.messages;
  Spawn again(map_arguments("count raw=false"));
  Spawn mixed("count raw=false");
  mixed.body(again.body(foreign, true), true);
  EXPECT_NE(mixed.messages.find("An indexer judged events by another policy"), std::string::npos) << mixed.messages;
}

TEST(Map, OptionsAreChecked) {
  EXPECT_EQ(*Spawn("count phase=reduce").getinfo.error, "phase 'reduce' is not one of map");
}

const std::string partial_header =
    "offhours_p_version,offhours_p_digest,offhours_p_shape,offhours_p_key,offhours_p_state,offhours_p_tally\n";

// What is broken, newer or a lie is left out as a whole and told; it takes nothing away from what others sent.
TEST(Reduce, LeavesOutPartialResultsThatItCannotUse) {
  const std::string broken = "rows were broken";
  const std::string huge = "9223372036854775809;";
  const struct {
    const char* arguments;
    std::string row;
    std::string why;
  } cases[] = {
      {"count", "2,none,count by 1,1:a,2:1;,",
       "they are of format '2' and this program reads format '1'; install one version of this app on all machines, or "
       "give map=false"},
      {"count", "\"\x1b[2J\n9\",none,count by 1,1:a,2:1;,",
       "they are of format '\\x1b[2J\\x0a9' and this program reads format '1'; install one version of this app on all "
       "machines, or give map=false"},
      {"count", "1,none,dc by 1,1:a,2:1;,",
       "they are of 'dc by 1' where 'count by 1' was asked for, and belong to another search"},
      {"count", "1,none,count by 1,1:a,2:x;,", broken},
      {"count", "1,none,count by 1,1:a,2:1;,x", broken},
      {"count", "1,none,count by 1,9:a,2:1;,", broken},
      {"count", "1,none,count by 1,1:a%,2:1;,", broken},
      {"count", "1,none,count by 1,1:a%4,2:1;,", broken},
      {"count", "1,none,count by 1,1:a,2:1;2:1;,", broken},
      {"count", "1,none,count by 1,1:a1:b,2:1;,", broken},
      {"count", "1,none,count by 1,1:a,20:" + huge + ",", broken},
      {"count", "1,none,count by 1,1:a,21:18446744073709551616;,", broken},
      {"count", "1,none,count by 1,1:a,3:-1;,", broken},
      {"count", "1,none,count by 1,1:a,2:1;,12:without_time" + huge, broken},
      {"count", "1,none,count by 1,1:a,2:1;,14:uncovered in x10000;", broken},
      {"count sum(n)",
       "1,none,count sum by 1,1:a,2:1;"
       "6:1;0;zz,",
       broken},
      {"count sum(n)",
       "1,none,count sum by 1,1:a,2:1;"
       "9:1;9999;1,",
       broken},
      {"count sum(n)",
       "1,none,count sum by 1,1:a,2:1;"
       "9:" +
           huge + "0;1,",
       broken},
      {"count sum(n)", "1,none,count sum by 1,1:a,2:1;1404:1;0;" + std::string(1400, 'f') + ",", broken},
      {"count avg(n)", "1,none,count avg by 1,1:a,2:1;2:1;,", broken},
      {"count dc(n)", "1,none,count dc by 1,1:a,2:1;9:1:x9:abcd,", broken},
      {"count latest(n)", "1,none,count latest by 1,1:a,2:1;8:1:x1:11:1,", broken},
      {"count uploads", "1,none,count uploads by 1,1:a,2:1;9:1:w1;2;1;,", broken},
      {"count images", "1,none,count images by 1,1:a,2:1;5:1:w7;,", broken},
  };
  for (const auto& c : cases) {
    Spawn reduce(std::string(c.arguments) + " by k raw=false keep=all");
    EXPECT_EQ(reduce.body("_time,k\n1000000000,a\n", false), "");
    EXPECT_EQ(reduce.body(partial_header + c.row + "\n", false), "");
    const std::string answer = reduce.body("_time,k\n1000000000,a\n", true);
    EXPECT_EQ(reduce.error, "") << c.row;
    EXPECT_NE(answer.find("\na,2,"), std::string::npos) << c.row << "\n" << answer;
    EXPECT_NE(
        reduce.messages.find("1 row of partial results from indexers could not be used, so that these results are "
                             "not whole: " +
                             c.why + ".\n"),
        std::string::npos)
        << c.row << "\n"
        << reduce.messages;
  }
}

// Each of these is as large as it may be: together they stop there, and what others counted is never wrapped away.
TEST(Reduce, StopsSumsOfLies) {
  Spawn reduce("count sum(n) by k raw=false keep=all");
  const std::string count = "9223372036854775808;";
  const std::string sum = "1;800;" + std::string(32, 'f');
  std::string frame = partial_header;
  for (int i = 0; i < 50; ++i) {
    frame += "1,none,count sum by 1,1:a,20:" + count + std::to_string(sum.size()) + ":" + sum + ",12:without_time" +
             count + "\n";
  }
  (void)reduce.body(frame, false);
  const std::string answer = reduce.body("_time,k,n\n1000000000,a,1\n1000000000,b,2\n", true);
  EXPECT_EQ(reduce.error, "");
  EXPECT_NE(answer.find("\na,9223372036854775809,"), std::string::npos) << answer.substr(0, 300);
  EXPECT_NE(answer.find("\nb,1,2,"), std::string::npos);
  EXPECT_NE(reduce.messages.find("9223372036854775808 events had no usable time"), std::string::npos);
}

TEST(Reduce, ShowsNamesOfIndexersWithoutTheirControlCharacters) {
  Spawn reduce("count by k");
  const std::string name = "uncovered in x\x1b[31m" + std::string(1000, 'y');
  std::string tally;
  for (const char c : std::to_string(name.size()) + ":" + name + "2026;")
    tally += c == '\x1b' ? "%1B" : std::string(1, c);
  (void)reduce.body(partial_header + "1,none,count by 1,,,\"" + tally + "\"\n", true);
  EXPECT_NE(reduce.messages.find("calendar x\\x1b[31myyy"), std::string::npos) << reduce.messages;
  EXPECT_EQ(reduce.messages.find('\x1b'), std::string::npos);
  EXPECT_LT(reduce.messages.size(), 1000U);
}

// Without a map phase no indexer sends partial results: such rows are events without a time.
TEST(Reduce, TakesNoPartialResultsWithoutAMapPhase) {
  Spawn reduce("count map=false raw=false keep=all");
  const std::string answer = reduce.body(partial_header + "1,none,count by 0,,2:7;,\n", true);
  EXPECT_EQ(reduce.error, "");
  EXPECT_EQ(answer, "count,\"__mv_count\"\n0,\n");
  EXPECT_NE(reduce.messages.find("1 event had no usable time"), std::string::npos) << reduce.messages;
}

// Anybody may put such names into an event, and Splunk makes columns of them.
TEST(Reduce, TakesNoEventForPartialResults) {
  const std::string head = "_time,_raw,k,offhours_p_version,offhours_p_state\n";
  for (const char* event :
       {"1000000000,x,a,2,2:1;\n", "1000000000,,a,2,2:1;\n", ",\"{\"\"time\"\":1000000000}\",a,1,x\n"}) {
    Spawn reduce("count by k");
    const std::string answer = reduce.body(head + event, true);
    EXPECT_EQ(reduce.error, "") << event;
    EXPECT_NE(answer.find("\na,1,"), std::string::npos) << answer;
  }
}

// Events that show every way of going wrong.
Table any_events(Random& random) {
  static const std::vector<std::string> raws = {
      R"({"class_uid":6003,"time":1778673600000,"api":{"operation":"PutImage"},"actor":{"user":{"name":"ann"}}})",
      R"({"class_uid":6003,"time":1778706000000,"api":{"operation":"PutImage"},"actor":{"user":{"name":"b\u00e9"}},"v":7})",
      R"({"time":1778706000000,"v":["x","y",3],"k":["p","q"]})",
      R"({"time":"2026-05-13T23:00:00Z","v":1.50,"w":-2e1})",
      R"({"time":1778706000000,"v":"a\nb\u0000c","k":"|\"\\","w":0.1})",
      R"({"time":1778706000000,"v":"cut)",
      R"({"time":0,"k":"later","w":"9007199254740993"})",
      R"({"eventTime":"2026-05-16T12:00:00Z","eventName":"PutImage","k":"p","w":12})",
      "no JSON",
      "",
      "\xFF\xFE{",
  };
  static const std::vector<std::string> times = {"1778673600.000", "1778706000", "1778706000.5", "", "soon", "1e9"};
  Table table{{"_time", "_raw", "k", "v", "host", "offhours_p_version"}, {}};
  for (std::size_t n = below(random, 60); n > 0; --n) {
    splunkd::Cell several;
    for (std::size_t i = below(random, 4); i > 0; --i)
      several.push_back(any_of(random, std::vector<std::string>{"1", "10", "9", "z", "$", "a\nb", "é"}));
    if (several.size() == 1 && several.front().empty()) several.clear();
    const auto one = [](const std::string& text) { return text.empty() ? splunkd::Cell{} : splunkd::Cell{text}; };
    std::string time = any_of(random, times);
    const std::string& raw = any_of(random, raws);
    table.rows.push_back({one(time),
                          one(raw),
                          several,
                          one(one_in(random, 3) ? "v" : ""),
                          {"h" + std::to_string(below(random, 3))},
                          {}});
  }
  return table;
}

std::string any_arguments(Random& random) {
  static const std::vector<std::string> aggregates = {"count",
                                                      "count(v)",
                                                      "dc(v)",
                                                      "min(v)",
                                                      "max(v)",
                                                      "sum(w)",
                                                      "avg(w)",
                                                      "values(v)",
                                                      "earliest(v)",
                                                      "latest(v)",
                                                      "min(_time)",
                                                      "values(off_hours_reason)",
                                                      "values(off_hours_local_time)",
                                                      "max(k)",
                                                      "avg(v)",
                                                      "values(user)"};
  static const std::vector<std::string> by = {
      "", " by k", " by user host", " by k v", " by off_hours_reason k", " by missing"};
  static const std::vector<std::string> options = {"",
                                                   " keep=all",
                                                   " keep=on",
                                                   " operation=PutImage",
                                                   " fillnull=\"\"",
                                                   " fillnull=\"a|b\"",
                                                   " time_zone=Asia/Tokyo days=sun-thu hours=\"22:00-06:00\"",
                                                   " time=_time",
                                                   " raw=false"};
  std::string arguments;
  const std::size_t first = below(random, aggregates.size());
  for (std::size_t i = 0; i <= below(random, 8); ++i) arguments += " " + aggregates[(first + i) % aggregates.size()];
  arguments += any_of(random, by) + any_of(random, options);
  const std::string other = any_of(random, options);
  if (arguments.find(other.substr(0, other.find('='))) == std::string::npos) arguments += other;
  return arguments + " maxmem=1";
}

std::vector<Table> cut(const Table& table, Random& random) {
  std::vector<Table> frames;
  for (std::size_t at = 0; at < table.rows.size();) {
    const std::size_t end = std::min(table.rows.size(), at + 1 + below(random, 9));
    Table& frame = frames.emplace_back();
    frame.columns = table.columns;
    frame.rows.assign(table.rows.begin() + static_cast<std::ptrdiff_t>(at),
                      table.rows.begin() + static_cast<std::ptrdiff_t>(end));
    at = end;
  }
  return frames;
}

// Events and partial results in any mix, order and number of frames, mapped once or twice: the answer of one pass.
TEST(Law, AnySplitGivesTheAnswerOfOnePass) {
  run_trials("splits of a search", std::chrono::milliseconds(3000), [](Random& random) {
    const Table events = any_events(random);
    const std::string arguments = any_arguments(random);
    SCOPED_TRACE(arguments);
    Spawn one(arguments);
    ASSERT_FALSE(one.getinfo.error) << *one.getinfo.error;
    const std::string expected = one.body(splunkd::to_csv(events), true);

    Table shuffled = events;
    std::shuffle(shuffled.rows.begin(), shuffled.rows.end(), random);
    const std::string map_args = map_arguments(arguments);
    std::vector<std::string> bodies;
    for (const Table& frame : cut(shuffled, random)) {
      std::string body = splunkd::to_csv(frame);
      for (std::size_t times = below(random, 3); times > 0; --times) {
        Spawn map(map_args);
        body = map.body(body, one_in(random, 2));
        ASSERT_EQ(map.error, "");
      }
      bodies.push_back(std::move(body));
    }
    std::shuffle(bodies.begin(), bodies.end(), random);
    Spawn reduce(arguments);
    for (const std::string& body : bodies) {
      ASSERT_EQ(reduce.body(body, false), "");
      ASSERT_EQ(reduce.error, "");
    }
    EXPECT_EQ(reduce.body("", true), expected);
    EXPECT_EQ(reduce.error, "");
    EXPECT_EQ(reduce.messages, one.messages);
  });
}

class BeyondMemory : public testing::Test {
 protected:
  // Events in many groups, of keys of about a hundred bytes.
  static std::string frame(std::size_t from, std::size_t to, std::size_t groups) {
    std::string body = "_time,k,v\n";
    for (std::size_t i = from; i < to; ++i) {
      body += "1000000000,\"" + std::string(90, 'k') + "-" + std::to_string(i * 7919 % groups) + "\"," +
              std::to_string(i % 100) + "\n";
    }
    return body;
  }
  static constexpr const char* arguments = "count sum(v) values(v) by k raw=false";
};

TEST_F(BeyondMemory, TheAnswerIsTheSameAndNothingIsLeft) {
  const std::string folder = testing::TempDir() + "offhours_beyond_" + std::to_string(::getpid());
  std::filesystem::create_directory(folder);
  Spawn wide(arguments);
  Spawn narrow(std::string(arguments) + " maxmem=1", folder);
  for (std::size_t at = 0; at < 60000; at += 10000) {
    const std::string body = frame(at, at + 10000, 20000);
    ASSERT_EQ(wide.body(body, false), "");
    ASSERT_EQ(narrow.body(body, false), "");
    ASSERT_EQ(narrow.error, "");
    EXPECT_TRUE(std::filesystem::is_empty(folder));
  }
  const std::string expected = wide.body("", true);
  EXPECT_EQ(std::ranges::count(expected, '\n'), 20001);
  EXPECT_TRUE(narrow.body("", true) == expected);
  EXPECT_EQ(narrow.error, "");
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove(folder);
}

TEST_F(BeyondMemory, AMapPhaseAnswersInParts) {
  Spawn map(splunkd::split_arguments(map_arguments(std::string(arguments) + " maxmem=1")), testing::TempDir());
  const std::string partials = map.body(frame(0, 30000, 30000), true);
  EXPECT_EQ(map.error, "");
  Spawn reduce(arguments);
  reduce.body(partials, false);
  Spawn one(arguments);
  EXPECT_TRUE(reduce.body("", true) == one.body(frame(0, 30000, 30000), true));
}

TEST_F(BeyondMemory, NoDispatchDirectoryIsOneError) {
  Spawn narrow(std::string(arguments) + " maxmem=1", "/not/there");
  narrow.body(frame(0, 30000, 30000), false);
  EXPECT_EQ(
      narrow.error,
      "dispatch directory '/not/there' cannot hold what does not fit in maxmem=1 MB: No such file or directory; make "
      "room there, give a larger maxmem, or group by fewer fields");
}

TEST_F(BeyondMemory, AFullDiskIsOneError) {
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{100000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  Spawn narrow(std::string(arguments) + " maxmem=1", testing::TempDir());
  narrow.body(frame(0, 30000, 30000), false);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_NE(narrow.error.find("cannot hold what does not fit in maxmem=1 MB: File too large; make room there"),
            std::string::npos)
      << narrow.error;
}

TEST_F(BeyondMemory, ALargeReplyComesFromAFile) {
  const std::string folder = testing::TempDir();
  Spawn spawn(arguments, folder);
  ASSERT_EQ(spawn.body(frame(0, 100000, 100000), false), "");
  const wire::ExecuteReply reply = spawn.execute("", true);
  ASSERT_TRUE(reply.body_file);
  EXPECT_GT(reply.body_file->bytes, 10000000U);
}

// One way makes keys of single values without a zero byte, another all other keys: both must mean the same group.
TEST(Rows, AreGroupedByTheBytesOfTheirCells) {
  using Cells = std::vector<std::string>;
  const std::string zero(1, '\0');
  const std::vector<Cells> kinds = {
      {"a", "b"}, {"a" + zero, "b"}, {"a", zero + "b"}, {"a" + zero + "b", "c"},         {"a", "ab"}, {"aa", "b"},
      {"", "b"},  {"a", ""},         {"a\1", "b"},      {"a" + zero + zero, "\1" + zero}};
  run_trials("keys", std::chrono::milliseconds(200), [&](Random& random) {
    std::string body = "_time,k,host,__mv_k\n";
    std::map<Cells, int> expected;
    for (std::size_t n = 1 + below(random, 60); n > 0; --n) {
      const Cells& cells = one_in(random, 2) ? kinds[0] : any_of(random, kinds);
      const bool twice = one_in(random, 4);
      body += "1756000000,\"" + cells[0] + "\",\"" + cells[1] + "\",";
      if (twice) body += "\"$" + cells[0] + "$;$x$\"";
      body += '\n';
      const auto shown = [](const std::string& cell) { return cell.empty() ? "0" : cell; };
      ++expected[{shown(cells[0]), shown(cells[1])}];
      if (!twice) continue;
      if (cells[0].empty()) --expected[{"0", shown(cells[1])}];
      ++expected[{"x", shown(cells[1])}];
    }
    std::erase_if(expected, [](const auto& group) { return group.second == 0; });
    Spawn spawn("count by k host keep=all schedule=always map=false");
    std::map<Cells, int> counted;
    for (const Cells& cells : read_table(spawn.body(body, true)).rows) {
      counted[{cells[0], cells[1]}] = std::stoi(cells[2]);
    }
    ASSERT_EQ(counted, expected) << testing::PrintToString(body);
  });
}

TEST(Rows, MoreThanSplunkKeepsAreToldOnce) {
  Spawn spawn("count by k raw=false");
  std::string body = "_time,k\n";
  for (int i = 0; i < 50001; ++i) body += "1000000000," + std::to_string(i) + "\n";
  const std::string answer = spawn.body(body, true);
  EXPECT_EQ(std::ranges::count(answer, '\n'), 50002);
  EXPECT_NE(spawn.messages.find("50001 groups were found, more than the 50000 rows"), std::string::npos)
      << spawn.messages;
}

}  // namespace
}  // namespace offhours::test
