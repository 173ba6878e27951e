// An event that was cut anywhere tells what it told before, or that it cannot be told: never another value, and never
// that nothing is there.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "event/plan.hpp"
#include "event/view.hpp"
#include "rows/reader.hpp"
#include "rows/writer.hpp"

namespace offhours::test {
namespace {

using namespace event;

std::vector<std::string> names() {
  std::vector<std::string> all(computed_names().begin(), computed_names().end());
  for (const char* path : {"api.service.name", "api.request.data", "cloud.region", "resources{}.uid", "eventSource",
                           "userIdentity.arn", "unmapped", "no.such.path"}) {
    all.emplace_back(path);
  }
  return all;
}

// Each name of one event after the other, read as cells of one frame.
class Reader {
 public:
  Reader() : plan_(true), names_(names()) {
    for (const std::string& name : names_) ids_.push_back(plan_.want(name));
    view_.emplace(plan_);
    view_->bind(cells("_raw", "_time"));
  }
  std::map<std::string, Value> read(std::string_view raw) {
    view_->see(cells(raw, "1778925600"));
    std::map<std::string, Value> values;
    for (std::size_t i = 0; i < ids_.size(); ++i) values[names_[i]] = view_->value(ids_[i]);
    return values;
  }

 private:
  rows::Row cells(std::string_view raw, std::string_view time) {
    body_.clear();
    rows::write_cell(body_, raw);
    body_ += ',';
    rows::write_cell(body_, time);
    body_ += '\n';
    reader_.start_frame();
    reader_.next(body_, true);
    return reader_.cells();
  }

