// Every search that the app and its documents hold: whether it can be resolved where it runs, and what our commands say
// to its arguments.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "app/columns.hpp"
#include "app/conf_file.hpp"
#include "app/installed.hpp"
#include "app/search_run.hpp"
#include "app/shell.hpp"
#include "app/spl.hpp"
#include "splunkd/driver.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Search {
  std::string where;
  std::string text;
};

ConfFile conf(const std::string& name) { return parse_conf(read_file(source / "default" / name)); }
std::string text(const json::value& value) { return json::value_to<std::string>(value); }

// A drilldown's tokens of the form `$name|s$`, each filled with a value.
std::string with_quoted_tokens(const std::string& search) {
  static const std::regex token(R"(\$(\w+)\|s\$)");
  return std::regex_replace(search, token, "\"$1\"");
}

std::vector<Search> saved_searches() {
  std::vector<Search> searches;
  for (const auto& [name, settings] : conf("savedsearches.conf").stanzas) {
    searches.push_back({name, settings.at("search")});
    const auto found = settings.find("action.notable.param.drilldown_searches");
    if (found == settings.end()) continue;
    const auto drilldowns = json::parse(found->second);
    for (const auto& drilldown : drilldowns.as_array())
      searches.push_back({"a drilldown of " + name, with_quoted_tokens(text(drilldown.at("search")))});
  }
  return searches;
}

std::vector<Search> examples_of_the_search_bar() {
  std::vector<Search> searches;
  for (const auto& [name, settings] : conf("searchbnf.conf").stanzas) {
    for (const auto& [key, value] : settings) {
      if (key.starts_with("example")) searches.push_back({name + " " + key, value});
    }
  }
  return searches;
}

// The fenced blocks of a language in a Markdown file.
std::vector<Search> blocks(const fs::path& file, std::string_view language) {
  std::vector<Search> found;
  const auto content = read_file(file);
  const auto fence = "\n```" + std::string(language) + "\n";
  for (auto at = content.find(fence); at != std::string::npos; at = content.find(fence, at)) {
    const auto begin = at + fence.size();
    at = content.find("\n```", begin);
    const auto line = 1 + std::count(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    found.push_back({file.filename().string() + ":" + std::to_string(line), content.substr(begin, at - begin)});
  }
  return found;
}

// Searches that stand in a Markdown file without a fence: lines that are indented by four blanks, and code within a
// line, if it begins with a bar. An ellipsis stands for a search.
std::vector<Search> searches_without_fence(const fs::path& file) {
  std::vector<Search> found;
  std::istringstream lines(read_file(file));
  bool indented = false;
  std::size_t number = 0;
  const auto add = [&](std::string text) {
    found.push_back({file.filename().string() + ":" + std::to_string(number), std::move(text)});
  };
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const bool goes_on = indented;
    indented = line.starts_with("    ") && (goes_on || line.find("offhours") != std::string::npos);
    if (indented) {
      std::string text = line.substr(4);
      if (text.starts_with("...")) text.replace(0, 3, "index=main");
      if (goes_on && text.starts_with('|')) {
        found.back().text += '\n' + text;
      } else {
        add(std::move(text));
      }
      continue;
    }
    for (auto at = line.find("`| offhours"); at != std::string::npos; at = line.find("`| offhours", at + 1)) {
      add(line.substr(at + 1, line.find('`', at + 1) - at - 1));
    }
  }
  std::erase_if(found, [](const Search& search) { return search.text.find("| offhours") == std::string::npos; });
  return found;
}

std::vector<fs::path> markdown_files() {
  std::vector<fs::path> files = {source / "README.md", source / "splunk_app/README.md"};
  for (const auto& entry : fs::directory_iterator(source / "docs")) {
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  }
  return files;
}

std::vector<Search> documents(std::string_view language) {
  std::vector<Search> found;
  for (const auto& file : markdown_files()) {
    for (auto& block : blocks(file, language)) found.push_back(std::move(block));
    if (language != "spl") continue;
    for (auto& search : searches_without_fence(file)) found.push_back(std::move(search));
  }
  return found;
}

struct View {
  std::string name;
  json::value definition;
  std::map<std::string, std::string> tokens;  // as they are when the view is opened
  std::string content;
};

