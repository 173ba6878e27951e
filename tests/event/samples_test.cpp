// Real AWS samples, where they are at hand: each reads without loss.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "event/seen.hpp"
#include "samples.hpp"

namespace offhours::test {
namespace {

using namespace event;

namespace json = boost::json;
namespace fs = std::filesystem;

// The records of a sample: the file's own object, the elements of its array, or CloudTrail's `Records`.
std::vector<json::value> records_in(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  const json::value root = json::parse(text.str());
  if (root.is_array()) return {root.get_array().begin(), root.get_array().end()};
  if (const json::value* records = root.get_object().if_contains("Records")) {
    return {records->get_array().begin(), records->get_array().end()};
  }
  return {root};
}

// What the sample holds at a path; empty if missing in the sense of the contract.
std::string at(const json::value& record, std::initializer_list<const char*> keys) {
  const json::value* value = &record;
  for (const char* key : keys) {
    const json::object* object = value->if_object();
    value = object == nullptr ? nullptr : object->if_contains(key);
    if (value == nullptr) return {};
  }
  if (value->is_string()) return value->get_string() == "null" ? std::string() : std::string(value->get_string());
  return value->is_null() ? std::string() : json::serialize(*value);
}

std::string first(std::initializer_list<std::string> texts) {
  for (const std::string& text : texts) {
    if (!text.empty()) return text;
  }
  return {};
}

void expect_read(const json::value& record, const std::string& name) {
  Seen seen(json::serialize(record));
  EXPECT_EQ(seen.shape(), Shape::whole) << name;
  EXPECT_EQ(seen["action"], first({at(record, {"api", "operation"}), at(record, {"eventName"})})) << name;
  EXPECT_EQ(seen["dest"], first({at(record, {"api", "service", "name"}), at(record, {"eventSource"})})) << name;
  EXPECT_EQ(seen["src"], first({at(record, {"src_endpoint", "ip"}), at(record, {"src_endpoint", "domain"}),
                                at(record, {"sourceIPAddress"})}))
      << name;
  EXPECT_EQ(seen["event_id"], first({at(record, {"metadata", "uid"}), at(record, {"eventID"})})) << name;
  EXPECT_EQ(seen["vendor_product"], "AWS") << name;
  EXPECT_NE(seen["user"], "") << name;
  EXPECT_NE(seen["event_time"], "") << name;
  const std::string ocsf_time = at(record, {"time"});
  if (!ocsf_time.empty()) {
    EXPECT_EQ(std::to_string(seen.ms()), ocsf_time) << name;
  }
  const std::string name_given =
      first({at(record, {"actor", "user", "name"}), at(record, {"userIdentity", "userName"})});
  if (!name_given.empty()) {
    EXPECT_EQ(seen["user_name"], name_given) << name;
  }
  if (seen["action"] == "PutImage") {
    EXPECT_NE(seen["image_repository"], "") << name;
    EXPECT_NE(seen["image_request"], "") << name;
    EXPECT_NE(seen["vendor_account"], "") << name;
  }
}

TEST(Samples, OfOcsfAndCloudTrailReadWithoutLoss) {
  if (shared_folder().empty()) GTEST_SKIP() << "the shared AWS samples are not at hand (OFFHOURS_SHARED)";
  int files = 0;
  for (const char* folder : {"ocsf", "cloudtrail"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(shared_folder()) / "data" / folder)) {
      ++files;
      for (const json::value& record : records_in(entry.path())) expect_read(record, entry.path().filename());
    }
  }
  EXPECT_GT(files, 40);
}

TEST(Samples, OfPutImageTellTheSameImageInEveryVersion) {
  if (shared_folder().empty()) GTEST_SKIP() << "the shared AWS samples are not at hand (OFFHOURS_SHARED)";
  const struct {
    const char* file;
    const char* tag;
    const char* request;
  } cases[] = {{"putimage_1.0.0-rc.2.json", "latest", "complete"},
               {"putimage_1.0.0-rc.2_unmapped_as_key_value_array.json", "latest", "complete"},
               {"putimage_1.1.0.json", "latest", "complete"},
               {"putimage_1.1.0_parquet_key_order.json", "latest", "complete"},
               {"putimage_1.5.0.json", "latest", "complete"},
               {"putimage_failed_immutable_tag_1.1.0.json", "latest", "complete"},
               {"putimage_untagged_by_digest_1.1.0.json", "", "complete"},
               {"putimage_omitted_1.1.0.json", "", "omitted"}};
  for (const auto& c : cases) {
    for (const json::value& record : records_in(fs::path(shared_folder()) / "data" / "ocsf" / c.file)) {
      Seen seen(json::serialize(record));
      EXPECT_EQ(seen["user"], "arn:aws:iam::111111111111:user/test") << c.file;
      EXPECT_EQ(seen["vendor_account"], "111111111111") << c.file;
      EXPECT_EQ(seen["image_repository"], "devsecops/cat_dog_server") << c.file;
      EXPECT_EQ(seen["image_tag"], c.tag) << c.file;
      EXPECT_EQ(seen["image_request"], c.request) << c.file;
    }
  }
}

}  // namespace
}  // namespace offhours::test
