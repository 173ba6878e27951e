// Rows that hold several events, or one that a collector has wrapped, through both commands.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "command/in_process.hpp"
#include "event/enveloped.hpp"

namespace offhours::test {
namespace {

using Texts = std::vector<std::string>;
using Rows = std::vector<Texts>;

constexpr const char* user = "arn:aws:iam::111111111111:user/ana";
constexpr const char* schedule = "schedule=default ";

Outcome run(std::string_view command, const std::string& arguments, const Texts& raws) {
  TextTable table = raw_events(raws);
  return run_command("/nowhere/lookups", command, schedule + arguments, table);
}

bool warns(const Outcome& outcome, std::string_view words) {
  return std::ranges::any_of(outcome.warnings, [&](const std::string& warning) { return warning.starts_with(words); });
}

std::string at(std::string event, const std::string& from, const std::string& to) {
  const std::size_t place = event.find(from);
  return event.replace(place, from.size(), to);
}
// On a Tuesday at noon.
std::string in_hours(const std::string& id) {
  return at(cloudtrail(id), "2026-05-16T10:00:00Z", "2026-05-19T12:00:00Z");
}
std::string other_operation(const std::string& id) { return at(cloudtrail(id), "\"PutImage\"", "\"BatchGetImage\""); }

TEST(Envelopes, OfEveryKindGiveTheirEvent) {
  for (const Make& make : versions) {
    Texts raws;
    for (const Envelope& envelope : envelopes()) raws.push_back(envelope.wrap(make("e" + std::to_string(raws.size()))));
    for (const char* filter : {"", "operation=PutImage ", "operation=\"Put*\" service=\"ecr*.amazonaws.com\" "}) {
      const Outcome stats = run("offhoursstats", std::string(filter) + "count dc(event_id) by user action", raws);
      const std::string number = std::to_string(raws.size());
      EXPECT_EQ(stats.table.rows, (Rows{{user, "PutImage", number, number, "", "", "", ""}})) << filter;
      EXPECT_EQ(stats.warnings, Texts{}) << filter;
      const Outcome offhours = run("offhours", std::string(filter) + "fields=user", raws);
      EXPECT_EQ(offhours.table.column("off_hours"), Texts(raws.size(), "1")) << filter;
      EXPECT_EQ(offhours.table.column("user"), Texts(raws.size(), user)) << filter;
      EXPECT_EQ(offhours.warnings, Texts{}) << filter;
    }
  }
}

TEST(Envelopes, OfSeveralEventsAreSeveralEventsToStats) {
  const std::string saturday = cloudtrail("a");
  const std::string tuesday = in_hours("b");
  const std::string other = other_operation("c");
  const std::string of_ocsf = ocsf("d", "1.1.0", "6003");
  const Texts raws = {
      key("Records").wrap("[" + saturday + "," + tuesday + "," + other + "," + of_ocsf + "]"),
      other + saturday,
      "May 13 21:00:00 h x: " + text_of_key("message").wrap(tuesday + "\n" + other),
      saturday,
  };
  const struct {
    const char* arguments;
    Rows rows;
  } cases[] = {
      {"count", {{"7", ""}}},
      {"keep=all count", {{"9", ""}}},
      {"keep=on count", {{"2", ""}}},
      {"operation=PutImage count", {{"4", ""}}},
      {"operation=PutImage keep=all count by event_id", {{"a", "3", "", ""}, {"b", "2", "", ""}, {"d", "1", "", ""}}},
      {"operation=BatchGetImage count values(event_id) as id", {{"3", "c", "", ""}}},
      {"operation=PutImage count values(off_hours_local_time) as at by action",
       {{"PutImage", "4", "2026-05-16T10:00:00+00:00", "", "", ""}}},
  };
  for (const auto& c : cases) {
    const Outcome outcome = run("offhoursstats", c.arguments, raws);
    EXPECT_EQ(outcome.table.rows, c.rows) << c.arguments;
    EXPECT_EQ(outcome.warnings, Texts{}) << c.arguments;
  }
}

TEST(Envelopes, OfSeveralEventsStayOneRowToOffhours) {
  const std::string saturday = cloudtrail("a");
  const std::string tuesday = in_hours("b");
  const std::string other = other_operation("c");
  const std::string both = key("Records").wrap("[" + tuesday + "," + other + "," + saturday + "]");
  const std::string calm = tuesday + tuesday;
  const std::string without_id = at(at(saturday, "\"eventID\"", "\"other\""), "team/app", "x");
  const auto cells = [](const Outcome& outcome, std::string_view name) {
    return Texts{outcome.table.column(name).at(0), outcome.table.column("__mv_" + std::string(name)).at(0)};
  };
  for (const bool arrives : {false, true}) {
    TextTable table = raw_events({both});
    if (arrives) {
      for (const char* name : {"off_hours_reason", "event_id", "__mv_event_id", "off_hours", "__mv_off_hours_reason"}) {
        table.columns.emplace_back(name);
        for (Texts& row : table.rows) row.emplace_back();
      }
    }
    const Outcome outcome =
        run_command("/nowhere/lookups", "offhours",
                    "schedule=default operation=PutImage fields=\"event_id user_role action\"", table);
    ASSERT_EQ(outcome.table.rows.size(), 1U);
    EXPECT_EQ(cells(outcome, "off_hours"), (Texts{"1", ""}));
    EXPECT_EQ(cells(outcome, "off_hours_reason"), (Texts{"working_hours\nday_off", "$working_hours$;$day_off$"}));
    EXPECT_EQ(cells(outcome, "off_hours_schedule"), (Texts{"default\ndefault", "$default$;$default$"}));
    EXPECT_EQ(cells(outcome, "off_hours_local_time"),
              (Texts{"2026-05-19T12:00:00+00:00\n2026-05-16T10:00:00+00:00",
                     "$2026-05-19T12:00:00+00:00$;$2026-05-16T10:00:00+00:00$"}));
    EXPECT_EQ(cells(outcome, "event_id"), (Texts{"b\na", "$b$;$a$"}));
    EXPECT_EQ(cells(outcome, "action"), (Texts{"PutImage\nPutImage", "$PutImage$;$PutImage$"}));
    EXPECT_EQ(cells(outcome, "user_role"), (Texts{"", ""}));
    EXPECT_EQ(outcome.table.column("_raw"), Texts{both});
  }
  // What one of them lacks keeps its place.
  EXPECT_EQ(cells(run("offhours", "fields=\"event_id image_repository\"", {saturday + without_id}), "event_id"),
            (Texts{"a\n", "$a$;$$"}));
  // One that is judged gives cells as any row has them.
  EXPECT_EQ(cells(run("offhours", "operation=BatchGetImage fields=event_id", {both}), "event_id"), (Texts{"c", ""}));
  const struct {
    const char* arguments;
    Texts kept;
  } cases[] = {{"keep=off", {both}},
               {"keep=on", {calm}},
               {"keep=all", {both, calm}},
               {"keep=off operation=Other", {}},
               {"keep=off operation=BatchGetImage", {both}}};
  for (const auto& c : cases) {
    EXPECT_EQ(run("offhours", c.arguments, {both, calm}).table.column("_raw"), c.kept) << c.arguments;
  }
}

TEST(Envelopes, ThatAreNotSureAreCountedWhereAFilterLeavesThemOut) {
  const std::string event = cloudtrail("a");
  const Texts raws = {
      "no JSON",
      "",
      R"({"message":"no JSON"})",
      R"({"unknown":)" + event + "}",
      R"({"unknown":)" + as_text(event) + "}",
      R"({"Records":[{"x":1}]})",
      event,
      // Known events with no operation are left out as any other.
      R"({"class_uid":4001,"metadata":{"version":"1.1.0"},"time":1778925600000})",
      other_operation("b"),
  };
  const std::string words = "6 events hold no operation that could be read";
  for (const char* filter : {"operation=PutImage", "service=\"ecr*\"", "operation=PutImage service=\"ecr*\""}) {
    EXPECT_TRUE(warns(run("offhours", filter, raws), words)) << filter;
    EXPECT_TRUE(warns(run("offhoursstats", std::string(filter) + " count", raws), words)) << filter;
    // Told by an indexer, and by the search head for it.
    InProcess map("offhoursstats", std::string(filter) + " phase=map count");
    InProcess reduce("offhoursstats", std::string(filter) + " count");
    (void)reduce.body(map.body(write_table(raw_events(raws)), true), true);
    EXPECT_NE(reduce.messages.find(words), std::string::npos) << reduce.messages;
  }
  EXPECT_FALSE(warns(run("offhours", "", raws), words));
  EXPECT_FALSE(warns(run("offhoursstats", "operation=* count", raws), words));
  // Without _raw, an operation that was not extracted is none that could be read.
  TextTable columns{{"_time", "api.operation", "eventName"},
                    {{"1778925600", "PutImage", ""}, {"1778925600", "", ""}, {"1", "", "X"}}};
  const Outcome outcome =
      run_command("/nowhere/lookups", "offhoursstats", "schedule=default raw=false operation=PutImage count", columns);
  EXPECT_TRUE(warns(outcome, "1 event holds no operation that could be read")) << outcome.warnings.size();
}

}  // namespace
}  // namespace offhours::test
