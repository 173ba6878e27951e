// The two Rules, their drilldowns and what watches over them: taken from the conf file as text and run.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/conf_file.hpp"
#include "app/installed.hpp"
#include "app/search_run.hpp"
#include "app/shell.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using splunkd::Table;

ConfFile conf(const std::string& name) { return parse_conf(read_file(source / "default" / name)); }
std::string text(const json::value& value) { return json::value_to<std::string>(value); }

const std::vector<std::string> telling_apart{
    "user",           "actor_kind",     "user_role",     "action",           "dest",  "user_agent", "src",
    "vendor_account", "vendor_product", "vendor_region", "image_repository", "status"};

struct RuleOf {
  std::string name;
  std::string version;  // of the pushes
};

class Rules : public Installed, public testing::WithParamInterface<RuleOf> {
 protected:
  std::string get(const std::string& key) const { return conf("savedsearches.conf").get(GetParam().name, key); }
  std::string drilldown(std::size_t number) const {
    const auto drilldowns = json::parse(get("action.notable.param.drilldown_searches"));
    return text(drilldowns.at(number).at("search"));
  }

  // What the run of a full hour gives, with the two columns that Splunk adds to each result.
  Table run_of(long long hour, const Table& events) const {
    SearchRun run{program(), conf("macros.conf"), hour, {}};
    auto result = run.run(get("search"), events);
    result.columns.insert(result.columns.end(), {"info_min_time", "info_max_time"});
    for (auto& row : result.rows) {
      row.push_back({std::to_string(hour - 86400) + ".000"});
      row.push_back({std::to_string(hour) + ".000"});
    }
    return result;
  }

  // All pushes of tests/data/pushes, each event indexed some minutes after it happened.
  Table pushes() const {
    Table events;
    events.columns = {"_time", "_indextime", "_raw"};
    for (const auto& entry : fs::directory_iterator(source / "tests/data/pushes" / GetParam().version)) {
      for (auto& row : events_of(entry.path()).rows) {
        const auto at = second_of(row[1].front());
        events.rows.push_back({{std::to_string(at)}, {std::to_string(at + 120)}, row[1]});
      }
    }
    return events;
  }

