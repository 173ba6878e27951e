// The program as splunkd runs it.
#include "command/program.hpp"

#include <gtest/gtest.h>

namespace offhours::test {
namespace {

using splunkd::SearchResult;
using splunkd::Table;

constexpr std::string_view aggregates =
    "count dc(image_digest) as images min(_time) as firstTime max(_time) as lastTime values(off_hours_reason) as "
    "off_hours_reason "
    "values(off_hours_detail) as off_hours_detail values(image_repository) as image_repository";
constexpr std::string_view by =
    " by user user_name action dest user_agent src vendor_account vendor_product vendor_region status";

std::string detection() {
  return "operation=PutImage service=\"ecr*.amazonaws.com\" " + std::string(aggregates) + std::string(by);
}

void expect_clean(const SearchResult& result) {
  EXPECT_EQ(joined(result.violations), "");
  EXPECT_EQ(result.error, "");
}

std::vector<std::string> column(const Table& table, std::string_view name) {
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < table.rows.size(); ++row) texts.push_back(table.text(row, name));
  return texts;
}

TEST(MustBeSeen, EachOfTheHiddenUploadsIsAFinding) {
  const struct {
    const char* sample;
    const char* user_name;
    const char* account;
    const char* repository;
    const char* reason;
  } cases[] = {
      {"ocsf_1.1.0_saturday_10h", nullptr, nullptr, nullptr, "day_off"},
      {"ocsf_1.1.0_9kb_event_tuesday_night", nullptr, nullptr, nullptr, "after_hours"},
      {"ocsf_rc2_iam_user_tuesday_night", nullptr, nullptr, nullptr, "after_hours"},
  };
  for (const auto& c : cases) {
    const auto events = samples(c.sample);
    ASSERT_EQ(events.size(), 1U) << c.sample;
    const SearchResult result = search("offhoursstats", detection(), as_events(events));
    expect_clean(result);
    ASSERT_EQ(result.table.rows.size(), 1U) << c.sample;
    const Table& table = result.table;
    EXPECT_EQ(table.text(0, "off_hours_reason"), c.reason) << c.sample;
    EXPECT_TRUE(table.text(0, "user").starts_with("arn:aws:")) << table.text(0, "user");
    EXPECT_EQ(table.text(0, "vendor_account"), "111122223333") << c.sample;
    EXPECT_EQ(table.text(0, "src"), "AWS Internal") << c.sample;
    EXPECT_NE(table.text(0, "user_name"), "0") << c.sample;
    EXPECT_NE(table.text(0, "image_repository"), "") << c.sample;
  }
  EXPECT_GT(samples("9kb_event").front().size(), 9000U);
}

TEST(MustBeSeen, WhatIsInWorkingHoursOrAnotherOperationIsNone) {
  for (const char* part : {"in_hours_", "other_operation_"}) {
    const SearchResult result = search("offhoursstats", detection(), as_events(samples(part)));
    expect_clean(result);
    EXPECT_TRUE(result.table.rows.empty()) << part;
  }
}

// The published detection's own BY list: fields that no event has must not drop rows.
TEST(MustBeSeen, ThePublishedByListKeepsEveryEvent) {
  const std::string published =
      "operation=PutImage count min(_time) as firstTime max(_time) as lastTime BY actor.user.uid api.operation "
      "api.service.name "
      "http_request.user_agent src_endpoint.ip actor.user.account.uid cloud.provider cloud.region api.request.data "
      "bucketName";
  const auto events = samples();
  const SearchResult result = search("offhoursstats", published + " keep=all", as_events(events));
  expect_clean(result);
  const auto uploads = std::ranges::count_if(events, [](const std::string& event) {
    return event.find("\"operation\":\"PutImage\"") != std::string::npos ||
           event.find("\"eventName\":\"PutImage\"") != std::string::npos;
  });
  std::int64_t counted = 0;
  for (const std::string& count : column(result.table, "count")) counted += std::stoll(count);
  EXPECT_EQ(counted, uploads);
  // Of the events that were cut nobody knows.
  for (const std::string& text : column(result.table, "bucketName")) {
    EXPECT_TRUE(text == "0" || text == "unreadable") << text;
  }
}

TEST(Detect, GroupsAndAggregates) {
  const Table events{{"_time", "u", "n", "_raw"},
                     {{{"1778706000"}, {"a", "b"}, {"1.0"}, {}},
                      {{"1778706001.5"}, {"a"}, {"2"}, {}},
                      {{"1778706002"}, {}, {"x", "10"}, {}},
                      {{"1778673600"}, {"working"}, {"5"}, {}}}};
  const SearchResult result = search("offhoursstats",
                                     "raw=false count count(n) as n_count dc(n) sum(n) avg(n) min(n) max(n) values(n) "
                                     "earliest(n) latest(n) min(_time) as first by u",
                                     events);
  expect_clean(result);
  const std::vector<std::string> columns = {"u",      "count",  "n_count",   "dc(n)",       "sum(n)",    "avg(n)",
                                            "min(n)", "max(n)", "values(n)", "earliest(n)", "latest(n)", "first"};
  EXPECT_EQ(result.table.columns, columns);
  ASSERT_EQ(result.table.rows.size(), 3U);
  const std::vector<std::vector<std::string>> expected = {
      {"0", "1", "2", "2", "10", "10", "10", "x", "10\nx", "10", "x", "1778706002"},
      {"a", "2", "2", "2", "3", "1.5", "1.0", "2", "1.0\n2", "1.0", "2", "1778706000"},
      {"b", "1", "1", "1", "1", "1", "1.0", "1.0", "1.0", "1.0", "1.0", "1778706000"}};
  for (std::size_t row = 0; row < expected.size(); ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      EXPECT_EQ(result.table.text(row, columns[i]), expected[row][i]) << columns[i];
  }
}

TEST(Detect, WithoutByAndWithoutEventsGivesOneRow) {
  const SearchResult one = search("offhoursstats", "count min(x) values(y)", as_events({}));
  expect_clean(one);
  ASSERT_EQ(one.table.rows.size(), 1U);
  EXPECT_EQ(one.table.text(0, "count"), "0");
  EXPECT_EQ(one.table.text(0, "min(x)"), "");
  const SearchResult none = search("offhoursstats", "count by user", as_events({}));
  expect_clean(none);
  EXPECT_TRUE(none.table.rows.empty());
}

TEST(Detect, CrossesMultivalueGroupFields) {
  const Table events{{"_time", "a", "b"}, {{{"1778706000"}, {"1", "2", "1"}, {"x", "y"}}}};
  const SearchResult result = search("offhoursstats", "raw=f count by a b", events);
  expect_clean(result);
  EXPECT_EQ(column(result.table, "a"), (std::vector<std::string>{"1", "1", "2", "2"}));
  EXPECT_EQ(column(result.table, "b"), (std::vector<std::string>{"x", "y", "x", "y"}));
  EXPECT_EQ(column(result.table, "count"), (std::vector<std::string>{"1", "1", "1", "1"}));
}

TEST(Detect, IsTheSameForAnyFrames) {
  const Table events = as_events(samples());
  const SearchResult whole = search("offhoursstats", detection() + " image_tag fillnull=none", events);
  expect_clean(whole);
  EXPECT_GT(whole.table.rows.size(), 5U);
  for (const std::vector<std::size_t>& frames : {std::vector<std::size_t>{1}, {2, 0, 5}, {1, 100}}) {
    auto cut = setup("offhoursstats", detection() + " image_tag fillnull=none");
    cut.frame_rows = frames;
    cut.last_frame = splunkd::LastFrame::no_body;
    const SearchResult result = run_search(cut, events);
    expect_clean(result);
    EXPECT_EQ(splunkd::to_csv(result.table), splunkd::to_csv(whole.table));
  }
}

TEST(Detect, WarnsOfMoreGroupsThanSplunkKeeps) {
  std::vector<std::string> raw;
  for (int i = 0; i < 30; ++i) raw.push_back("{\"time\":1778706000000,\"k\":\"" + std::to_string(i) + "\"}");
  auto limited = setup("offhoursstats", "count by k");
  limited.info.maxresultrows = 10;
  const SearchResult result = run_search(limited, as_events(raw));
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.table.rows.size(), 30U);
  EXPECT_NE(warnings(result.messages).find("30 groups were found, more than the 10 rows"), std::string::npos);
}

