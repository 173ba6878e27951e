#include "wire/metadata.hpp"

#include <gtest/gtest.h>

namespace offhours::test {
namespace {

using namespace wire;

TEST(Request, GetinfoIsReadWhateverTheTypesAndTheOrder) {
  const auto request =
      parse_request(R"({"preview":true,"new_key":{"x":[1]},"searchinfo":{"sid":"tmp","earliest_time":1599084000.0,
      "latest_time":"0","args":["a=b c"],"raw_args":["a=\"b c\""],"command":"offhours","maxresultrows":50000,
      "dispatch_dir":"","session_key":"secret","search":"litsearch%20index%3D%22%C3%BC%22%zz%"},"action":"getinfo"})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->action, Request::Action::getinfo);
  EXPECT_TRUE(request->info.preview);
  EXPECT_EQ(request->info.command, "offhours");
  EXPECT_EQ(request->info.sid, "tmp");
  EXPECT_EQ(request->info.args, std::vector<std::string>{"a=b c"});
  EXPECT_EQ(request->info.raw_args, std::vector<std::string>{"a=\"b c\""});
  EXPECT_EQ(request->info.search, "litsearch index=\"\xC3\xBC\"%zz%");
  EXPECT_EQ(request->info.max_result_rows, 50000);
}

TEST(Request, MaxresultrowsMayBeTextOrAbsentOrNonsense) {
  const struct {
    const char* json;
    std::int64_t rows;
  } cases[] = {{R"({"action":"getinfo","searchinfo":{"maxresultrows":"1000"}})", 1000},
               {R"({"action":"getinfo","searchinfo":{}})", 50000},
               {R"({"action":"getinfo"})", 50000},
               {R"({"action":"getinfo","searchinfo":{"maxresultrows":"many"}})", 50000},
               {R"({"action":"getinfo","searchinfo":{"maxresultrows":-1}})", 50000}};
  for (const auto& c : cases) {
    const auto request = parse_request(c.json);
    ASSERT_TRUE(request) << c.json;
    EXPECT_EQ(request->info.max_result_rows, c.rows) << c.json;
  }
}

TEST(Request, ExecuteIsFinishedOrNot) {
  EXPECT_TRUE(parse_request(R"({"action":"execute","finished":true})")->finished);
  EXPECT_FALSE(parse_request(R"({"action":"execute","finished":false})")->finished);
  EXPECT_FALSE(parse_request(R"({ "action": "execute" })")->finished);
}

TEST(Request, AnythingElseIsNone) {
  for (const char* json :
       {"", "{", "[]", "null", "{}", R"({"action":"dance"})", R"({"action":5})", "{\"action\":\"execute\"} x"}) {
    EXPECT_FALSE(parse_request(json)) << json;
  }
}

TEST(Reply, GetinfoHasOnlyKnownKeys) {
  GetInfoReply reply;
  reply.type = CommandType::streaming;
  reply.required_fields = {"_raw", "a \"b\"", "\xFF"};
  EXPECT_EQ(
      to_json(reply),
      "{\"type\":\"streaming\",\"required_fields\":[\"_raw\",\"a \\\"b\\\"\",\"\xEF\xBF\xBD\"],\"finished\":false}");
  GetInfoReply reporting;
  reporting.type = CommandType::reporting;
  reporting.streaming_preop = "fields a | x";
  EXPECT_EQ(to_json(reporting), R"({"type":"reporting","streaming_preop":"fields a | x","finished":false})");
  GetInfoReply generating;
  generating.type = CommandType::stateful;
  generating.generating = true;
  EXPECT_EQ(to_json(generating), R"({"type":"stateful","generating":true,"finished":false})");
}

// splunkd stops reading at `error`: what comes after it is lost.
TEST(Reply, MessagesComeBeforeTheErrorAndTheErrorIsLast) {
  GetInfoReply reply;
  reply.messages = {{Level::error, "no"}};
  reply.error = "no";
  EXPECT_EQ(to_json(reply), R"({"inspector":{"messages":[["ERROR","no"]]},"finished":true,"error":"no"})");
  ExecuteReply execute;
  execute.messages = {{Level::warn, "w"}};
  execute.error = "no";
  EXPECT_EQ(to_json(execute), R"({"inspector":{"messages":[["WARN","w"]]},"finished":true,"error":"no"})");
}

// splunkd drops a text that it has had already.
TEST(Reply, MessageTextsDiffer) {
  ExecuteReply reply;
  reply.messages = {{Level::warn, "same"}, {Level::info, "same"}, {Level::debug, "same"}};
  EXPECT_EQ(
      to_json(reply),
      R"j({"inspector":{"messages":[["WARN","same"],["INFO","same (2)"],["DEBUG","same (3)"]]},"finished":false})j");
}

TEST(Utf8, BytesThatBelongToNoSequenceAreReplaced) {
  const struct {
    const char* bytes;
    const char* text;
  } cases[] = {{"plain", "plain"},
               {"\xC3\xBC\xE0\xB8\x97\xF0\x9F\x90\xB3", "\xC3\xBC\xE0\xB8\x97\xF0\x9F\x90\xB3"},
               {"\xD4", "\xEF\xBF\xBD"},
               {"a\xC0\x80z", "a\xEF\xBF\xBD\xEF\xBF\xBDz"},
               {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
               {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
               {"\xE0\xB8", "\xEF\xBF\xBD\xEF\xBF\xBD"}};
  for (const auto& c : cases) EXPECT_EQ(to_utf8(c.bytes), c.text);
}

TEST(Metadata, BlanksTheSessionKeyAndNothingElse) {
  const struct {
    std::string json;
    std::string blanked;
  } cases[] = {
      {R"({"searchinfo":{"session_key":"k3y^_Q","sid":"1"}})", R"({"searchinfo":{"session_key":"xxxxxx","sid":"1"}})"},
      {R"({"session_key" : "a\"b\\","x":"y"})", R"({"session_key" : "xxxxxx","x":"y"})"},
      {R"({"a":["session_key","b"],"search":"\"session_key\":\"z\""})",
       R"({"a":["session_key","b"],"search":"\"session_key\":\"z\""})"},
      {R"({"session_key":null,"session_key":"k"})", R"({"session_key":null,"session_key":"x"})"},
      {R"({"session_key":"cut)", R"({"session_key":"xxx)"},
      {R"({"session_key":"cut\)", R"({"session_key":"xxxx)"},
      {R"({"session_key")", R"({"session_key")"},
      {R"({"session_key":)", R"({"session_key":)"},
      {R"({"sid":"1"})", R"({"sid":"1"})"},
      {"", ""},
  };
  for (const auto& c : cases) {
    std::string json = c.json;
    blank_session_key(json);
    EXPECT_EQ(json, c.blanked);
  }
}

}  // namespace
}  // namespace offhours::test
