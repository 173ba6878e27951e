// The app's configuration, read as Splunk reads it and held against what its users were promised.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/conf_file.hpp"
#include "app/shell.hpp"
#include "app/spl.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const fs::path source = OFFHOURS_SOURCE_DIR;

const std::string lake_search = "Network - ASL AWS ECR Container Upload Outside Business Hours - Rule";
const std::string trail_search = "Network - AWS ECR Container Upload Outside Business Hours - Rule";
const std::string policy_search = "Off-Hours - Policy Problems";

ConfFile conf(const std::string& name) { return parse_conf(read_file(source / "default" / name)); }

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

// The object's own line, else its kind's, else the app's.
std::string exported(const ConfFile& meta, const std::string& kind, const std::string& object) {
  for (const auto& [name, settings] : meta.stanzas) {
    if (percent_decoded(name) == kind + "/" + object && settings.contains("export")) return settings.at("export");
  }
  const auto of_kind = meta.get(kind, "export");
  return of_kind.empty() ? meta.get("", "export") : of_kind;
}

ConfFile meta() { return parse_conf(read_file(source / "splunk_app/metadata/default.meta")); }

json::array drilldowns(const std::string& search) {
  const auto list = conf("savedsearches.conf").get(search, "action.notable.param.drilldown_searches");
  return list.empty() ? json::array() : json::parse(list).as_array();
}

std::string text(const json::value& value) { return json::value_to<std::string>(value); }

TEST(ConfFile, ReadsStanzasAndContinuationLines) {
  const auto file = parse_conf("# a comment\n[a b]\nkey = one \\\n# two\n  \n[c]\r\nx=y=z\r\nempty =");
  EXPECT_EQ(file.get("a b", "key"), "one \n# two");
  EXPECT_EQ(file.get("c", "x"), "y=z");
  EXPECT_TRUE(file.stanzas.at("c").contains("empty"));
  EXPECT_TRUE(file.faults.empty());
}

TEST(ConfFile, ReportsWhatSplunkSwallows) {
  EXPECT_EQ(parse_conf("[a]\nk = 1\nk = 2\n").faults, std::vector<std::string>{"line 3: 'k' again"});
  EXPECT_EQ(parse_conf("[a]\n[a]\n").faults, std::vector<std::string>{"line 2: stanza [a] again"});
  EXPECT_EQ(parse_conf("[a]\nwords\n").faults, std::vector<std::string>{"line 2: neither a stanza nor a setting"});
  EXPECT_EQ(parse_conf("k = 1\n").faults, std::vector<std::string>{"line 1: a setting before the first stanza"});
  EXPECT_EQ(parse_conf("[a]\nk = 1 \\ \nb = 2\n").faults,
            std::vector<std::string>{"line 2: a backslash that continues nothing"});
}

TEST(App, EveryConfFileIsWellFormed) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(source / "default")) {
    if (entry.path().extension() != ".conf") continue;
    ++files;
    const auto content = read_file(entry.path());
    for (const auto& fault : parse_conf(content).faults) ADD_FAILURE() << entry.path().filename() << ": " << fault;
    EXPECT_EQ(content.find('\r'), std::string::npos) << entry.path();
  }
  EXPECT_GE(files, 4U);
  EXPECT_TRUE(meta().faults.empty());
}

TEST(App, HasOneVersionAndOneName) {
  const auto cmake = read_file(source / "CMakeLists.txt");
  constexpr std::string_view before = "project(offhours VERSION ";
  const auto at = cmake.find(before);
  ASSERT_NE(at, std::string::npos);
  const auto start = at + before.size();
  const auto version = cmake.substr(start, cmake.find_first_not_of("0123456789.", start) - start);
  EXPECT_EQ(std::count(version.begin(), version.end(), '.'), 2) << version;

  const auto app = conf("app.conf");
  EXPECT_EQ(app.get("launcher", "version"), version);
  EXPECT_EQ(app.get("id", "version"), version);
  const auto id = json::parse(read_file(source / "splunk_app/app.manifest")).at("info").at("id");
  EXPECT_EQ(text(id.at("version")), version);

  EXPECT_EQ(app.get("package", "id"), "DA-ESS-OffHours");
  EXPECT_EQ(app.get("id", "name"), "DA-ESS-OffHours");
  EXPECT_EQ(text(id.at("name")), "DA-ESS-OffHours");
}

