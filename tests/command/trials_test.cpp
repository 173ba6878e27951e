// Public reports of people who do this job, tried on the first version: each line of trials.jsonl has the files, the
// command and the events of one. What has to come is in the table below, as a pattern of all that the program says: the
// error or the rows (`column=value`, a line each), then the warnings.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "command/in_process.hpp"
#include "folder.hpp"
#include "holidays/import.hpp"
#include "text/ascii.hpp"

namespace offhours::test {
namespace {

namespace json = boost::json;

const std::map<std::string, std::string> answers = {
    // Where the report's file can be read for sure, it is read; then there is nothing to warn of.
    {"h2-003", R"~(off_hours=0\n[^]*off_hours=1\n[^]*21:30 Europe/Berlin)~"},
    {"h2-004", R"~(off_hours=0\n[^]*off_hours=1\n[^]*21:30 Europe/Berlin)~"},
    {"h2-115", R"~(weekday=Monday\nhour=8\nworking_share=1\n)~"},
    {"h2-012", R"~(severity=warning\n[^]*value=valid_to\nfault=column is not there though valid_from is)~"},
    {"h2-021", R"~(severity=warning\n[^]*value=1\.11111E\+11\n.*12 digits, so it can never match)~"},
    {"h2-022", R"~(value=1\.11111111111E\+11\n.*12 digits, so it can never match\nmend=111111111111\n)~"},
    {"h2-023", R"~(value='111111111111\n.*12 digits, so it can never match\nmend=111111111111\n)~"},
    {"h2-025", R"~(value=1111-1111-1111\n.*12 digits, so it can never match\nmend=111111111111\n)~"},
    {"h2-027", R"~(value=12345678901\n.*12 digits, so it can never match\nmend=012345678901\n)~"},
    {"h2-040", R"~(^offhours_schedules\.csv:2:9: time_zone 'PST' is not .*; did you mean America/Los_Angeles\?\n)~"},
    {"h2-051", R"~(\nuser=94c80478-1\n[^]*\nactor_name=94c80478-1\n)~"},
    // The ARN tells the runs apart; the report's own wish is actor_name, see Actor.OfAPipelineIsTheSameFromRunToRun.
    {"h2-053", R"~(run-0\n[^]*run-1\n[^]*run-2\n)~"},
    {"h2-055", R"~(\nuser=123456789012\n[^]*vendor_account=123456789012\n)~"},
    {"h2-057", R"~(user/ann\ncount=2\n)~"},
    {"h2-059", R"~(user/ann\ncount=1\n)~"},
    {"h2-060", R"~(user/ann\ncount=1\n)~"},
    {"h2-064", R"~(event_id=.+\ncount=1\nevent_id=.+\ncount=1\n)~"},
    {"h2-069", R"~(off_hours=1\n[^]*\nuser=arn:aws:iam::111111111111:user/ann\n)~"},
    {"h2-071", R"~(^\n$)~"},
    {"h2-078", R"~(off_hours=1\n[^]*off_hours_local_time=2026-05-13T21:00:00\+00:00\n)~"},
    {"h2-089", R"~(^.*has a wildcard; write an aggregate for each field)~"},
    {"h2-090", R"~(^.*has a wildcard; write an aggregate for each field)~"},
    {"h2-091", R"~(^.*has a wildcard; write an aggregate for each field)~"},
    {"h2-093", R"~(^.*has a wildcard; write the name of each field after by)~"},
    {"h2-104", R"~(off_hours=1\noff_hours_reason=after_hours\n[^]*WARN .*00:00-23:59.*did you mean 00:00-24:00\?)~"},
    {"h2-105", R"~(of Tue 2026-02-17 in schedule default \(mon-sun 22:00-06:00\))~"},
    {"h2-106", R"~(of Sat 2026-03-28 in schedule default \(mon-sun 22:00-06:00\))~"},
    {"h2-108", R"~(of Sat 2026-02-14 in schedule default \(.*workday \(makeup\) 22:00-06:00\))~"},
    {"h2-109", R"~(holiday of Sat 2026-03-28 \(X\) in schedule default \(mon-sun 22:00-06:00\))~"},
    {"h2-111", R"~(severity=warning\n[^]*fault=file names columns and has no row, so the built-in hours hold)~"},
    {"h2-112",
     R"~(severity=warning\n[^]*value=default\nfault=schedule is not defined, so whoever matches no assignment is held against the built-in hours)~"},
    {"h2-113", R"~(severity=warning\n[^]*fault=schedule ended on 2025-12-31 and has no hours on any day since)~"},
    {"h2-114", R"~(value=00:00-23:59\nfault=.*\nmend=00:00-24:00\n)~"},
    {"h2-117", R"~(\ncal,2026-01-12,closed,,A\ncal,2027-01-11,closed,,A\n$)~"},
    {"h2-118", R"~(\ncal,2026-07-06,closed,,A\ncal,2027-07-05,closed,,A\n$)~"},
    {"h2-119", R"~(\ncal,2026-01-01,closed,,A\ncal,2027-01-01,closed,,A\n$)~"},
    {"h2-121", R"~(\ncal,2026-12-25,closed,,A\ncal,2026-12-26,closed,,A\n$)~"},
    {"h2-122", R"~(\ncal,2026-10-01,closed,,A\ncal,2027-10-01,closed,,A\n$)~"},
    {"h2-124", R"~(\ncal,2026-09-02,closed,,A\n$)~"},
    {"h2-126", R"~(\ncal,2026-09-02,closed,,A\ncal,2027-09-02,closed,,A\n$)~"},
    {"h2-128", R"~(\ncal,2026-12-25,closed,,A\n$)~"},
    {"h2-129", R"~(\ncal,2026-05-01,closed,,A\n$)~"},
};

std::string text(const json::value& value) { return json::value_to<std::string>(value); }

// The file as it was: some are written as Python shows bytes, `b'\xff\xfes'`.
std::string bytes_of(const std::string& written) {
  if (!written.starts_with("b'") || !written.ends_with('\'')) return written;
  std::string bytes;
  for (std::size_t i = 2; i + 1 < written.size(); ++i) {
    if (written[i] != '\\') {
      bytes += written[i];
      continue;
    }
    const char kind = written[++i];
    if (kind == 'x') {
      bytes += static_cast<char>(text::hex_value(written[i + 1]) * 16 + text::hex_value(written[i + 2]));
      i += 2;
    } else {
      bytes += kind == 'n' ? '\n' : kind == 'r' ? '\r' : kind == 't' ? '\t' : kind;
    }
  }
  return bytes;
}

TextTable table_of(const json::array& events) {
  TextTable table;
  std::map<std::string, std::size_t> columns;
  for (const json::value& event : events) {
    if (!event.is_object()) {
      columns.try_emplace("_raw", columns.size());
      continue;
    }
    for (const auto& [name, value] : event.as_object()) columns.try_emplace(std::string(name), columns.size());
  }
  table.columns.resize(columns.size());
  for (const auto& [name, place] : columns) table.columns[place] = name;
  for (const json::value& event : events) {
    std::vector<std::string>& row = table.rows.emplace_back(columns.size());
    if (!event.is_object()) {
      row[columns["_raw"]] = text(event);
      continue;
    }
    for (const auto& [name, value] : event.as_object()) row[columns[std::string(name)]] = text(value);
  }
  return table;
}

std::string imported(const json::object& trial, const std::string& command) {
  const std::regex form(R"(import_holidays\((\d+)\.\.(\d+), zone=([^)]*)\))");
  std::smatch parts;
  if (!std::regex_match(command, parts, form)) return "no such command";
  holidays::ImportOptions options;
  options.calendar = "cal";
  options.first_year = std::chrono::year(std::stoi(parts[1]));
  options.last_year = std::chrono::year(std::stoi(parts[2]));
  options.zone = parts[3];
  std::string file = "BEGIN:VCALENDAR\n";
  for (const json::value& event : trial.at("events").as_array()) {
    file += "BEGIN:VEVENT\n" + text(event) + "\nSUMMARY:A\nEND:VEVENT\n";
  }
  const holidays::Import import = import_holidays(file + "END:VCALENDAR\n", options);
  std::string told;
  for (const fault::Fault& fault : import.faults) told += fault::to_line(fault) + '\n';
  return told + to_csv(import.rows, "cal");
}

std::string told_by(const json::object& trial) {
  const std::string command = text(trial.at("command"));
  if (command.starts_with("import_holidays")) return imported(trial, command);
  const Folder lookups;
  for (const auto& [name, content] : trial.at("policy_files").as_object()) {
    lookups.write(std::string(name), bytes_of(text(content)));
  }
  const std::size_t blank = std::min(command.find(' '), command.size());
  const Outcome outcome = run_command(lookups.path(), command.substr(0, blank), command.substr(blank),
                                      table_of(trial.at("events").as_array()));
  std::string told = outcome.error + '\n';
  for (const std::vector<std::string>& row : outcome.table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!outcome.table.columns[i].starts_with("__mv_")) told += outcome.table.columns[i] + '=' + row[i] + '\n';
    }
  }
  for (const std::string& warning : outcome.warnings) told += "WARN " + warning + '\n';
  return told;
}

TEST(Trials, OfPublicReportsComeOutRight) {
  const char* const given = std::getenv("OFFHOURS_SHARED");
  const std::string path =
      std::string(given != nullptr ? given : OFFHOURS_SOURCE_DIR "/../shared") + "/data/trials.jsonl";
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "no " << path << "; OFFHOURS_SHARED names the folder";
  std::set<std::string> seen;
  for (std::string line; std::getline(file, line);) {
    const json::object trial = json::parse(line).as_object();
    const std::string id = text(trial.at("id"));
    seen.insert(id);
    const std::string told = told_by(trial);
    const auto answer = answers.find(id);
    EXPECT_NE(answer, answers.end()) << id << " has no answer here: " << text(trial.at("situation"));
    if (answer == answers.end()) continue;
    EXPECT_TRUE(std::regex_search(told, std::regex(answer->second)))
        << id << ", " << text(trial.at("situation")) << ", should say " << answer->second << " and says\n"
        << told;
  }
  for (const auto& [id, pattern] : answers) EXPECT_TRUE(seen.contains(id)) << id << " is no line of the file";
}

}  // namespace
}  // namespace offhours::test
