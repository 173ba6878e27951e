// Unknown is not "no": an event that was cut, wherever that was, is never lost to a filter and never told under another
// source's value.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "command/in_process.hpp"
#include "samples.hpp"

namespace offhours::test {
namespace {

const std::vector<std::string> by = {"user",           "user_name",      "user_role",      "user_type",
                                     "action",         "dest",           "user_agent",     "src",
                                     "vendor_account", "vendor_product", "vendor_region",  "status",
                                     "error",          "event_id",       "image_registry", "image_repository",
                                     "image_tag",      "image_digest",   "api.request.uid"};

std::string question() {
  std::string text = "keep=all time=_time operation=PutImage service=ecr*.amazonaws.com count by host";
  for (const std::string& name : by) text += " " + name;
  return text;
}

// Events with a column that tells which is which.
TextTable numbered(const std::vector<std::string>& events) {
  TextTable table{{"_raw", "_time", "host"}, {}};
  for (std::size_t i = 0; i < events.size(); ++i) {
    table.rows.push_back({events[i], "1778673600", std::to_string(100000 + i)});
  }
  return table;
}

// Where the event may be cut: everywhere where that is little, else at so many places.
std::vector<std::string> cuts_of(const std::string& event) {
  std::vector<std::string> cuts;
  const std::size_t step = event.size() / 700 + 1;
  for (std::size_t size = 1; size < event.size(); size += step) cuts.push_back(event.substr(0, size));
  return cuts;
}

TEST(Unreadable, NoCutLosesAnEventOrGivesItAnotherSourcesValue) {
  std::size_t tried = 0;
  for (const std::string& event : samples()) {
    const auto truth = run_command("/nowhere", "offhoursstats", question(), numbered({event}));
    if (truth.table.rows.size() != 1) continue;  // another operation, or cut already
    const std::vector<std::string> cuts = cuts_of(event);
    const auto seen = run_command("/nowhere", "offhoursstats", question(), numbered(cuts));
    ASSERT_EQ(seen.error, "");
    ASSERT_EQ(seen.table.rows.size(), cuts.size()) << "an event was lost: " << event.substr(0, 200);
    for (std::size_t row = 0; row < cuts.size(); ++row) {
      for (std::size_t name = 0; name < by.size(); ++name) {
        const std::string& value = seen.table.rows[row][name + 1];
        if (value == "unreadable") continue;
        ASSERT_EQ(value, truth.table.rows[0][name + 1])
            << by[name] << " of " << event.substr(0, 120) << "… cut at ."
            << cuts[row].substr(cuts[row].size() - std::min<std::size_t>(60, cuts[row].size()));
      }
    }
    tried += cuts.size();
  }
  EXPECT_GT(tried, 2000U);
}

TEST(Unreadable, WhatWasReadCountsAndWhatWasPassedIsAbsent) {
  const std::string start = R"({"class_uid":6003,"metadata":{"version":"1.1.0"},"time":1778673600000,)";
  struct Case {
    std::string event;
    std::string name;
    std::string value;
  };
  for (const auto& [event, name, value] : std::vector<Case>{
           {start + R"("api":{"operation":"PutImage","service":{"name":"ecr.amazonaws.com"}},"x":)", "action",
            "PutImage"},
           {start + R"("api":{"operation":"PutImage","service":{"name":"ecr.amazonaws.com"}},"x":)", "dest",
            "ecr.amazonaws.com"},
           {start + R"("api":{"operation":"PutImage","service":{}},"x":)", "dest", "0"},
           {start + R"("api":{"operation":"PutImage","se)", "dest", "unreadable"},
           {start + R"("api":{"operation":"PutImage"},"cloud":{"region":"eu-)", "vendor_region", "unreadable"},
           {start + R"("api":{"operation":"PutImage"},"cloud":{"region":"eu-west-1"},)", "vendor_region", "eu-west-1"},
           {start + R"("api":{"operation":"PutImage"},"cloud":{},)", "vendor_region", "0"},
           {start + R"("api":{"operation":"PutImage"},)", "some.path", "unreadable"},
           {start + R"("api":{"operation":"PutImage"},"some":{},)", "some.path", "0"},
       }) {
    const auto seen =
        run_command("/nowhere", "offhoursstats", "keep=all operation=PutImage count by " + name, raw_events({event}));
    ASSERT_EQ(seen.table.rows.size(), 1U) << event;
    EXPECT_EQ(seen.table.rows[0][0], value) << name << " of " << event;
  }
}

TEST(Unreadable, AnEventWhoseOperationWasReadIsRuledOutAsEver) {
  const auto seen =
      run_command("/nowhere", "offhoursstats", "keep=all operation=PutImage count",
                  raw_events({R"({"class_uid":6003,"time":1778673600000,"api":{"operation":"GetImage","x":)"}));
  ASSERT_EQ(seen.table.rows.size(), 1U);
  EXPECT_EQ(seen.table.rows[0][0], "0");
}

TEST(Unreadable, TheRowSaysSoAndTheWarnNamesTheMend) {
  const auto seen = run_command("/nowhere", "offhours", "operation=PutImage keep=off fields=image_request",
                                raw_events({R"({"class_uid":6003,"time":1778940000000,"api":{"response":{"x":)"}));
  ASSERT_EQ(seen.table.rows.size(), 1U);
  EXPECT_EQ(seen.table.column("image_request"), std::vector<std::string>{"truncated"});
  std::string told;
  for (const std::string& warning : seen.warnings) told += warning + "\n";
  EXPECT_NE(told.find("TRUNCATE = 0"), std::string::npos) << told;
  EXPECT_NE(told.find("It was kept though the operation"), std::string::npos) << told;
}

// A repository or a tag may be called `null`; JSON's null is none.
TEST(NullAsAName, IsAValueWhereSomebodyGaveIt) {
  struct Case {
    std::string request;
    std::string repository;
    std::string tag;
  };
  for (const auto& [request, repository, tag] : std::vector<Case>{
           {R"({"repositoryName":"null","imageTag":"null"})", "null", "null"},
           {R"({"repositoryName":"a","imageTag":null})", "a", "0"},
           {R"({"repositoryName":"","imageTag":""})", "0", "0"},
       }) {
    const std::string cloudtrail =
        R"({"eventVersion":"1.08","eventName":"PutImage","eventTime":"2026-05-16T10:00:00Z","requestParameters":)" +
        request + "}";
    std::string quoted;
    for (const char c : request) quoted += c == '"' ? std::string("\\\"") : std::string(1, c);
    const std::string ocsf =
        R"({"class_uid":6003,"metadata":{"version":"1.1.0"},"time":1778940000000,"api":{"operation":"PutImage","request":{"data":")" +
        quoted + "\"}}}";
    for (const std::string& event : {cloudtrail, ocsf}) {
      const auto seen =
          run_command("/nowhere", "offhoursstats", "count by image_repository image_tag", raw_events({event}));
      ASSERT_EQ(seen.table.rows.size(), 1U) << event;
      EXPECT_EQ(seen.table.rows[0][0], repository) << event;
      EXPECT_EQ(seen.table.rows[0][1], tag) << event;
    }
  }
}

}  // namespace
}  // namespace offhours::test