TEST(App, KeepsWithinTheLimitsOfAppConf) {
  const auto app = conf("app.conf");
  EXPECT_EQ(app.get("install", "is_configured"), "false");
  EXPECT_EQ(app.get("package", "check_for_updates"), "false");
  EXPECT_LE(app.get("launcher", "description").size(), 200U);
  const auto label = app.get("ui", "label");
  EXPECT_GE(label.size(), 5U);
  EXPECT_LE(label.size(), 80U);
  EXPECT_EQ(app.get("ui", "is_visible"), fs::exists(source / "default/data/ui/views") ? "true" : "false");
}

TEST(Commands, AreChunkedAndStartAnExecutable) {
  const auto commands = conf("commands.conf");
  std::set<std::string> expected{"offhours", "offhourspolicy", "offhoursstats"};
  for (const auto& [name, settings] : commands.stanzas) EXPECT_EQ(expected.erase(name), 1U) << name;
  EXPECT_TRUE(expected.empty()) << *expected.begin();
  for (const auto& [name, settings] : commands.stanzas) {
    EXPECT_EQ(settings, (ConfFile::Stanza{{"chunked", "true"}, {"filename", "offhours"}})) << name;
    EXPECT_EQ(exported(meta(), "commands", name), "system") << name;
  }
  const auto program = source / "bin/offhours";
  ASSERT_TRUE(fs::is_regular_file(program));
  EXPECT_NE(fs::status(program).permissions() & fs::perms::owner_exec, fs::perms::none);
}

TEST(Macros, EveryOneInUseIsDefined) {
  const auto macros = conf("macros.conf");
  const auto expect_defined = [&](const std::string& search, const std::string& where) {
    for (const auto& name : macros_in(search)) EXPECT_TRUE(macros.stanzas.contains(name)) << name << " in " << where;
  };
  for (const auto& [name, settings] : macros.stanzas) expect_defined(settings.at("definition"), name);
  for (const auto& [name, settings] : conf("savedsearches.conf").stanzas) {
    expect_defined(settings.at("search"), name);
    for (const auto& drilldown : drilldowns(name))
      expect_defined(text(drilldown.at("search")), "a drilldown of " + name);
  }
}

TEST(Macros, NameTheArgumentsTheyTake) {
  for (const auto& [name, settings] : conf("macros.conf").stanzas) {
    const bool takes_one = name.ends_with("(1)");
    EXPECT_EQ(settings.contains("args"), takes_one) << name;
    if (takes_one) {
      EXPECT_NE(settings.at("definition").find("$" + settings.at("args") + "$"), std::string::npos) << name;
    }
  }
}

TEST(Macros, AreDefinedAsPromised) {
  const auto macros = conf("macros.conf");
  const auto definition = [&](const std::string& name) { return macros.get(name, "definition"); };
  EXPECT_EQ(definition("offhours_security_lake"), "sourcetype=aws:asl");
  EXPECT_EQ(definition("amazon_security_lake"), "`offhours_security_lake`");
  EXPECT_EQ(definition("offhours_cloudtrail"), "sourcetype=aws:cloudtrail");
  EXPECT_EQ(definition("cloudtrail"), "`offhours_cloudtrail`");
  EXPECT_EQ(definition("offhours_window"), "_index_earliest=-70m@m _index_latest=-10m@m");
  EXPECT_EQ(definition("offhours_filter"), "search *");
  EXPECT_EQ(definition("asl_aws_ecr_container_upload_outside_business_hours_filter"), "`offhours_filter`");
  EXPECT_EQ(definition("offhours_ctime(1)"), "convert timeformat=\"%Y-%m-%dT%H:%M:%S%:z\" ctime($field$)");
  EXPECT_TRUE(macros.stanzas.contains("security_content_ctime(1)"));
}