  static long long second_of(const std::string& raw) {
    const auto event = json::parse(raw).as_object();
    if (const auto* time = event.if_contains("time")) return time->to_number<long long>() / 1000;
    const auto when = text(event.at("eventTime"));
    std::tm utc{};
    ::strptime(when.c_str(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return ::timegm(&utc);
  }
};

// Every hour of the day of the pushes, and some more.
std::vector<long long> hours() {
  std::vector<long long> all;
  constexpr long long day = 1795219200;  // 2026-11-21T00:00:00Z
  for (long long hour = 8; hour < 32; ++hour) all.push_back(day + hour * 3600);
  return all;
}

std::map<std::string, std::string> cells(const Table& table, std::size_t row) {
  std::map<std::string, std::string> named;
  for (const auto& column : table.columns) named[column] = table.text(row, column);
  return named;
}

TEST_P(Rules, GiveOneRowForEachEntityRepositoryAndHour) {
  const auto events = pushes();
  std::size_t rows = 0;
  long long counted = 0;
  std::set<std::string> repositories;
  for (const auto hour : hours()) {
    const auto result = run_of(hour, events);
    std::set<std::string> seen;
    for (std::size_t row = 0; row < result.rows.size(); ++row) {
      ++rows;
      EXPECT_TRUE(seen.insert(result.text(row, "user") + "\n" + result.text(row, "image_repository")).second)
          << result.text(row, "user") << " " << result.text(row, "image_repository");
      repositories.insert(result.text(row, "image_repository"));
      counted += std::stoll(result.text(row, "events"));
    }
  }
  std::size_t successes = 0;
  for (const auto& event : events.rows) {
    const bool failed = event[2].front().find("ServerException") != std::string::npos ||
                        event[2].front().find("ImageAlreadyExistsException") != std::string::npos;
    if (!failed) ++successes;
  }
  EXPECT_EQ(counted, static_cast<long long>(successes)) << "each event falls into one run";
  EXPECT_EQ(rows, repositories.size()) << "no push of these straddles two runs";
  EXPECT_FALSE(repositories.contains("web/mirror")) << "an upload that failed is no finding";
}

TEST_P(Rules, TellOfAPushOfSevenEventsAsOneUpload) {
  for (const auto hour : hours()) {
    const auto result = run_of(hour, pushes());
    for (std::size_t row = 0; row < result.rows.size(); ++row) {
      if (result.text(row, "image_repository") != "payments/gateway") continue;
      EXPECT_EQ(result.text(row, "uploads"), "1");
      EXPECT_EQ(result.text(row, "images"), "1");
      EXPECT_EQ(result.text(row, "count"), "7");
      EXPECT_EQ(result.text(row, "events"), "7");
      EXPECT_EQ(result.text(row, "image_tag"), "2.4\n2.4.1\nlatest");
      return;
    }
  }
  FAIL() << "no run found the push";
}

// A pipeline's session has another name in each run.
TEST_P(Rules, KnowAnEntityFromRunToRun) {
  std::set<std::string> entities;
  for (const auto hour : hours()) {
    const auto result = run_of(hour, pushes());
    for (std::size_t row = 0; row < result.rows.size(); ++row) {
      const auto user = result.text(row, "user");
      entities.insert(user);
      EXPECT_EQ(user.find("assumed-role"), std::string::npos) << "a session's ARN is no entity: " << user;
      EXPECT_NE(result.text(row, "user_arn"), "") << user;
      EXPECT_EQ(result.text(row, "actor_kind") == "pipeline", user.find(":role/") != std::string::npos) << user;
    }
  }
  EXPECT_GT(entities.size(), 1U);
}

// The first hour ends with a finding, uploads in the index or not.
TEST_P(Rules, FindTheEventsOfTheSelfTest) {
  SearchRun run{program(), conf("macros.conf"), 0, {}};
  auto events = run.run("| offhourspolicy view=selftest", {});
  const std::string source_type = GetParam().version == "cloudtrail" ? "aws:cloudtrail" : "aws:asl";
  std::erase_if(events.rows, [&](const auto& row) { return row[*events.column("sourcetype")].front() != source_type; });
  ASSERT_GE(events.rows.size(), 2U);
  const std::string of_rule = get("search");
  const auto found = run.run("PutImage " + of_rule.substr(of_rule.find('|')), events);
  ASSERT_EQ(found.rows.size(), 1U);
  EXPECT_EQ(found.text(0, "user"), "selftest@offhours.example");
  EXPECT_EQ(found.text(0, "events"), std::to_string(events.rows.size()));
  EXPECT_EQ(found.text(0, "uploads"), "1");
  EXPECT_EQ(found.text(0, "image_repository"), "offhours/selftest");
}

TEST_P(Rules, CountARepeatedDeliveryOnce) {
  auto events = pushes();
  const auto once = events.rows;
  events.rows.insert(events.rows.end(), once.begin(), once.end());
  for (const auto hour : hours()) {
    const auto result = run_of(hour, events);
    for (std::size_t row = 0; row < result.rows.size(); ++row) {
      EXPECT_EQ(2 * std::stoi(result.text(row, "events")), std::stoi(result.text(row, "count")));
    }
  }
}

TEST_P(Rules, SendRiskWithAllThatTheFindingSays) {
  Table result;
  for (const auto hour : hours()) {
    result = run_of(hour, pushes());
    if (!result.rows.empty()) break;
  }
  ASSERT_FALSE(result.rows.empty());
  std::vector<std::string> unknown;
  const auto message = with_result(get("action.risk.param._risk_message"), result, 0, unknown);
  EXPECT_TRUE(unknown.empty()) << unknown.front();
  for (const auto* field :
       {"user", "actor_kind", "image_repository", "image_tag", "off_hours_local_time", "off_hours_detail", "images"}) {
    ASSERT_NE(result.text(0, field), "") << field;
    EXPECT_NE(message.find(result.text(0, field)), std::string::npos) << field << " in " << message;
  }
  const auto risks = json::parse(get("action.risk.param._risk"));
  for (const auto& risk : risks.as_array()) {
    const auto& object = risk.as_object();
    const auto* field = object.if_contains("risk_object_field");
    if (field == nullptr) field = object.if_contains("threat_object_field");
    ASSERT_NE(field, nullptr);
    EXPECT_TRUE(result.column(text(*field))) << "without it the risk event is lost: " << text(*field);
  }
}

// The drilldown of each finding, among everything else that was indexed that day, gives the finding.
TEST_P(Rules, HaveADrilldownThatIsTheFinding) {
  const auto events = pushes();
  std::size_t findings = 0;
  for (const auto hour : hours()) {
    const auto result = run_of(hour, events);
    for (std::size_t row = 0; row < result.rows.size(); ++row, ++findings) {
      std::vector<std::string> unknown;
      SearchRun later{program(), conf("macros.conf"), hour + 50000, {}};
      const auto shown = later.run(with_result(drilldown(0), result, row, unknown), events);
      EXPECT_TRUE(unknown.empty()) << unknown.front();
      ASSERT_EQ(shown.rows.size(), 1U) << result.text(row, "image_repository");
      auto finding = cells(result, row);
      finding.erase("info_min_time");
      finding.erase("info_max_time");
      EXPECT_EQ(cells(shown, 0), finding);
    }
  }
  EXPECT_GT(findings, 15U);
}

TEST_P(Rules, TheirDrilldownMatchesEveryFieldThatTellsFindingsApart) {
  for (const auto& field : telling_apart)
    EXPECT_NE(drilldown(0).find(field + "=$" + field + "|s$"), std::string::npos) << field;
}

// Values that somebody chose: two uploads that differ in that value alone, of which the drilldown shows the right one.
TEST_P(Rules, TheirDrilldownsTakeAnyValue) {
  const char* const values[] = {
      "a \"quoted\" name",
      "back\\slash",
      "ends in a backslash\\",
      "\\\"",
      "two  blanks",
      " blanks around ",
      "*",
      "fl*sh",
      "a|b",
      "[x]",
      "$user$",
      "$image_tag|s$",
      "O'Neil",
      "M\xC3\xBCller",
      "a=b OR 1=1",
      "\" OR \"1\"=\"1",
      "NOT",
      "a, b (c)",
  };
  const auto whole = pushes();
  const auto one = std::ranges::find_if(whole.rows, [](const auto& row) {
    return row[2].front().find("\"web/landing\"") != std::string::npos ||
           row[2].front().find("web/landing") != std::string::npos;
  });
  ASSERT_NE(one, whole.rows.end());
  // The run whose window, from 70 to 10 minutes before, holds it.
  const auto hour = ((std::stoll((*one)[1].front()) + 600) / 3600 + 1) * 3600;
  const std::string agent =
      "aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 "
      "md/command#ecr.put-image";
  for (const std::string value : values) {
    Table events;
    events.columns = whole.columns;
    for (const std::string& written : {value, std::string("another")}) {
      auto raw = (*one)[2].front();
      const auto quoted = json::serialize(json::value(written));
      for (const std::string& before : {"\"" + agent + "\"", std::string("\"release-bot\"")}) {
        const auto at = raw.find(before);
        ASSERT_NE(at, std::string::npos) << before;
        raw.replace(at, before.size(), quoted);
      }
      events.rows.push_back({(*one)[0], (*one)[1], {raw}});
    }
    const auto result = run_of(hour, events);
    ASSERT_EQ(result.rows.size(), 2U) << value;
    for (std::size_t row = 0; row < 2; ++row) {
      std::vector<std::string> unknown;
      SearchRun later{program(), conf("macros.conf"), hour, {}};
      Table shown;
      const auto search = with_result(drilldown(0), result, row, unknown);
      ASSERT_NO_THROW(shown = later.run(search, events)) << search;
      ASSERT_EQ(shown.rows.size(), 1U) << search;
      EXPECT_EQ(shown.text(0, "user_agent"), result.text(row, "user_agent"));
      EXPECT_EQ(shown.text(0, "user"), result.text(row, "user"));

      // ... and the risk events of that entity alone.
      Table risk;
      risk.columns = {"normalized_risk_object", "risk_object", "calculated_risk_score", "search_name"};
      for (std::size_t i = 0; i < 2; ++i)
        risk.rows.push_back({{result.text(i, "user")}, {result.text(i, "user")}, {"20"}, {GetParam().name}});
      const auto risks = with_result(drilldown(1), result, row, unknown);
      ASSERT_NO_THROW(shown = later.run(risks, risk)) << risks;
      ASSERT_EQ(shown.rows.size(), 1U) << risks;
      EXPECT_EQ(shown.text(0, "normalized_risk_object"), result.text(row, "user"));
      EXPECT_TRUE(unknown.empty()) << unknown.front();
    }
  }
}

TEST_P(Rules, OpenADashboardThatIsThere) {
  const auto dashboards = json::parse(get("action.notable.param.drilldown_dashboards"));
  ASSERT_EQ(dashboards.as_array().size(), 1U);
  const auto& dashboard = dashboards.at(0);
  EXPECT_EQ(dashboard.at("app"), "DA-ESS-OffHours");
  const auto view = source / "default/data/ui/views" / (text(dashboard.at("dashboard_id")) + ".xml");
  ASSERT_TRUE(fs::exists(view));
  for (const auto& token : dashboard.at("tokens").as_array()) {
    const auto name = text(token.at("name"));
    ASSERT_TRUE(name.starts_with("form.")) << name;
    EXPECT_NE(read_file(view).find("\"token\": \"" + name.substr(5) + "\""), std::string::npos) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sources, Rules,
    testing::Values(RuleOf{"Network - ASL AWS ECR Container Upload Outside Business Hours - Rule", "ocsf_1.1.0"},
                    RuleOf{"Network - AWS ECR Container Upload Outside Business Hours - Rule", "cloudtrail"}),
    [](const auto& rule) { return std::string(rule.param.version == "cloudtrail" ? "CloudTrail" : "SecurityLake"); });

// The published text on the same events, to the letter, with the macros of this app: it groups by a field that no
// upload has, and finds nothing. It runs, so that whoever has it sees the difference.
TEST_F(Installed, ThePublishedTextRunsAndFindsNothing) {
  Table events;
  for (const auto& entry : fs::directory_iterator(source / "tests/data/pushes/ocsf_1.1.0")) {
    const auto more = extracted_events(entry.path());
    for (const auto& row : more.rows) {
      auto& added = events.rows.emplace_back(events.columns.size());
      for (std::size_t i = 0; i < row.size(); ++i) {
        auto column = events.column(more.columns[i]);
        if (!column) {
          column = events.columns.size();
          events.columns.push_back(more.columns[i]);
        }
        if (added.size() <= *column) added.resize(*column + 1);
        added[*column] = row[i];
      }
    }
  }
  for (auto& row : events.rows) row.resize(events.columns.size());
  ASSERT_GT(events.rows.size(), 50U);
  SearchRun run{program(), conf("macros.conf"), 0, {}};
  auto published = read_file(source / "tests/data/published_search.spl");
  EXPECT_TRUE(run.run(published, events).rows.empty());

  // Without that field it finds uploads at night, and still none of a Saturday's daytime.
  constexpr std::string_view field = " bucketName";
  published.erase(published.find(field), field.size());
  const auto found = run.run(published, events);
  std::size_t daytime = 0;
  for (std::size_t row = 0; row < found.rows.size(); ++row) {
    const auto hour = std::stoi(found.text(row, "firstTime").substr(11, 2));
    if (hour >= 8 && hour < 20) ++daytime;
  }
  EXPECT_EQ(daytime, 0U);
}

// What the scheduler and the others write, and what the search makes of it.
TEST_F(Installed, MissedRunsAreTold) {
  const auto search = conf("savedsearches.conf").get("Off-Hours - Missed Runs", "search");
  ASSERT_NE(search, "");
  Table log;
  log.columns = {"_time",          "index",  "sourcetype", "app",          "log_level", "status", "savedsearch_name",
                 "scheduled_time", "reason", "component",  "event_message"};
  const auto line = [&](const char* type, const char* app, const char* level, const char* status, const char* name,
                        const char* reason, const char* component) {
    log.rows.push_back({{"1795305605"},
                        {"_internal"},
                        {type},
                        {app},
                        {level},
                        {status},
                        {name},
                        {"1795305600"},
                        {reason},
                        {component},
                        {""}});
  };
  line("scheduler", "DA-ESS-OffHours", "INFO", "success", "good", "", "");
  line("scheduler", "DA-ESS-OffHours", "INFO", "delegated_remote_completion", "of a member", "", "");
  line("scheduler", "DA-ESS-OffHours", "INFO", "continued", "late", "", "");
  line("scheduler", "DA-ESS-OffHours", "INFO", "skipped", "skipped", "maxconcurrent limit reached", "");
  line("scheduler", "DA-ESS-OffHours", "INFO", "failed", "failed", "", "");
  line("scheduler", "DA-ESS-OffHours", "ERROR", "", "broken", "", "");
  line("scheduler", "search", "INFO", "skipped", "of another app", "", "");
  line("splunkd", "", "WARN", "", "", "peer is down", "DistributedPeerManager");
  line("splunkd", "", "INFO", "", "", "", "DistributedPeerManager");
  SearchRun run{program(), conf("macros.conf"), 0, {}};
  const auto result = run.run(search, log);
  std::map<std::string, std::string> told;
  for (std::size_t row = 0; row < result.rows.size(); ++row)
    told[result.text(row, "search")] = result.text(row, "what");
  EXPECT_EQ(told, (std::map<std::string, std::string>{{"skipped", "a run was skipped"},
                                                      {"failed", "a run failed"},
                                                      {"broken", "a run failed"},
                                                      {"every search", "an indexer did not answer"}}));
}

TEST_F(Installed, WhoChangedThePolicyIsTold) {
  const auto search = conf("savedsearches.conf").get("Off-Hours - Policy Changes", "search");
  ASSERT_NE(search, "");
  Table log;
  log.columns = {"_time", "index", "sourcetype", "action", "info", "search", "method", "uri_path", "user", "_raw"};
  const auto audited = [&](const char* user, const char* info, const char* text) {
    log.rows.push_back(
        {{"1795305605"}, {"_audit"}, {"audittrail"}, {"search"}, {info}, {text}, {""}, {""}, {user}, {text}});
  };
  const auto posted = [&](const char* user, const char* method, const char* path) {
    log.rows.push_back(
        {{"1795305605"}, {"_internal"}, {"splunkd_access"}, {""}, {""}, {""}, {method}, {path}, {user}, {path}});
  };
  audited("mallory", "granted", "| makeresults | outputlookup offhours_assignments.csv");
  audited("mallory", "completed", "");
  audited("analyst", "granted", "| inputlookup offhours_schedules.csv");
  audited("builder", "granted", "| outputlookup prices.csv");
  posted("trent", "DELETE", "/servicesNS/nobody/DA-ESS-OffHours/data/lookup-table-files/offhours_exceptions.csv");
  posted("reader", "GET", "/servicesNS/nobody/DA-ESS-OffHours/data/lookup-table-files");
  log.rows.push_back({{"1795305605"},
                      {"_internal"},
                      {"lookup_editor_rest_handler"},
                      {""},
                      {""},
                      {""},
                      {""},
                      {""},
                      {"walter"},
                      {"saved offhours_schedules.csv"}});
  SearchRun run{program(), conf("macros.conf"), 0, {}};
  const auto result = run.run(search, log);
  std::map<std::string, std::string> told;
  for (std::size_t row = 0; row < result.rows.size(); ++row) told[result.text(row, "user")] = result.text(row, "how");
  EXPECT_EQ(told, (std::map<std::string, std::string>{
                      {"mallory", "search"}, {"trent", "Splunk Web or REST"}, {"walter", "Lookup Editor"}}));
}

}  // namespace
}  // namespace offhours::test