std::vector<View> views() {
  std::vector<View> found;
  for (const auto& entry : fs::directory_iterator(source / "default/data/ui/views")) {
    View view{entry.path().stem().string(), {}, {}, read_file(entry.path())};
    constexpr std::string_view open = "<definition><![CDATA[";
    const auto begin = view.content.find(open) + open.size();
    view.definition = json::parse(view.content.substr(begin, view.content.find("]]>", begin) - begin));
    for (const auto& input : view.definition.at("inputs").as_object()) {
      const auto& options = input.value().at("options");
      view.tokens[text(options.at("token"))] = text(options.at("defaultValue"));
    }
    found.push_back(std::move(view));
  }
  return found;
}

// The search of a view's data source, behind that of the source that it extends.
std::string query_of(const json::value& sources, std::string_view name) {
  const auto& options = sources.at(name).at("options").as_object();
  const auto query = text(options.at("query"));
  const auto* extended = options.if_contains("extend");
  return extended == nullptr ? query : query_of(sources, text(*extended)) + "\n" + query;
}

// The searches of the views, and those that their links and drilldowns open.
std::vector<Search> searches_of_views() {
  std::vector<Search> found;
  for (const auto& view : views()) {
    const auto& sources = view.definition.at("dataSources");
    for (const auto& data : sources.as_object()) {
      const auto query = query_of(sources, data.key());
      found.push_back({view.name + "/" + std::string(data.key()), with_quoted_tokens(with_tokens(query, view.tokens))});
    }
    for (auto at = view.content.find("?q="); at != std::string::npos; at = view.content.find("?q=", at + 1)) {
      auto link = view.content.substr(at + 3, view.content.find_first_of("&)\"", at) - at - 3);
      found.push_back({view.name + ", a link", percent_decoded(with_tokens(link, view.tokens))});
    }
  }
  return found;
}

std::vector<Search> all_searches() {
  std::vector<Search> all;
  for (auto list : {saved_searches(), examples_of_the_search_bar(), documents("spl"), searches_of_views()})
    std::move(list.begin(), list.end(), std::back_inserter(all));
  return all;
}

bool is_ours(std::string_view command) { return command.starts_with("offhours"); }

TEST(Spl, IsCutIntoCommands) {
  const auto commands =
      commands_in(R"(`m` x="a|b" | eval n=[| inputlookup f | head 1] | where a="\"|" | `f(x)` | table n)");
  std::vector<std::string> names;
  for (const auto& command : commands) names.push_back(command.name);
  EXPECT_EQ(names, (std::vector<std::string>{"search", "eval", "where", "table", "inputlookup", "head"}));
  EXPECT_EQ(commands[2].arguments, R"(a="\"|")");
  EXPECT_EQ(macros_in("`a` | `b(x,y)`"), (std::set<std::string>{"a", "b(2)"}));
  EXPECT_EQ(percent_decoded("%7C%20x%"), "| x%");
}

TEST(Searches, AreAllFound) {
  EXPECT_EQ(saved_searches().size(), 20U);
  EXPECT_EQ(examples_of_the_search_bar().size(), 9U);
  EXPECT_GE(documents("spl").size(), 20U);
  EXPECT_GE(searches_of_views().size(), 35U);
}

TEST(Searches, EveryMacroIsDefined) {
  const auto macros = conf("macros.conf");
  for (const auto& search : all_searches()) {
    auto names = macros_in(search.text);
    while (!names.empty()) {
      const auto name = names.extract(names.begin()).value();
      ASSERT_TRUE(macros.stanzas.contains(name)) << name << " in " << search.where;
      names.merge(macros_in(macros.get(name, "definition")));
    }
  }
}

TEST(Searches, EveryCommandIsOursOrSplunks) {
  std::set<std::string> known{"append",      "convert", "eval",        "eventstats", "fields",      "fillnull",
                              "from",        "head",    "inputlookup", "localop",    "makeresults", "outputlookup",
                              "rename",      "rest",    "return",      "search",     "sort",        "stats",
                              "streamstats", "table",   "timechart",   "where",      "xyseries"};
  for (const auto& [name, settings] : conf("commands.conf").stanzas) known.insert(name);
  for (const auto& search : all_searches()) {
    for (const auto& command : commands_in(search.text))
      EXPECT_TRUE(known.contains(command.name)) << command.name << " in " << search.where;
  }
}

