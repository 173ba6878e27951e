// Cases from the field, each with its policy files, events and verdicts: those of the shared collection, if it is
// there, and our own in tests/data/policy_cases.jsonl, in the same form.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "command/in_process.hpp"
#include "folder.hpp"
#include "samples.hpp"

namespace offhours::test {
namespace {

namespace json = boost::json;

std::vector<json::value> cases_in(const std::string& file) {
  std::vector<json::value> cases;
  for (const std::string& line : lines_of(file)) {
    if (!line.empty()) cases.push_back(json::parse(line));
  }
  return cases;
}

// The reason a case's words stand for; the hours decide between before, between and after.
std::string reason_of(std::string_view words, std::string_view actual) {
  if (words.starts_with("in hours") || words.starts_with("within")) return "working_hours";
  if (words.starts_with("non-working day")) return "day_off";
  if (words.starts_with("holiday")) return "holiday";
  if (words.starts_with("outside the special hours")) return "short_day";
  if (words.starts_with("outside")) {
    return actual == "before_hours" || actual == "after_hours" || actual == "between_hours" ? std::string(actual)
                                                                                            : "before or after hours";
  }
  return std::string(words);
}

std::size_t check_case(const json::object& the_case) {
  SCOPED_TRACE(std::string(the_case.at("id").as_string()));
  const Folder lookups;
  for (const auto& [name, text] : the_case.at("policy_files").as_object()) {
    lookups.write(std::string_view(name), std::string_view(text.as_string()));
  }
  std::vector<std::string> events;
  for (const json::value& event : the_case.at("events").as_array()) events.push_back(json::serialize(event));
  const json::array& expected = the_case.at("expected_table").as_array();
  const Outcome run = run_command(lookups.path(), "offhours", "", raw_events(events));

  const json::value* const error = the_case.if_contains("expected_error");
  if (expected.empty() || expected.front().at("off_hours").is_null() || error != nullptr) {
    EXPECT_NE(run.error, "");
    if (error != nullptr) {
      EXPECT_EQ(run.error, std::string(error->as_string()));
    }
    return events.size();
  }
  EXPECT_EQ(run.error, "");
  const auto off = run.table.column("off_hours");
  const auto local = run.table.column("off_hours_local_time");
  const auto reason = run.table.column("off_hours_reason");
  const auto detail = run.table.column("off_hours_detail");
  EXPECT_EQ(off.size(), expected.size());
  for (std::size_t i = 0; i < std::min(off.size(), expected.size()); ++i) {
    const json::object& row = expected[i].as_object();
    SCOPED_TRACE(std::string(row.at("uid").as_string()));
    EXPECT_EQ(off[i], row.at("off_hours").as_bool() ? "1" : "0");
    EXPECT_EQ(local[i], rfc3339(row.at("local").as_string()));
    EXPECT_EQ(reason[i], reason_of(row.at("reason").as_string(), reason[i]));
    if (const json::value* const words = row.if_contains("detail")) {
      EXPECT_EQ(detail[i], std::string(words->as_string()));
    }
  }
  return expected.size();
}

TEST(Cases, OfTheSharedCollection) {
  if (shared_folder().empty()) GTEST_SKIP() << "the shared cases are not at hand (OFFHOURS_SHARED)";
  const std::vector<json::value> cases = cases_in(shared_folder() + "/data/cases.jsonl");
  ASSERT_FALSE(cases.empty());
  std::size_t events = 0;
  for (const json::value& the_case : cases) events += check_case(the_case.as_object());
  RecordProperty("events", static_cast<int>(events));
}

TEST(Cases, OfOurOwn) {
  const std::vector<json::value> cases = cases_in(OFFHOURS_SOURCE_DIR "/tests/data/policy_cases.jsonl");
  ASSERT_FALSE(cases.empty());
  for (const json::value& the_case : cases) check_case(the_case.as_object());
}

}  // namespace
}  // namespace offhours::test