  Plan plan_;
  std::vector<std::string> names_;
  std::vector<NameId> ids_;
  std::optional<View> view_;
  std::string body_;
  rows::Reader reader_;
};

std::string joined(const Value& value) {
  if (value.is_unreadable()) return "(unreadable)";
  std::string text;
  std::string_view one;
  for (const std::string_view part : value.texts(one)) text += std::string(part) + '|';
  return text;
}

struct Case {
  const char* file;
  std::vector<const char*> told_without_the_last_byte;
};
const std::vector<Case> cases = {
    {"ocsf_rc2_iam_user_tuesday_night",
     {"user", "user_name", "action", "dest", "src", "vendor_account", "image_repository", "image_tag"}},
    {"ocsf_rc2_unmapped_key_value_list_saturday", {"user", "action", "dest", "src", "image_repository", "image_tag"}},
    {"ocsf_rc2_unmapped_list_of_pairs_saturday", {"user", "action", "dest", "src", "image_repository", "image_tag"}},
    {"ocsf_rc2_unmapped_json_text_saturday", {"user", "action", "dest", "src", "image_repository", "image_tag"}},
    {"ocsf_1.1.0_iam_user_thursday_20h_sharp",
     {"user", "user_name", "action", "dest", "src", "vendor_account", "image_repository", "image_tag"}},
    {"ocsf_1.1.0_column_key_order_monday_night", {"user", "action", "dest", "src", "image_repository", "image_tag"}},
    {"ocsf_1.1.0_omitted_request_sunday_night", {"user", "action", "dest", "src", "image_repository"}},
    {"ocsf_1.1.0_failed_immutable_tag_wednesday_night", {"user", "action", "dest", "src", "status", "error"}},
    {"ocsf_1.5.0_iam_user_wednesday_before_8h", {"user", "action", "dest", "src", "image_repository", "image_tag"}},
    {"cloudtrail_raw_saturday_afternoon", {"user", "action", "dest", "src", "image_repository", "image_tag"}},
    {"cloudtrail_in_eventbridge_sunday_evening", {"user", "action", "dest", "src", "image_repository", "image_tag"}},
};

TEST(CutEvent, TellsTheTruthOrThatItCannotBeTold) {
  Reader reader;
  for (const Case& c : cases) {
    std::string event;
    std::getline(std::ifstream(OFFHOURS_SOURCE_DIR "/tests/data/events/" + std::string(c.file) + ".jsonl"), event);
    ASSERT_GT(event.size(), 1000U) << c.file;
    std::map<std::string, std::string> truth;
    for (const auto& [name, value] : reader.read(event)) truth[name] = joined(value);
    EXPECT_EQ(truth["action"], "PutImage|") << c.file;
    for (std::size_t size = 1; size < event.size(); ++size) {
      for (const auto& [name, value] : reader.read(event.substr(0, size))) {
        const std::string told = joined(value);
        if (name == "image_request") {
          EXPECT_TRUE(told == "truncated|" || told == truth[name]) << c.file << " cut at " << size;
        } else if (name != "event_time" && told != truth[name] && told != "(unreadable)") {
          ADD_FAILURE() << c.file << " cut at " << size << ": " << name << " is " << told << " of " << truth[name];
        }
      }
    }
    auto nearly = reader.read(event.substr(0, event.size() - 1));
    for (const char* name : c.told_without_the_last_byte) EXPECT_EQ(joined(nearly[name]), truth[name]) << c.file;
  }
}

// What was passed before the cut is not there, and says so.
TEST(CutEvent, TellsWhatIsNotThere) {
  const struct {
    const char* what;
    const char* raw;
    const char* name;
    const char* value;
  } table[] = {
      {"the object was closed", R"({"cloud":{"provider":"AWS"},"api":{)", "cloud.region", ""},
      {"it was not", R"({"cloud":{"provider":"AWS")", "cloud.region", "(unreadable)"},
      {"it was not seen at all", R"({"api":{"operation":"PutImage"},)", "cloud.region", "(unreadable)"},
      {"another value stands there", R"({"cloud":"none","api":{)", "cloud.region", ""},
      {"a list that is not closed", R"({"resources":[{"uid":"a"},{"uid":"b)", "resources{}.uid", "(unreadable)"},
      {"a list that is closed", R"({"resources":[{"uid":"a"},{"uid":"b"}],"x)", "resources{}.uid", "a|b|"},
      {"a list without it that is closed", R"({"resources":[{"u":"a"}],"x)", "resources{}.uid", ""},
      {"broken, not cut", R"({"cloud":{"provider":"AWS"},"a" 1,"api":{"service":{"name":"s"}}})", "api.service.name",
       "(unreadable)"},
      {"no ARN of ECR yet", R"({"eventName":"x","requestParameters":{},"resources":[{"ARN":"arn:aws:s3:::b"},)",
       "image_repository", "(unreadable)"},
      {"CloudTrail has no OCSF sources", R"({"eventSource":"ecr.amazonaws.com","requestParameters":{"x)", "dest",
       "ecr.amazonaws.com|"},
      {"user: passed by", R"({"eventName":"x","userIdentity":{"type":"AWSService","invokedBy":"ecs.amazonaws.com"},"u)",
       "user", "ecs.amazonaws.com|"},
      {"user: another source's value", R"({"eventName":"x","userIdentity":{"type":"IAMUser","principalId":"AIDA","a)",
       "user", "(unreadable)"},
      {"src: the address may follow", R"({"class_uid":6003,"src_endpoint":{"domain":"AWS Internal")", "src",
       "(unreadable)"},
      {"src: there is no address", R"({"class_uid":6003,"src_endpoint":{"domain":"AWS Internal"},)", "src",
       "AWS Internal|"},
      {"action: class 3005 of a version that may follow", R"({"api":{"operation":"PutImage"},"class_uid":3005,"clo)",
       "action", "(unreadable)"},
      {"envelope: the account may follow", R"({"detail":{"eventName":"x","userIdentity":{}},"a)", "vendor_account",
       "(unreadable)"},
      {"no JSON", "text", "dest", ""},
  };
  Reader reader;
  for (const auto& c : table) EXPECT_EQ(joined(reader.read(c.raw)[c.name]), c.value) << c.what;
}

}  // namespace
}  // namespace offhours::test
