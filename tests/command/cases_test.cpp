// Cases with known verdicts, where they are at hand: those whose policy is one row that an inline schedule can say.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "command/program.hpp"

namespace offhours::test {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// The inline schedule of a policy of one plain row, or nothing.
std::string inline_schedule(const json::object& files) {
  if (files.size() != 1) return {};
  const std::string csv = text_at(files, "offhours_schedules.csv");
  std::vector<std::string> faults;
  const splunkd::Table table = splunkd::from_csv(csv, faults);
  if (table.rows.size() != 1 || !table.text(0, "holidays").empty() || !table.text(0, "valid_from").empty()) return {};
  return "time_zone=\"" + table.text(0, "time_zone") + "\" days=\"" + table.text(0, "days") + "\" hours=\"" +
         table.text(0, "hours") + "\"";
}

TEST(Cases, ThatNeedNoPolicyFileAreRight) {
  if (shared_folder().empty()) GTEST_SKIP() << "the shared cases are not at hand (OFFHOURS_SHARED)";
  std::size_t tried = 0;
  for (const std::string& line : lines_of(shared_folder() + "/data/cases.jsonl")) {
    const json::value parsed = json::parse(line);
    const json::object& one = parsed.get_object();
    const std::string schedule = inline_schedule(one.at("policy_files").get_object());
    if (schedule.empty()) continue;
    ++tried;
    const std::string id = text_at(one, "id");
    std::vector<std::string> raw;
    for (const json::value& event : one.at("events").get_array()) raw.push_back(json::serialize(event));
    const auto result = search("offhours", schedule + " fields=event_id", as_events(raw));
    EXPECT_EQ(joined(result.violations), "") << id;
    std::size_t row = 0;
    for (const json::value& expected_value : one.at("expected_table").get_array()) {
      const json::object& expected = expected_value.get_object();
      if (expected.at("off_hours").is_null()) {
        EXPECT_TRUE(
            result.error.starts_with("time_zone 'Europe/Berln' is not an IANA time zone; did you mean Europe/Berlin?"))
            << result.error;
        continue;
      }
      ASSERT_LT(row, result.table.rows.size()) << id;
      EXPECT_EQ(result.table.text(row, "event_id"), text_at(expected, "uid")) << id;
      EXPECT_EQ(result.table.text(row, "off_hours"), expected.at("off_hours").get_bool() ? "1" : "0")
          << id << " " << text_at(expected, "uid");
      EXPECT_EQ(result.table.text(row, "off_hours_local_time"), rfc3339(text_at(expected, "local"))) << id;
      ++row;
    }
  }
  EXPECT_GE(tried, 15U);
}

}  // namespace
}  // namespace offhours::test
