// Rows of a federated search: the columns of Security Lake's Parquet files, with neither `_raw` nor `_time`.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "command/in_process.hpp"

namespace offhours::test {
namespace {

using Row = std::map<std::string, std::string>;

// The fields that the macro selects, in their order.
std::vector<std::string> selected_fields() {
  std::stringstream conf;
  conf << std::ifstream(OFFHOURS_SOURCE_DIR "/default/macros.conf").rdbuf();
  const std::string text = conf.str();
  const std::string begins = "definition = sdselect ";
  const std::size_t start = text.find(begins) + begins.size();
  std::stringstream list(text.substr(start, text.find(" FROM ", start) - start));
  std::vector<std::string> fields;
  for (std::string field; list >> field;) fields.push_back(field.substr(0, field.find(',')));
  return fields;
}

const Row upload = {
    {"time", "1778706000000"},
    {"time_dt", "2026-05-13 21:00:00.000 UTC"},
    {"metadata.version", "1.1.0"},
    {"metadata.uid", "e-1"},
    {"class_uid", "6003"},
    {"api.operation", "PutImage"},
    {"api.service.name", "ecr.amazonaws.com"},
    {"api.request.data", R"({"repositoryName":"team/api","imageTag":"v1","registryId":"111122223333"})"},
    {"actor.user.type", "AssumedRole"},
    {"actor.user.uid", "arn:aws:sts::111122223333:assumed-role/Build/run-1"},
    {"actor.session.issuer", "arn:aws:iam::111122223333:role/ci/Build"},
    {"actor.idp.name", "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
    {"http_request.user_agent", "AWS Internal"},
    {"src_endpoint.domain", "AWS Internal"},
    {"cloud.provider", "AWS"},
    {"cloud.region", "eu-central-1"},
    {"cloud.account.uid", "111122223333"},
    {"status", "Success"},
};

TextTable table_of(const Row& row, const std::vector<std::string>& columns) {
  TextTable table{columns, {{}}};
  for (const std::string& column : columns) {
    const auto found = row.find(column);
    table.rows[0].push_back(found == row.end() ? "" : found->second);
  }
  return table;
}

TEST(Federated, MacroSelectsWhatTheRulesNamesAreReadFrom) {
  const std::vector<std::string> fields = selected_fields();
  for (const auto& [name, text] : upload) EXPECT_EQ(std::ranges::count(fields, name), 1) << name;
  const auto found =
      run_command("/nowhere", "offhoursstats",
                  "raw=false operation=PutImage service=ecr*.amazonaws.com uploads images count "
                  "values(off_hours_local_time) by actor_name actor_kind user_role action dest user_agent "
                  "src vendor_account vendor_product vendor_region image_repository image_tag status event_id",
                  table_of(upload, fields));
  ASSERT_EQ(found.error, "");
  ASSERT_EQ(found.table.rows.size(), 1U);
  const std::vector<std::string> expected = {"arn:aws:iam::111122223333:role/ci/Build",
                                             "pipeline",
                                             "arn:aws:iam::111122223333:role/ci/Build",
                                             "PutImage",
                                             "ecr.amazonaws.com",
                                             "AWS Internal",
                                             "AWS Internal",
                                             "111122223333",
                                             "AWS",
                                             "eu-central-1",
                                             "team/api",
                                             "v1",
                                             "Success",
                                             "e-1",
                                             "1",
                                             "0",
                                             "1",
                                             "2026-05-13T21:00:00+00:00"};
  // The twins of columns that may be multivalue come behind.
  std::vector<std::string> row = found.table.rows[0];
  row.resize(expected.size());
  EXPECT_EQ(row, expected);
}

// However the time is written, it is the same instant: a Wednesday evening.
TEST(Federated, TimesAreReadAsAthenaAndIsoWriteThem) {
  struct Time {
    const char* column;
    const char* text;
    const char* verdict;
  };
  for (const Time& time : std::vector<Time>{{"time_dt", "2026-05-13 21:00:00.000 UTC", "1"},
                                            {"time_dt", "2026-05-13 21:00:00 UTC", "1"},
                                            {"time_dt", "2026-05-13 21:00:00.000", "1"},
                                            {"time_dt", "2026-05-13 21:00:00.000999", "1"},
                                            {"time_dt", "2026-05-13T21:00:00.000Z", "1"},
                                            {"time_dt", "2026-05-13 23:00:00.000 +02:00", "1"},
                                            {"time_dt", "2026-05-13 23:00:00.000 Europe/Berlin", ""},
                                            {"time", "1778706000000", "1"},
                                            {"_time", "2026-05-13T21:00:00.000+00:00", "1"},
                                            {"_time", "2026-05-13T23:00:00.000+0200", "1"},
                                            {"_time", "2026-05-13 21:00:00.000 UTC", "1"},
                                            {"_time", "1778706000", "1"},
                                            {"_time", "2026-05-13T12:00:00.000Z", "0"},
                                            {"_time", "13 May 2026", ""}}) {
    const auto found = run_command("/nowhere", "offhours", "raw=false operation=PutImage",
                                   TextTable{{"api.operation", time.column}, {{"PutImage", time.text}}});
    ASSERT_EQ(found.error, "");
    EXPECT_EQ(found.table.column("off_hours"), std::vector<std::string>{time.verdict})
        << time.column << ' ' << time.text;
    const std::string local = time.verdict == std::string("1")   ? "2026-05-13T21:00:00+00:00"
                              : time.verdict == std::string("0") ? "2026-05-13T12:00:00+00:00"
                                                                 : "";
    EXPECT_EQ(found.table.column("off_hours_local_time").front(), local) << time.column << ' ' << time.text;
  }
}

}  // namespace
}  // namespace offhours::test