TEST(Detect, FailsWithOneClearErrorOverItsMemory) {
  std::vector<std::string> raw;
  for (int i = 0; i < 60; ++i) {
    raw.push_back("{\"time\":1778706000000,\"k\":\"" + std::to_string(i) + std::string(40000, 'x') + "\"}");
  }
  const SearchResult result = search("offhoursstats", "count by k maxmem=1", as_events(raw));
  EXPECT_NE(result.error.find("maxmem=1 MB"), std::string::npos) << result.error;
}

TEST(Annotate, WritesTheVerdictIntoEveryRow) {
  const SearchResult result =
      search("offhours", "fields=\"user_name image_repository\"", as_events(samples("ocsf_1.1.0_saturday_10h")));
  expect_clean(result);
  ASSERT_EQ(result.table.rows.size(), 1U);
  const Table& table = result.table;
  EXPECT_EQ(table.text(0, "off_hours"), "1");
  EXPECT_EQ(table.text(0, "off_hours_reason"), "day_off");
  EXPECT_EQ(table.text(0, "off_hours_schedule"), "default");
  EXPECT_EQ(table.text(0, "off_hours_time_zone"), "UTC");
  EXPECT_TRUE(table.text(0, "off_hours_local_time").ends_with("T10:00:00+00:00"))
      << table.text(0, "off_hours_local_time");
  EXPECT_TRUE(table.text(0, "off_hours_detail").starts_with("Sat ")) << table.text(0, "off_hours_detail");
  EXPECT_NE(table.text(0, "user_name"), "");
  EXPECT_NE(table.text(0, "image_repository"), "");
  EXPECT_EQ(table.text(0, "sourcetype"), "aws:asl") << "a field that was withheld";
}