TEST(Macros, OnlyOurOwnNamesAreExported) {
  std::set<std::string> own;
  for (const auto& [name, settings] : conf("macros.conf").stanzas) {
    if (exported(meta(), "macros", name) == "system") own.insert(name);
  }
  EXPECT_EQ(
      own, (std::set<std::string>{"offhours_cloudtrail", "offhours_ctime(1)", "offhours_entra", "offhours_federated(1)",
                                  "offhours_filter", "offhours_github", "offhours_kubernetes", "offhours_okta",
                                  "offhours_security_lake", "offhours_vpn", "offhours_window", "offhours_window_of(1)",
                                  "offhours_windows"}));
}

TEST(Meta, LetsAdminsWriteAndEveryoneRead) {
  EXPECT_EQ(meta().get("", "access"), "read : [ * ], write : [ admin, sc_admin ]");
  EXPECT_EQ(exported(meta(), "savedsearches", lake_search), "system");
  EXPECT_EQ(exported(meta(), "searchbnf", "offhours-command"), "system");
}

TEST(SavedSearches, TheCorrelationSearchIsAsPromised) {
  EXPECT_EQ(one_line(conf("savedsearches.conf").get(lake_search, "search")), one_line(R"(
    `offhours_security_lake` `offhours_window` PutImage
    | offhoursstats operation=PutImage service="ecr*.amazonaws.com" uploads images count dc(event_id) as events min(_time) as firstTime max(_time) as lastTime
      values(off_hours_reason) as off_hours_reason values(off_hours_detail) as off_hours_detail values(off_hours_local_time) as off_hours_local_time values(off_hours_schedule) as off_hours_schedule
      values(image_tag) as image_tag values(image_digest) as image_digest values(user) as user_arn
      by actor_name actor_kind user_role action dest user_agent src vendor_account vendor_product vendor_region image_repository status
    | where status!="Failure"
    | rename actor_name as user
    | `offhours_ctime(firstTime)` | `offhours_ctime(lastTime)`
    | `offhours_filter`)"));
}

TEST(SavedSearches, TheCloudTrailSearchDiffersInItsSourceAlone) {
  const auto searches = conf("savedsearches.conf");
  auto search = searches.get(trail_search, "search");
  ASSERT_TRUE(search.starts_with("`offhours_cloudtrail`"));
  search.replace(0, std::string_view("`offhours_cloudtrail`").size(), "`offhours_security_lake`");
  EXPECT_EQ(search, searches.get(lake_search, "search"));

  const std::set<std::string> own{"search",
                                  "description",
                                  "action.correlationsearch.label",
                                  "action.correlationsearch.annotations",
                                  "action.correlationsearch.metadata",
                                  "action.escu.how_to_implement",
                                  "action.notable.param.drilldown_searches",
                                  "action.notable.param.drilldown_dashboards"};
  const auto rest = [&](const std::string& name) {
    auto settings = searches.stanzas.at(name);
    std::erase_if(settings, [&](const auto& setting) { return own.contains(setting.first); });
    return settings;
  };
  EXPECT_EQ(rest(trail_search), rest(lake_search));
}

class Search : public testing::TestWithParam<std::string> {
 protected:
  std::string get(const std::string& key) const { return conf("savedsearches.conf").get(GetParam(), key); }
};

TEST_P(Search, FitsEnterpriseSecuritysNames) {
  EXPECT_TRUE(GetParam().ends_with(" - Rule"));
  EXPECT_LE(GetParam().size(), 99U);
  EXPECT_EQ("Network - " + get("action.correlationsearch.label") + " - Rule", GetParam());
  EXPECT_FALSE(get("description").empty());
}

TEST_P(Search, WaitsForTheAdminThenRunsHourlyOverWhatWasIndexed) {
  EXPECT_EQ(get("disabled"), "1");
  EXPECT_EQ(get("enableSched"), "1");
  EXPECT_EQ(get("cron_schedule"), "0 * * * *");
  EXPECT_EQ(get("dispatch.earliest_time"), "-24h");
  EXPECT_EQ(get("dispatch.latest_time"), "now");
  EXPECT_EQ(get("realtime_schedule"), "0") << "a skipped run would lose an hour of events";
  EXPECT_EQ(get("allow_skew") + " " + get("schedule_window"), "0 0") << "a run would leave its hour";
  EXPECT_TRUE(macros_in(get("search")).contains("offhours_window"));
}

TEST_P(Search, ScoresTheUserAndMakesNoNotable) {
  EXPECT_EQ(get("action.risk"), "1");
  EXPECT_EQ(json::parse(get("action.risk.param._risk")),
            json::parse(R"([{"risk_object_field": "user", "risk_object_type": "user", "risk_score": 20},
                            {"threat_object_field": "src", "threat_object_type": "ip_address"},
                            {"threat_object_field": "image_digest", "threat_object_type": "file_hash"}])"));
  EXPECT_FALSE(conf("savedsearches.conf").stanzas.at(GetParam()).contains("action.notable"));
}

TEST_P(Search, IsAnnotated) {
  EXPECT_EQ(get("action.correlationsearch.enabled"), "1");
  EXPECT_EQ(get("action.correlationsearch.detection_type"), "ebd");
  const auto annotations = json::parse(get("action.correlationsearch.annotations"));
  EXPECT_EQ(annotations.at("mitre_attack"), json::parse(R"(["T1204.003", "T1525"])"));
  EXPECT_EQ(annotations.at("analytic_story"), json::parse(R"(["Dev Sec Ops"])"));
  EXPECT_GE(annotations.at("references").as_array().size(), 3U);
  EXPECT_EQ(annotations.at("type"), "Anomaly");
  EXPECT_EQ(annotations.at("type_list"), json::parse(R"(["Anomaly"])"));
}

TEST_P(Search, HasTwoDrilldownsThatWorkInAnotherApp) {
  const auto list = drilldowns(GetParam());
  ASSERT_EQ(list.size(), 2U);
  const auto macros = conf("macros.conf");
  for (const auto& drilldown : list) {
    EXPECT_EQ(drilldown.as_object().size(), 4U);
    for (const auto* key : {"name", "search", "earliest_offset", "latest_offset"}) {
      EXPECT_TRUE(drilldown.at(key).is_string()) << key;
    }
    const auto search = text(drilldown.at("search"));
    EXPECT_NE(search.find("$user|s$"), std::string::npos);
    auto names = macros_in(search);
    EXPECT_FALSE(names.contains("offhours_window")) << "it counts from the time of the drilldown";
    while (!names.empty()) {
      const auto name = names.extract(names.begin()).value();
      EXPECT_EQ(exported(meta(), "macros", name), "system") << name;
      names.merge(macros_in(macros.get(name, "definition")));
    }
  }
  EXPECT_EQ(list[0].at("earliest_offset"), "$info_min_time$");
  EXPECT_EQ(list[0].at("latest_offset"), "$info_max_time$");
  EXPECT_EQ(list[1].at("earliest_offset"), "7d");
  EXPECT_EQ(list[1].at("latest_offset"), "0");
}

TEST_P(Search, ItsFirstDrilldownShowsWhatItFound) {
  auto expected = one_line(get("search"));
  constexpr std::string_view window = " `offhours_window` PutImage |";
  const auto at = expected.find(window);
  ASSERT_NE(at, std::string::npos);
  expected.replace(at, window.size(), " PutImage | `offhours_window_of($info_max_time$)` |");
  const auto search = text(drilldowns(GetParam())[0].at("search"));
  EXPECT_TRUE(search.starts_with(expected + " | where user=$user|s$ AND ")) << search;
}

// Known false positives, how to implement, next steps and the domain, where Enterprise Security and its library look.
TEST_P(Search, SaysWhatToDo) {
  EXPECT_NE(get("action.escu.known_false_positives"), "");
  EXPECT_NE(get("action.escu.how_to_implement"), "");
  EXPECT_NE(get("description").find("Known false positives"), std::string::npos);
  const auto next_steps = json::parse(get("action.notable.param.next_steps"));
  EXPECT_NE(text(next_steps.at("data")), "");
  EXPECT_EQ(get("action.notable.param.security_domain"), "network");
}

INSTANTIATE_TEST_SUITE_P(SavedSearches, Search, testing::Values(lake_search, trail_search), [](const auto& search) {
  return std::string(search.param == lake_search ? "SecurityLake" : "CloudTrail");
});

TEST(SavedSearches, KeepTheirIdentities) {
  const auto id = [](const std::string& name) {
    return text(
        json::parse(conf("savedsearches.conf").get(name, "action.correlationsearch.metadata")).at("detection_id"));
  };
  EXPECT_EQ(id(lake_search), "97df4c2a-7258-46dd-a352-adb4dd8bc339");
  EXPECT_EQ(id(trail_search), "03797355-02d5-45a8-8bbc-a105420dc329");
}

TEST(SavedSearches, EachEventFallsIntoOneRun) {
  // The window of index time is as long as the time between two runs, so that they touch without overlap.
  const auto window = conf("macros.conf").get("offhours_window", "definition");
  const auto minutes_ago = [&](const std::string& modifier) {
    const auto at = window.find(modifier + "=-");
    if (at == std::string::npos) return -1;
    const auto value = window.substr(at + modifier.size() + 2);
    return value.substr(value.find_first_not_of("0123456789")).starts_with("m@m") ? std::stoi(value) : -1;
  };
  constexpr int minutes_between_runs = 60;
  EXPECT_EQ(minutes_ago("_index_earliest") - minutes_ago("_index_latest"), minutes_between_runs);
  for (const auto& name : {lake_search, trail_search}) {
    EXPECT_EQ(conf("savedsearches.conf").get(name, "cron_schedule"), "0 * * * *");
    EXPECT_EQ(conf("savedsearches.conf").get(name, "alert.suppress"), "0") << "no event comes twice";
  }
}

TEST(SavedSearches, ABrokenPolicyIsAnAlert) {
  const auto searches = conf("savedsearches.conf");
  const auto get = [&](const std::string& key) { return searches.get(policy_search, key); };
  EXPECT_EQ(one_line(get("search")), "| offhourspolicy view=problems | where severity=\"error\"");
  EXPECT_EQ(get("disabled"), "1");
  EXPECT_EQ(get("enableSched"), "1");
  EXPECT_TRUE(get("cron_schedule").ends_with(" * * *")) << "daily";
  EXPECT_EQ(get("counttype") + " " + get("relation") + " " + get("quantity"), "number of events greater than 0");
  EXPECT_EQ(get("alert.track"), "1") << "an alert that nobody is shown";
}

TEST(SavedSearches, WarningsAreAWeeklyDigest) {
  const auto searches = conf("savedsearches.conf");
  EXPECT_TRUE(one_line(searches.get("Off-Hours - Policy Warnings", "search"))
                  .starts_with("| offhourspolicy view=problems | where severity=\"warning\" | append [| rest "));
  EXPECT_EQ(searches.get("Off-Hours - Policy Warnings", "disabled"), "1");
  EXPECT_TRUE(searches.get("Off-Hours - Policy Warnings", "cron_schedule").ends_with(" * * 1")) << "weekly";
}

TEST(SavedSearches, AreAllDisabled) {
  for (const auto& [name, settings] : conf("savedsearches.conf").stanzas) {
    EXPECT_EQ(settings.at("disabled"), "1") << name;
    EXPECT_NE(settings.at("description"), "") << name;
  }
}

// A run of one of the Rules and its drilldown look at one window, in two spellings.
TEST(Macros, TheWindowIsTheSameForTheDrilldowns) {
  const auto macros = conf("macros.conf");
  const auto window = macros.get("offhours_window", "definition");
  const auto window_of = macros.get("offhours_window_of(1)", "definition");
  for (const auto* bound : {"-70m@m", "-10m@m"}) {
    EXPECT_NE(window.find(bound), std::string::npos);
    EXPECT_NE(window_of.find(bound), std::string::npos);
  }
}

TEST(Lookups, ThePolicyAndItsExampleAreDefined) {
  const auto transforms = conf("transforms.conf");
  EXPECT_EQ(transforms.stanzas.size(), 8U);
  for (const auto* policy : {"offhours", "offhours_example"}) {
    for (const auto* file : {"_schedules", "_holidays", "_assignments", "_exceptions"}) {
      const auto name = std::string(policy) + file;
      EXPECT_EQ(transforms.get(name, "filename"), name + ".csv");
    }
  }
}

TEST(Lookups, ThoseThatAdminsEditAreNotShipped) {
  const auto folder = source / "splunk_app/lookups";
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::directory_iterator(folder)) {
    EXPECT_TRUE(entry.path().filename().string().starts_with("offhours_example_")) << entry.path();
  }
}

