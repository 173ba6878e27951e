// Nothing is allocated for an event: a frame of four times as many events, all of them seen before, allocates as often
// as a frame of a quarter. What a frame, a group or a value that is new costs is not held against anybody.
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "command/counted_new.hpp"
#include "command/in_process.hpp"
#include "folder.hpp"
#include "rows/writer.hpp"
#include "samples.hpp"

namespace offhours::test {
namespace {

using Row = std::map<std::string, std::vector<std::string>>;

std::string any_of_number(std::size_t number) { return std::to_string(number * 2654435761U % 1000003); }

// As splunkd writes a frame: each column has its twin, which is filled where a cell has several values.
std::string body_of(const std::vector<Row>& rows, int times) {
  std::set<std::string> names;
  for (const Row& row : rows) {
    for (const auto& [name, values] : row) names.insert(name);
  }
  std::string body;
  rows::write_header(body, std::vector<std::string>(names.begin(), names.end()));
  for (int time = 0; time < times; ++time) {
    for (const Row& row : rows) {
      std::string twins;
      for (const std::string& name : names) {
        const auto found = row.find(name);
        const std::vector<std::string> values = found == row.end() ? std::vector<std::string>() : found->second;
        std::string joined;
        std::string several;
        for (const std::string& value : values) {
          joined += (joined.empty() ? "" : "\n") + value;
          several += (several.empty() ? "$" : ";$") + value + '$';
        }
        rows::write_cell(body, joined);
        body += ',';
        if (values.size() > 1) rows::write_cell(twins, several);
        twins += ',';
      }
      twins.back() = '\n';
      body += twins;
    }
  }
  return body;
}

// Values of the pipeline that go with any event: numbers in every notation, long texts, quotes, dollars, several
// values.
void add_columns(Row& row, std::size_t number) {
  const std::vector<std::vector<std::string>> numbers = {{"1764000000." + any_of_number(number)},
                                                         {any_of_number(number)},
                                                         {"-12.5e-7"},
                                                         {"123456789012345678901234567890"},
                                                         {"0.000000000000000000000017"},
                                                         {"no number at all, and long"},
                                                         {"7", "12345678", "1e3"},
                                                         {"98765432109876543210.125"}};
  row["number"] = numbers[number % numbers.size()];
  const std::vector<std::string> amounts = {any_of_number(number) + ".125", "-0.000000000000000017",
                                            "12345678901234567890",         "4e3",
                                            "no number, and a long text",   "1234567.0987654321"};
  row["amount"] = {amounts[number % amounts.size()]};
  row["only_number"] = {"17" + any_of_number(number) + ".125"};
  row["text"] = {"a text too long for a string to hold it within itself " + any_of_number(number % 7)};
  row["several"] = {"one of several values, long enough $ for the heap",
                    "another \"value\" " + any_of_number(number % 5), "third"};
  if (number % 3 == 0) row["several"].resize(1);
  row["quoted"] = {"a \"quoted\" text that is too long to be held within a string " + any_of_number(number % 4)};
}

// The events of tests/data, in every shape of event there is, and some that are broken, none, or without a time.
std::vector<Row> raw_rows() {
  std::vector<std::string> raws = {"", "no JSON, but a text that is long enough for the heap",
                                   R"({"time":"no time at all, written as a long text"})"};
  for (std::string& event : samples()) raws.push_back(std::move(event));
  raws.push_back(raws.back().substr(0, raws.back().size() / 2));
  std::vector<Row> rows;
  constexpr std::size_t repetitions = 11;
  for (std::size_t i = 0; i < raws.size() * repetitions; ++i) {
    Row row = {{"_raw", {raws[i % raws.size()]}}};
    if (i % 10 != 0)
      row["_time"] = {"17640" + std::to_string(10000 + i * 7919 % 80000) + "." + std::to_string(100 + i % 900)};
    add_columns(row, i);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Fields as Splunk extracts them.
std::vector<Row> field_rows() {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < 240; ++i) {
    const std::string person = "person-with-a-long-name-" + std::to_string(i % 7) + "@example.com";
    Row row = {{"_time", {std::to_string(1764000000 + i * 40503) + ".250"}},
               {"api.operation", {i % 12 == 0 ? "BatchGetImage" : "PutImage"}},
               {"api.service.name", {"ecr.amazonaws.com"}},
               {"actor.user.uid", {"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Developer/" + person}},
               {"actor.session.issuer", {"arn:aws:iam::111122223333:role/AWSReservedSSO_Developer"}},
               {"actor.user.name", {person}},
               {"src_endpoint.ip", {"203.0.113." + std::to_string(i % 20)}},
               {"cloud.region", {"eu-central-1"}},
               {"status", {"Success"}},
               {"unmapped{}.key", {"requestParameters.repositoryName", "requestParameters.imageTag", "other"}},
               {"unmapped{}.value", {"a-team/a-repository-with-a-long-name", "1.2." + std::to_string(i % 9), "value"}},
               {"resources{}.uid",
                {"arn:aws:ecr:eu-central-1:111122223333:repository/one",
                 "arn:aws:ecr:eu-central-1:111122223333:repository/two"}}};
    if (i % 2 == 0) row["time"] = {std::to_string(1764000000000 + i * 40503000)};
    if (i % 5 == 0) row["api.operation"] = {"PutImage", "BatchGetImage"};
    add_columns(row, i);
    rows.push_back(std::move(row));
  }
  return rows;
}

enum class Files { none, hours, all };

void write_policy(const Folder& folder, Files files) {
  if (files == Files::none) return;
  folder.write("offhours_schedules.csv",
               "schedule,time_zone,days,hours,holidays,valid_from,valid_to\n"
               "default,Europe/Berlin,mon-fri,08:00-20:00,de,,\n"
               "robots,UTC,mon-sun,22:00-06:00,de us,,\n"
               "new york,America/New_York,mon-fri,08:00-12:00 13:00-18:00,us,,\n"
               "new york,America/New_York,mon-fri,09:00-12:00,us,2026-11-01,2026-12-31\n"
               "never to be seen,Asia/Tokyo,mon-fri,09:00-17:00,,,\n");
  folder.write("offhours_holidays.csv",
               "calendar,date,kind,hours,name\n"
               "de,2026-11-22..2026-11-23,closed,,a holiday with a name that is long enough for the heap\n"
               "de,2026-11-24,short,10:00-12:00,a short day with a name that is long enough for the heap\n"
               "de,2025-11-26,closed,,another holiday with a name that is long enough\n"
               "us,2026-11-21,workday,10:00-14:00,a make-up day with a name that is long enough for the heap\n"
               "us,*-12-24,closed,,Christmas Eve\n");
  if (files == Files::hours) return;
  folder.write("offhours_assignments.csv",
               "user_name,user_role,vendor_account,several,schedule\n"
               "build-runner,,,,robots\n"
               ",*DevOps*,,,new york\n"
               "person-with-a-long-name-1*,,,,robots\n"
               ",,,another*,new york\n"
               "*moreau*,,1111*,,new york\n");
  folder.write(
      "offhours_exceptions.csv",
      "user_name,image_repository,from,to,reason\n"
      "j.moreau,,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,a change with a number and a reason of some length\n"
      "*-long-name-3@*,,2025-01-01T00:00:00Z,2026-12-01T00:00:00Z,CHG-4711\n"
      "*,payments/*,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,another change of which there is much to say\n");
}

struct Case {
  const char* name;
  const char* command;
  const char* arguments;
  bool fields;  // rows of fields, not of `_raw`
  Files policy;
};

class Allocations : public testing::TestWithParam<Case> {};

TEST(Allocations, AreCounted) {
  const std::uint64_t before = allocations;
  // Called by name: what a new-expression makes may be left out where nobody looks at it.
  ::operator delete(::operator new(1000));
  EXPECT_EQ(allocations, before + 1);
}

TEST_P(Allocations, AreNoneForAnEvent) {
  const Case& c = GetParam();
  const Folder folder;
  write_policy(folder, c.policy);
  InProcess search(c.command, c.arguments, {folder.path(), folder.path()});
  ASSERT_FALSE(search.getinfo.error) << *search.getinfo.error;

  const std::vector<Row> rows = c.fields ? field_rows() : raw_rows();
  const std::string few = body_of(rows, 1);
  const std::string many = body_of(rows, 4);
  std::size_t reply_bytes = 0;
  const auto run = [&](const std::string& body) {
    const std::uint64_t before = allocations;
    const wire::ExecuteReply reply = search.execute(body, false);
    const std::uint64_t made = allocations - before;
    EXPECT_FALSE(reply.error) << *reply.error;
    reply_bytes = reply.body.size();
    return made;
  };
  run(many);
  run(few);
  const std::uint64_t for_many = run(many);
  const std::uint64_t for_few = run(few);
  std::printf("%s: %zu events, %llu allocations for a frame of them and %llu for one of four times as many\n", c.name,
              rows.size(), static_cast<unsigned long long>(for_few), static_cast<unsigned long long>(for_many));
  EXPECT_EQ(for_many, for_few);
  const bool answers_frames =
      std::string_view(c.command) == "offhours" || std::string_view(c.arguments).ends_with("phase=map");
  EXPECT_EQ(reply_bytes > 0, answers_frames);
}

constexpr const char* annotate_all = "fields=\"*\"";
constexpr const char* annotate_holidays = "fields=\"*\" schedule=robots";
constexpr const char* annotate_off = "keep=off operation=PutImage fields=\"user image_*\" schedule=robots";
constexpr const char* annotate_fields = "raw=false fields=\"*\" schedule=robots";
constexpr const char* annotate_by_name = "time=only_number time_zone=Asia/Tokyo days=mon-fri hours=\"22:00-06:00\"";
constexpr const char* correlation_search =
    "keep=all operation=PutImage service=\"ecr*.amazonaws.com\" count dc(image_digest) as images min(_time) as first "
    "max(_time) as last values(off_hours_reason) values(off_hours_local_time) values(off_hours_schedule) "
    "values(off_hours_detail) "
    "values(image_repository) values(image_tag) values(user_role) by user user_name action dest user_agent src "
    "vendor_account vendor_product vendor_region status";
constexpr const char* map_correlation_search =
    "count dc(image_digest) as images min(_time) as first max(_time) as last values(off_hours_reason) "
    "values(image_repository) values(image_tag) by user vendor_account status keep=all phase=map";
constexpr const char* every_function =
    "keep=all count count(several) dc(text) min(number) max(number) min(only_number) max(only_number) sum(amount) "
    "avg(amount) values(several) earliest(number) latest(text) values(quoted) by several status missing";
constexpr const char* map_every_function =
    "count(several) dc(text) min(number) max(number) min(only_number) sum(amount) avg(amount) values(several) "
    "earliest(number) latest(text) by several user keep=all phase=map";
constexpr const char* fields_only =
    "keep=all raw=false count min(_time) max(_time) earliest(src) latest(image_tag) by user api.operation";
constexpr const char* map_fields_only = "raw=false count values(image_repository) by user user_role keep=all phase=map";

INSTANTIATE_TEST_SUITE_P(
    Commands, Allocations,
    testing::Values(Case{"annotate", "offhours", annotate_all, false, Files::none},
                    Case{"annotate_holidays", "offhours", annotate_holidays, false, Files::hours},
                    Case{"annotate_off", "offhours", annotate_off, false, Files::hours},
                    Case{"annotate_fields", "offhours", annotate_fields, true, Files::hours},
                    Case{"annotate_by_name", "offhours", annotate_by_name, true, Files::none},
                    Case{"detect", "offhoursstats", correlation_search, false, Files::none},
                    Case{"detect_by_policy", "offhoursstats", correlation_search, false, Files::all},
                    Case{"detect_every_function", "offhoursstats", every_function, false, Files::all},
                    Case{"detect_fields", "offhoursstats", fields_only, true, Files::all},
                    Case{"map", "offhoursstats", map_correlation_search, false, Files::none},
                    Case{"map_every_function", "offhoursstats", map_every_function, false, Files::none},
                    Case{"map_fields", "offhoursstats", map_fields_only, true, Files::none}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace offhours::test