TEST(Annotate, KeepsWhatIsAskedFor) {
  const std::vector<std::string> raw = {R"({"api":{"operation":"PutImage"},"time":1778706000000})",
                                        R"({"api":{"operation":"PutImage"},"time":1778673600000})",
                                        R"({"api":{"operation":"GetObject"},"time":1778706000000})",
                                        R"({"api":{"operation":"PutImage"}})"};
  Table events = as_events(raw);
  events.rows[3][1] = {};  // no _time either
  const struct {
    const char* arguments;
    std::vector<std::string> off_hours;
    std::vector<std::string> reasons;
    const char* warnings;
  } cases[] = {
      {"",
       {"1", "0", "1", ""},
       {"after_hours", "working_hours", "after_hours", "no_time"},
       "WARN 1 event had no usable time and was passed on with the reason no_time.\n"},
      {"operation=Put*",
       {"1", "0", "", ""},
       {"after_hours", "working_hours", "", "no_time"},
       "WARN 1 event had no usable time and was passed on with the reason no_time.\n"},
      {"operation=Put* keep=off",
       {"1"},
       {"after_hours"},
       "WARN 1 event had no usable time and was dropped, since it is neither on nor off hours.\n"},
      {"operation=PutImage keep=on",
       {"0"},
       {"working_hours"},
       "WARN 1 event had no usable time and was dropped, since it is neither on nor off hours.\n"},
      {"operation=Nothing keep=off", {}, {}, ""},
      {"schedule=always operation=\"PutImage,GetObject\"",
       {"0", "0", "0", ""},
       {"working_hours", "working_hours", "working_hours", "no_time"},
       "WARN 1 event had no usable time and was passed on with the reason no_time.\n"},
      {"time_zone=America/Los_Angeles days=mon-sun hours=\"14:00-15:00\"",
       {"0", "1", "0", ""},
       {"working_hours", "before_hours", "working_hours", "no_time"},
       "WARN 1 event had no usable time and was passed on with the reason no_time.\n"},
  };
  for (const auto& c : cases) {
    const SearchResult result = search("offhours", c.arguments, events);
    expect_clean(result);
    EXPECT_EQ(column(result.table, "off_hours"), c.off_hours) << c.arguments;
    EXPECT_EQ(column(result.table, "off_hours_reason"), c.reasons) << c.arguments;
    EXPECT_EQ(warnings(result.messages), c.warnings) << c.arguments;
  }
}