TEST(Lookups, PowerUsersMayWriteThem) {
  for (const auto* kind : {"lookups", "transforms"}) {
    EXPECT_EQ(meta().get(kind, "access"), "read : [ * ], write : [ admin, sc_admin, power ]") << kind;
    EXPECT_EQ(exported(meta(), kind, "offhours_schedules"), "system") << kind;
  }
}

// Three examples, each explained, and a line that says what it is.
TEST(SearchAssistant, ExplainsEveryCommand) {
  const auto bnf = conf("searchbnf.conf");
  for (const auto& [command, settings] : conf("commands.conf").stanzas) {
    const auto stanza = command + "-command";
    ASSERT_TRUE(bnf.stanzas.contains(stanza)) << stanza;
    EXPECT_EQ(bnf.get(stanza, "usage"), "public") << stanza;
    EXPECT_TRUE(bnf.get(stanza, "syntax").starts_with(command + " ")) << stanza;
    EXPECT_FALSE(bnf.get(stanza, "shortdesc").empty()) << stanza;
    EXPECT_FALSE(bnf.get(stanza, "description").empty()) << stanza;
    for (const std::string number : {"1", "2", "3"}) {
      EXPECT_NE(bnf.get(stanza, "example" + number).find("| " + command + " "), std::string::npos) << stanza << number;
      EXPECT_FALSE(bnf.get(stanza, "comment" + number).empty()) << stanza << number;
    }
  }
}