TEST(Searches, EveryLookupIsDefined) {
  std::set<std::string> known;
  for (const auto& [name, settings] : conf("transforms.conf").stanzas) {
    known.insert(name);
    known.insert(settings.at("filename"));
  }
  known.insert("offhours_backup_schedules.csv");
  std::size_t lookups = 0;
  for (const auto& search : all_searches()) {
    for (const auto& command : commands_in(search.text)) {
      if (command.name != "inputlookup" && command.name != "outputlookup") continue;
      ++lookups;
      const auto name = command.arguments.substr(command.arguments.find_last_of(' ') + 1);
      EXPECT_TRUE(known.contains(name)) << name << " in " << search.where;
    }
  }
  EXPECT_GT(lookups, 10U);
}

// A search of the app's own that writes has nothing to overwrite.
TEST(Searches, NoViewOverwritesAPolicy) {
  std::size_t writing = 0;
  for (const auto& search : searches_of_views()) {
    if (search.text.find("outputlookup") == std::string::npos) continue;
    ++writing;
    EXPECT_NE(search.text.find("| where there=0 |"), std::string::npos) << search.where;
    EXPECT_NE(search.text.find("outputlookup override_if_empty=false offhours_"), std::string::npos) << search.where;
  }
  EXPECT_EQ(writing, 4U);
}

TEST(Views, EveryViewThatIsNamedIsThere) {
  std::set<std::string> known{"search", "reports", "alerts"};
  for (const auto& view : views()) known.insert(view.name);
  const auto menu = read_file(source / "default/data/ui/nav/default.xml");
  std::size_t named = 0;
  constexpr std::string_view in_menu = "<view name=\"";
  for (auto at = menu.find(in_menu); at != std::string::npos; at = menu.find(in_menu, at + 1), ++named) {
    const auto begin = at + in_menu.size();
    EXPECT_TRUE(known.contains(menu.substr(begin, menu.find('"', begin) - begin))) << menu.substr(begin, 30);
  }
  EXPECT_EQ(named, known.size());
  constexpr std::string_view in_link = "/app/DA-ESS-OffHours/";
  for (const auto& view : views()) {
    for (auto at = view.content.find(in_link); at != std::string::npos; at = view.content.find(in_link, at + 1)) {
      const auto begin = at + in_link.size();
      const auto name = view.content.substr(begin, view.content.find_first_of("?)\"", begin) - begin);
      EXPECT_TRUE(known.contains(name)) << name << " in " << view.name;
    }
  }
}

TEST_F(Installed, OurCommandsTakeEveryArgumentThatIsWrittenAnywhere) {
  std::size_t asked = 0;
  for (const auto& search : all_searches()) {
    for (const auto& command : commands_in(search.text)) {
      if (!is_ours(command.name)) continue;
      ++asked;
      const auto info = setup(command).info;
      splunkd::Process process({program().string(), {}, {}});
      const auto reply = process.getinfo(info);
      process.wait();
      EXPECT_TRUE(reply.received) << search.where;
      EXPECT_EQ(reply.error, "") << search.where << ": " << command.name << " " << command.arguments;
      for (const auto& violation : process.violations()) ADD_FAILURE() << search.where << ": " << violation;
    }
  }
  EXPECT_GE(asked, 40U);
}

// Every sample event, as an index would give it.
splunkd::Table sample_events() {
  splunkd::Table events;
  events.columns = {"_time", "_raw"};
  for (const auto& entry : fs::directory_iterator(source / "tests/data/events")) {
    for (auto& row : events_of(entry.path()).rows) events.rows.push_back(std::move(row));
  }
  return events;
}

