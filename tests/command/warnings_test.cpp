// What a WARN says of one event and of two: numbers, nouns and verbs agree.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <regex>

#include "command/in_process.hpp"

namespace offhours::test {
namespace {

constexpr const char* saturday = R"({"time":1778932800000,"api":{"operation":"PutImage"}})";

struct Case {
  const char* command;
  const char* arguments;
  const char* event;  // as often as there are events
  const char* of_one;
  const char* of_two;
};

constexpr Case cases[] = {
    {"offhours", "schedule=default", R"({"a":1})",
     "1 event had no usable time and was passed on with the reason no_time.",
     "2 events had no usable time and were passed on with the reason no_time."},
    {"offhours", "schedule=default keep=off", R"({"a":1})",
     "1 event had no usable time and was dropped, since it is neither on nor off hours.",
     "2 events had no usable time and were dropped, since they are neither on nor off hours."},
    {"offhoursstats", "schedule=default count", R"({"a":1})", "1 event had no usable time and was left out.",
     "2 events had no usable time and were left out."},
    {"offhours", "schedule=default", "no object",
     "1 event had no JSON object in _raw and could be judged by _time alone. If Splunk has extracted its fields, use "
     "raw=false.",
     "2 events had no JSON object in _raw and could be judged by _time alone. If Splunk has extracted their fields, "
     "use raw=false."},
    {"offhours", "schedule=default", R"({"time":1778932800000,"api":{"ope)",
     "1 event had a _raw that was cut short or broken; what came before that point was used. Set TRUNCATE = 0 in "
     "props.conf for its sourcetype, so that Splunk cuts nothing.",
     "2 events had a _raw that was cut short or broken; what came before that point was used. Set TRUNCATE = 0 in "
     "props.conf for their sourcetype, so that Splunk cuts nothing."},
    {"offhours", "schedule=default operation=PutImage", "no object",
     "1 event holds no operation that could be read, and operation or service left it out. What collectors wrap round "
     "an event is undone only where its form is known; if Splunk has extracted the fields, use raw=false.",
     "2 events hold no operation that could be read, and operation or service left them out. What collectors wrap "
     "round an event is undone only where its form is known; if Splunk has extracted the fields, use raw=false."},
    {"offhours", "schedule=default", saturday, nullptr, nullptr},
};

std::vector<std::string> warnings_of(const Case& c, std::size_t events) {
  const std::vector<std::string> raw(events, c.event);
  return run_command("/nowhere", c.command, c.arguments, raw_events(raw)).warnings;
}

TEST(Warnings, AgreeWithTheirNumbers) {
  for (const Case& c : cases) {
    for (const auto& [events, sentence] : {std::pair{1, c.of_one}, {2, c.of_two}}) {
      const std::vector<std::string> warnings = warnings_of(c, static_cast<std::size_t>(events));
      if (sentence == nullptr) {
        EXPECT_TRUE(warnings.empty()) << testing::PrintToString(warnings);
      } else {
        EXPECT_NE(std::ranges::find(warnings, sentence), warnings.end())
            << sentence << testing::PrintToString(warnings);
      }
      for (const std::string& warning : warnings) {
        EXPECT_FALSE(
            std::regex_search(warning, std::regex(R"(\b1 [a-z]+s\b|\b[02-9] (event|row|group|cell|column)\b)")))
            << warning;
      }
    }
  }
}

TEST(Warnings, OfRowsThatAreTooWide) {
  for (const auto& [rows, words] : {std::pair{1, "1 event had more cells"}, {2, "2 events had more cells"}}) {
    InProcess search("offhours", "schedule=default");
    std::string body = "_raw\n";
    for (int i = 0; i < rows; ++i) body += "x,y\n";
    (void)search.body(body, true);
    EXPECT_NE(search.messages.find(words), std::string::npos) << search.messages;
  }
}

TEST(Warnings, OfMoreGroupsThanAreKept) {
  InProcess::Places places;
  places.max_result_rows = 1;
  InProcess search("offhoursstats", "schedule=never count by x", places);
  (void)search.body("_time,x\n1778932800,a\n1778932800,b\n", true);
  EXPECT_NE(search.messages.find("2 groups were found, more than the 1 row that Splunk keeps"), std::string::npos)
      << search.messages;
}

// By a zone that no other test has loaded.
TEST(ZoneFolder, ThatIsNotThereIsTold) {
  ::setenv("OFFHOURS_ZONEINFO", "/nowhere/zoneinfo", 1);
  const Outcome outcome = run_command("/nowhere", "offhours",
                                      "time_zone=Pacific/Chatham days=mon-fri hours=08:00-18:00", raw_events({"{}"}));
  ::unsetenv("OFFHOURS_ZONEINFO");
  EXPECT_EQ(outcome.error,
            "time_zone 'Pacific/Chatham' is not an IANA time zone in /nowhere/zoneinfo, where OFFHOURS_ZONEINFO looks: "
            "there is "
            "no such folder");
}

}  // namespace
}  // namespace offhours::test