TEST(SearchAssistant, EveryTermOfItsOwnIsDefined) {
  const auto bnf = conf("searchbnf.conf");
  for (const auto& [name, settings] : bnf.stanzas) {
    const auto& syntax = settings.at("syntax");
    for (auto at = syntax.find("<offhours"); at != std::string::npos; at = syntax.find("<offhours", at + 1)) {
      const auto term = syntax.substr(at + 1, syntax.find('>', at) - at - 1);
      EXPECT_TRUE(bnf.stanzas.contains(term)) << term << " in " << name;
    }
    EXPECT_EQ(std::count(syntax.begin(), syntax.end(), '('), std::count(syntax.begin(), syntax.end(), ')')) << name;
  }
}

TEST(Icons, AreOfTheSizesThatSplunkWants) {
  const auto number = [](const std::string& bytes, std::size_t at) {
    unsigned value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = value * 256 + static_cast<unsigned char>(bytes.at(i));
    return value;
  };
  for (const auto& [name, size] :
       {std::pair{"appIcon.png", 36U}, {"appIconAlt.png", 36U}, {"appIcon_2x.png", 72U}, {"appIconAlt_2x.png", 72U}}) {
    const auto bytes = read_file(source / "splunk_app/static" / name);
    ASSERT_TRUE(bytes.starts_with("\x89PNG\r\n\x1a\n")) << name;
    EXPECT_EQ(number(bytes, 16), size) << name;
    EXPECT_EQ(number(bytes, 20), size) << name;
  }
}

TEST(Readme, DeclaresTheBinaryFiles) {
  const auto readme = read_file(source / "splunk_app/README.md");
  EXPECT_NE(readme.find("\n## Binary File Declaration\n"), std::string::npos);
  for (const auto* file : {"`bin/offhours`", "`bin/offhours-linux-x86_64`", "`bin/offhours-linux-aarch64`"})
    EXPECT_NE(readme.find(file), std::string::npos) << file;
}

}  // namespace
}  // namespace offhours::test