// ... and those of the sources of docs/recipes.md, with the fields that Splunk extracts.
splunkd::Table events_of_every_source() {
  auto events = sample_events();
  for (const auto& entry : fs::directory_iterator(source / "tests/data/recipes")) {
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
  // A row of a federated search, which has columns alone.
  auto& federated = events.rows.emplace_back(events.columns.size());
  for (const auto& [name, value] :
       {std::pair("api.operation", "PutImage"), std::pair("api.service.name", "ecr.amazonaws.com"),
        std::pair("time_dt", "2026-05-16 21:00:00.000 UTC")}) {
    events.columns.emplace_back(name);
    federated.push_back({value});
  }
  for (auto& row : events.rows) row.resize(events.columns.size());
  return events;
}

// A name that a search reads behind one of our commands, where no column can have it, is one that we have renamed or
// that somebody has misspelled.
TEST_F(Installed, ColumnsThatAreReadBehindOurCommandsExist) {
  const auto macros = conf("macros.conf");
  const splunkd::Table events = events_of_every_source();
  std::size_t followed = 0;
  for (const auto& search : all_searches()) {
    const auto text = with_macros(
        search.text, [&](const auto& name) { return macros.get(name, "definition"); },
        [&](const auto& name) { return macros.get(name, "args"); });
    Columns columns;
    for (const auto& command : commands_in(text)) {
      if (!is_ours(command.name)) {
        for (const auto& name : columns.pass(command)) {
          ADD_FAILURE() << search.where << ": " << command.name << " reads '" << name << "', which is not there";
        }
        continue;
      }
      ++followed;
      const bool generates = command.name == "offhourspolicy";
      const auto result = splunkd::run_search(setup(command), generates ? splunkd::Table() : events);
      EXPECT_EQ(result.error, "") << search.where;
      EXPECT_FALSE(result.table.columns.empty()) << search.where << ": " << command.arguments;
      columns.give(result.table.columns, command.name != "offhours");
    }
  }
  EXPECT_GE(followed, 40U);
}

TEST(Columns, AreFollowedThroughASearch) {
  const struct {
    const char* search;
    const char* missing;
  } cases[] = {
      {"| ours | xyseries weekday hour share", "share "},
      {"| ours | xyseries weekday hour working_share", ""},
      {"| ours | table hour nothing", "nothing "},
      {"| ours | eval a=hour+1, b=a.\"nothing\" | where b=lower(other)", "other "},
      {"| ours | rename hour as h | table h weekday | sort -h, hour", "hour "},
      {"| ours | stats count sum(working_share) as s by weekday | where s>0 AND count>0 AND hour=1", "hour "},
      {"| ours | search weekday=Monday day=1", "day "},
      {"| ours | fields week* | table weekday", ""},
      {"index=a | adds | where off_hours=1 AND x=1 AND off_hour_detail=\"\" AND off_hours_detial=\"\"",
       "off_hours_detial "},
  };
  for (const auto& c : cases) {
    Columns columns;
    std::string missing;
    for (const auto& command : commands_in(c.search)) {
      if (command.name == "ours") columns.give({"weekday", "hour", "working_share"}, true);
      if (command.name == "adds") columns.give({"off_hours"}, false);
      for (const auto& name : columns.pass(command)) missing += name + ' ';
    }
    EXPECT_EQ(missing, c.missing) << c.search;
  }
}

// What the documents tell the shell to do: it parses, and what runs our program runs.
TEST_F(Installed, TheShellCommandsOfTheDocuments) {
  std::size_t ran = 0;
  for (const auto& block : documents("sh")) {
    const auto script = folder_ / "script";
    write_file(script, block.text);
    EXPECT_EQ(run_script("sh -n " + shell_word(script.string()), "/").status, 0) << block.where;
    for (auto at = block.text.find("bin/offhours "); at != std::string::npos;
         at = block.text.find("bin/offhours ", at + 1)) {
      const auto call = block.text.substr(at, block.text.find('\n', at) - at);
      const auto outcome = run_script(call, folder_.path());
      EXPECT_EQ(outcome.status, 0) << block.where << ": " << call << outcome.err;
      EXPECT_TRUE(outcome.out.starts_with("offhours ")) << outcome.out;
      ++ran;
    }
  }
  EXPECT_GE(ran, 2U);
}

// A link of the documents to a file of the repository leads there.
TEST(Documents, TheirLinksLeadSomewhere) {
  std::size_t links = 0;
  for (const auto& entry : fs::directory_iterator(source / "docs")) {
    if (entry.path().extension() != ".md") continue;
    const auto content = read_file(entry.path());
    for (auto at = content.find("]("); at != std::string::npos; at = content.find("](", at + 1)) {
      const auto target = content.substr(at + 2, content.find_first_of(")#", at) - at - 2);
      if (target.empty() || target.starts_with("http")) continue;
      ++links;
      EXPECT_TRUE(fs::exists(entry.path().parent_path() / target)) << target << " in " << entry.path();
    }
  }
  EXPECT_GE(links, 8U);
}

}  // namespace
}  // namespace offhours::test
