#include "event/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace offhours::test {
namespace {

using namespace event;

std::vector<std::string> columns_for(bool raw, std::initializer_list<std::string_view> names) {
  Plan plan(raw);
  for (const std::string_view name : names) plan.want(name);
  return {plan.columns().begin(), plan.columns().end()};
}

using Columns = std::vector<std::string>;

TEST(Plan, FromRawNeedsNoColumnForComputedNames) {
  EXPECT_EQ(columns_for(true, {"user", "image_tag", "event_time"}), (Columns{"_raw", "_time"}));
}

TEST(Plan, FromRawNeedsTheColumnOfEveryOtherName) {
  EXPECT_EQ(columns_for(true, {"api.request.data", "bucketName", "host", "_indextime", "bucketName"}),
            (Columns{"_raw", "_time", "api.request.data", "bucketName", "host", "_indextime"}));
}

TEST(Plan, FromColumnsNeedsSourcesAndTheNameItselfAndNoRaw) {
  const Columns columns = columns_for(false, {"src"});
  EXPECT_EQ(columns, (Columns{"time", "time_dt", "eventTime", "_time", "src_endpoint.ip", "src_endpoint.domain",
                              "sourceIPAddress", "src"}));
}

TEST(Names, AreOfThreeKinds) {
  Plan plan(true);
  EXPECT_EQ(plan.name(plan.want("user")).kind, Name::Kind::computed);
  EXPECT_EQ(plan.name(plan.want("_time")).kind, Name::Kind::column);
  EXPECT_EQ(plan.name(plan.want("splunk_server")).kind, Name::Kind::column);
  EXPECT_EQ(plan.name(plan.want("actor.user.uid")).kind, Name::Kind::path);
  EXPECT_EQ(plan.want("user"), plan.want("user"));
}

TEST(Names, OfTheContractAreAllThere) {
  for (const char* name : {"user",           "user_name",        "user_role",     "user_type",    "actor_kind",
                           "actor_name",     "action",           "dest",          "user_agent",   "src",
                           "vendor_account", "vendor_product",   "vendor_region", "status",       "error",
                           "image_registry", "image_repository", "image_tag",     "image_digest", "image_request",
                           "event_id",       "event_time"}) {
    const ComputedName* const found = find_computed(name);
    ASSERT_NE(found, nullptr) << name;
    EXPECT_EQ(found->name, name);
  }
  EXPECT_EQ(computed_names().size(), 22U);
  EXPECT_EQ(find_computed("User"), nullptr);
}

}  // namespace
}  // namespace offhours::test