TEST(Annotate, TellsWhatItCouldNotRead) {
  const Table events =
      as_events({"no json", R"({"time":1778706000000)", R"({"time":1778706000000,)", R"({"api":{"operation":"PutIma)"});
  const SearchResult result = search("offhours", "operation=PutImage", events);
  expect_clean(result);
  const std::string told = warnings(result.messages);
  EXPECT_NE(told.find("1 event had no JSON object in _raw"), std::string::npos) << told;
  EXPECT_NE(told.find("raw=false"), std::string::npos) << told;
  EXPECT_NE(told.find("3 events had a _raw that was cut short or broken"), std::string::npos) << told;
  EXPECT_NE(told.find("Of them 3 were kept though the operation or the service could not be read"), std::string::npos)
      << told;
}

TEST(Annotate, PassesEveryByteOfOtherFieldsThrough) {
  Table events = as_events({R"({"time":1778706000000})", R"({"time":1778706000000})"});
  events.columns.push_back("odd \"name\"");
  events.rows[0].push_back({std::string("\xD4\0\x8E\r\n,\"$;", 9)});
  events.rows[1].push_back({"a$b", "c;d", ""});
  const SearchResult result = search("offhours", "time=\"odd \\\"name\\\"\"", events);
  expect_clean(result);
  EXPECT_EQ(result.table.text(0, "odd \"name\""), events.rows[0].back().front());
  EXPECT_EQ(result.table.rows[1][*result.table.column("odd \"name\"")], events.rows[1].back());
  EXPECT_EQ(column(result.table, "off_hours_reason"), (std::vector<std::string>{"no_time", "no_time"}));
}

TEST(Protocol, AnOffHoursFieldThatIsThereAlreadyIsFilledNotDoubled) {
  splunkd::Process process(program());
  splunkd::SearchInfo info;
  info.command = "offhours";
  process.getinfo(info);
  const auto reply = process.execute(
      "_raw,_time,\"off_hours\",\"off_hours_detail\",\"__mv_off_hours\"\n,1778706000,stale,,\"$stale$;$x$\"\n", true);
  EXPECT_EQ(reply.table.columns.front(), "_raw");
  EXPECT_EQ(reply.table.text(0, "off_hours"), "1");
  EXPECT_NE(reply.body.find("\"off_hours_reason\""), std::string::npos);
  process.close_input();
  EXPECT_EQ(process.wait(), 0);
}

// The same session, byte for byte the same replies, however the bytes come.
TEST(Protocol, ASessionMayBeSplitAtEveryByte) {
  const auto run = [](std::vector<std::size_t> pieces) {
    splunkd::Delivery delivery;
    delivery.pieces = std::move(pieces);
    delivery.hold_back = false;
    delivery.quiet = std::chrono::milliseconds(0);
    splunkd::Process process(program(), delivery);
    splunkd::SearchInfo info;
    info.command = "offhours";
    info.raw_args = {"fields=user"};
    std::string all = process.getinfo(info).metadata;
    for (const bool finished : {false, true}) {
      const auto reply = process.execute(
          "_raw,_time,off_hours,off_hours_reason,off_hours_schedule,off_hours_time_zone,off_hours_local_time,off_hours_"
          "detail,user,"
          "\"_chunked_idx\",\"__mv__raw\"\r\n\"{\"\"time\"\":1778706000000,\"\"x\"\":\"\"\xE0\xB8\x97\n\"\"}\",5,,,,,,,"
          ",0,\r\n"
          "b,1778673600,,,,,,,,1,\r\n",
          finished);
      all += reply.metadata + reply.body;
    }
    process.close_input();
    EXPECT_EQ(process.wait(), 0);
    EXPECT_EQ(joined(process.violations()), "");
    return all;
  };
  const std::string whole = run({});
  EXPECT_NE(whole.find("after_hours"), std::string::npos);
  EXPECT_EQ(run({1}), whole);
  EXPECT_EQ(run({2, 3, 7}), whole);
}

TEST(Protocol, FramesMayHaveNoRowsNoBodyAndOtherColumns) {
  for (const char* command : {"offhours", "offhoursstats"}) {
    splunkd::Process process(program());
    splunkd::SearchInfo info;
    info.command = command;
    if (info.command == "offhoursstats") info.raw_args = {"raw=false", "count", "by", "x"};
    process.getinfo(info);
    process.execute("_time,x\n1778706000,1\n", false);
    process.execute("", false);
    process.execute("x,_time,y\n", false);
    process.execute("x,_time,y\n1,1778706000,2\n", false);
    const auto last = process.execute("_time,x\n", true);
    if (info.command == "offhoursstats") {
      EXPECT_EQ(last.table.text(0, "count"), "2");
    }
    process.close_input();
    EXPECT_EQ(process.wait(), 0);
    EXPECT_EQ(joined(process.violations()), "") << command;
  }
}

TEST(Protocol, TakesCellsOfTenMegabytes) {
  const std::string big = "{\"pad\":\"" + std::string(10 << 20, 'x') + "\",\"time\":1778706000000,\"k\":\"v\"}";
  const SearchResult result = search("offhoursstats", "count by k", as_events({big}));
  expect_clean(result);
  EXPECT_EQ(column(result.table, "k"), std::vector<std::string>{"v"});
}

TEST(Protocol, FaultsFailTheSearchAtGetinfo) {
  const struct {
    const char* command;
    const char* arguments;
    const char* error;
  } cases[] = {
      {"offhours", "keap=off", "option 'keap' is unknown; did you mean keep?"},
      {"offhours", "time_zone=PST days=mon-fri hours=08:00-17:00", "time_zone 'PST' is not an IANA time zone"},
      {"offhoursstats", "count by", "argument 'by' has no field after it"},
      {"offhoursstats", "median(x)",
       "aggregate 'median' is not one of count, dc, values, min, max, earliest, latest, sum, avg, uploads, images"},
      {"offhours", "policy=nosuch", "policy 'nosuch' has no file"},
      {"offhoursstat", "count", "command 'offhoursstat' is not a command of this program; did you mean offhoursstats?"},
  };
  for (const auto& c : cases) {
    splunkd::Process process(program());
    auto info = setup(c.command, c.arguments).info;
    const auto reply = process.getinfo(info);
    EXPECT_TRUE(reply.error.starts_with(c.error)) << reply.error;
    EXPECT_TRUE(reply.finished);
    process.close_input();
    EXPECT_EQ(process.wait(), 0);
    EXPECT_EQ(joined(process.violations()), "") << c.arguments;
  }
}

TEST(Protocol, ProbesAreAnsweredWithoutASessionKeyOrADispatchFolder) {
  splunkd::Process process(program());
  const auto reply = process.getinfo(
      R"({"preview":true,"action":"getinfo","brand_new":[1,{"x":null}],"searchinfo":{"args":[],"raw_args":[],"dispatch_dir":"","sid":"","session_key":"","command":"offhours","earliest_time":1599084000.5,"latest_time":"","maxresultrows":"x"}})");
  EXPECT_TRUE(reply.received);
  EXPECT_EQ(reply.type, "streaming");
  process.close_input();
  EXPECT_EQ(process.wait(), 0);
  EXPECT_EQ(joined(process.violations()), "");
}

TEST(Protocol, EndsQuietlyWhereTheInputIsCut) {
  const std::string getinfo = splunkd::frame(splunkd::getinfo_metadata(setup("offhours", "").info), "");
  for (const std::size_t end : {std::size_t{3}, getinfo.size() - 1}) {
    splunkd::Process process(program());
    process.write_raw(std::string_view(getinfo).substr(0, end));
    process.close_input();
    EXPECT_EQ(process.wait(splunkd::Ending::cut), 0);
    EXPECT_EQ(joined(process.violations()), "");
    EXPECT_EQ(process.stderr_text(), "");
  }
}

TEST(Protocol, EndsQuietlyWhereNobodyReads) {
  splunkd::Process process(program());
  process.getinfo(setup("offhours", "").info);
  process.close_output();
  process.write_raw(splunkd::frame(R"({"action":"execute","finished":false})", "_raw,_time\nx,1\n"));
  process.close_input();
  EXPECT_EQ(process.wait(splunkd::Ending::cut), 0);
  EXPECT_EQ(process.stderr_text(), "");
}

TEST(Protocol, CallersOfTheLegacyProtocolAreToldWhatToSet) {
  for (const char* argument : {"__GETINFO__", "__EXECUTE__"}) {
    splunkd::Program legacy = program();
    legacy.arguments = {argument, "x"};
    splunkd::Process process(legacy);
    process.close_input();
    EXPECT_EQ(process.wait(splunkd::Ending::cut), 2);
    EXPECT_NE(process.stderr_text().find("chunked = true"), std::string::npos);
  }
  splunkd::Process process(program());
  process.write_raw("splunkVersion=6.3\nallowStream=1\n\n");
  process.close_input();
  EXPECT_EQ(process.wait(splunkd::Ending::cut), 1);
  EXPECT_NE(process.stderr_text().find("chunked = true"), std::string::npos);
}

TEST(Protocol, TheSessionKeyIsNeverTold) {
  auto secret = setup("offhours", "keap=off");
  secret.info.session_key = "TOP^SECRET";
  splunkd::Process process(program());
  const auto reply = process.getinfo(secret.info);
  EXPECT_EQ(reply.metadata.find("TOP"), std::string::npos);
  process.close_input();
  process.wait();
  EXPECT_EQ(process.stderr_text().find("TOP"), std::string::npos);
}

TEST(Protocol, ThePolicyThatIsNotThereIsToldOnce) {
  const Table events = as_events({R"({"time":1778706000000})"});
  const auto count = [](const SearchResult& result) {
    return std::ranges::count_if(result.messages,
                                 [](const auto& message) { return message.text.starts_with("No policy"); });
  };
  EXPECT_EQ(count(search("offhours", "", events)), 1);
  EXPECT_EQ(count(search("offhoursstats", "count", events)), 1);
  EXPECT_EQ(count(search("offhours", "schedule=default", events)), 0);
}

}  // namespace
}  // namespace offhours::test
