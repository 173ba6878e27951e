#include "command/self_test.hpp"

#include <array>

#include "command/judging.hpp"
#include "rows/reader.hpp"
#include "rows/writer.hpp"
#include "text/dates.hpp"
#include "text/digits.hpp"

namespace offhours::command {
namespace {

// What an event's text is made of: `MS` is its time in milliseconds, `TIME` the same as RFC 3339.
struct Form {
  std::string_view name;
  std::string_view source_type;
  std::string_view text;
};

constexpr std::string_view record =
    R"({"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROASELFTEST:selftest@offhours.example","arn":"arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_SelfTest_0123456789abcdef/selftest@offhours.example","accountId":"123456789012","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_SelfTest_0123456789abcdef"}}},"eventTime":"TIME","eventSource":"ecr.amazonaws.com","eventName":"PutImage","awsRegion":"eu-central-1","sourceIPAddress":"AWS Internal","userAgent":"AWS Internal","requestParameters":{"registryId":"123456789012","repositoryName":"offhours/selftest","imageTag":"selftest"},"responseElements":{"image":{"registryId":"123456789012","repositoryName":"offhours/selftest","imageId":{"imageTag":"selftest","imageDigest":"sha256:0000000000000000000000000000000000000000000000000000000000000000"}}},"eventID":"offhours-selftest-NAME","eventType":"AwsApiCall","recipientAccountId":"123456789012"})";

constexpr std::string_view ocsf_1 =
    R"({"metadata":{"uid":"offhours-selftest-NAME","version":"VERSION","product":{"name":"CloudTrail","vendor_name":"AWS"}},"time":MS,"class_name":"API Activity","class_uid":6003,"api":{"operation":"PutImage","service":{"name":"ecr.amazonaws.com"},"request":{"uid":"selftest","data":"{\"registryId\":\"123456789012\",\"repositoryName\":\"offhours/selftest\",\"imageTag\":\"selftest\"}"},"response":{"data":"{\"image\":{\"imageId\":{\"imageDigest\":\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"}}}"}},"actor":{"user":{"type":"AssumedRole","uid":"arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_SelfTest_0123456789abcdef/selftest@offhours.example","uid_alt":"AROASELFTEST:selftest@offhours.example","account":{"uid":"123456789012"}},"session":{"issuer":"arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_SelfTest_0123456789abcdef"}},"http_request":{"user_agent":"AWS Internal"},"src_endpoint":{"domain":"AWS Internal"},"cloud":{"provider":"AWS","region":"eu-central-1"},"status":"Success","status_id":1})";

constexpr std::string_view ocsf_rc2 =
    R"({"metadata":{"uid":"offhours-selftest-NAME","version":"1.0.0-rc.2","product":{"name":"CloudTrail","vendor_name":"AWS"}},"time":MS,"class_name":"API Activity","class_uid":3005,"api":{"operation":"PutImage","service":{"name":"ecr.amazonaws.com"},"request":{"uid":"selftest"}},"actor":{"user":{"type":"AssumedRole","uuid":"arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_SelfTest_0123456789abcdef/selftest@offhours.example","uid":"AROASELFTEST:selftest@offhours.example","account_uid":"123456789012"},"session":{"issuer":"arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_SelfTest_0123456789abcdef"}},"http_request":{"user_agent":"AWS Internal"},"src_endpoint":{"domain":"AWS Internal"},"cloud":{"provider":"AWS","region":"eu-central-1"},"status":"Success","status_id":1,"unmapped":{"requestParameters.registryId":"123456789012","requestParameters.repositoryName":"offhours/selftest","requestParameters.imageTag":"selftest","responseElements.image.imageId.imageDigest":"sha256:0000000000000000000000000000000000000000000000000000000000000000"}})";

constexpr std::string_view event_bridge =
    R"({"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.ecr","account":"123456789012","time":"TIME","region":"eu-central-1","detail":RECORD})";

constexpr std::array forms = {Form{"OCSF 1.0.0-rc.2", "aws:asl", ocsf_rc2}, Form{"OCSF 1.1.0", "aws:asl", ocsf_1},
                              Form{"OCSF 1.5.0", "aws:asl", ocsf_1}, Form{"CloudTrail", "aws:cloudtrail", record},
                              Form{"EventBridge", "aws:cloudtrail", event_bridge}};

void replace(std::string& text, std::string_view mark, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += by.size()) {
    text.replace(at, mark.size(), by);
  }
}

std::string event_of(const Form& form, std::chrono::sys_time<std::chrono::hours> time) {
  std::string text(form.text);
  replace(text, "RECORD", record);
  std::string name(form.name);
  replace(name, " ", "-");
  replace(text, "NAME", name);
  replace(text, "VERSION", form.name.substr(form.name.rfind(' ') + 1));
  replace(text, "MS", std::to_string(std::chrono::milliseconds(time.time_since_epoch()).count()));
  const auto day = std::chrono::floor<std::chrono::days>(time);
  std::string clock = text::date_text(std::chrono::local_days(day.time_since_epoch())) + 'T';
  text::append_padded(clock, static_cast<std::uint32_t>((time - day).count()), 2);
  replace(text, "TIME", clock + ":00:00Z");
  return text;
}

}  // namespace

std::vector<SelfTestEvent> make_self_test(const JudgeOptions& judge, const std::string& lookups,
                                          std::chrono::local_days before) {
  constexpr int hours_looked_at = 14 * 24;
  const std::chrono::sys_time<std::chrono::hours> end{before.time_since_epoch()};
  std::vector<SelfTestEvent> events;
  for (const Form& form : forms) {
    SelfTestEvent& made = events.emplace_back(SelfTestEvent{form.name, form.source_type, {}, 0});
    std::string body = "_raw,_time\n";
    for (int hour = 1; hour <= hours_looked_at; ++hour) {
      rows::write_cell(body, event_of(form, end - std::chrono::hours(hour)));
      body += ",\n";
    }
    Judging judging(judge, lookups);
    judging.start();
    rows::Reader reader;
    reader.start_frame();
    (void)reader.next(body, true);
    judging.bind(reader.cells());
    for (int hour = 1; reader.next(body, true); ++hour) {
      if (!judging.see(reader.cells()) || !judging.judge().off_hours()) continue;
      const auto time = end - std::chrono::hours(hour);
      made.raw = event_of(form, time);
      made.time = std::chrono::milliseconds(time.time_since_epoch()).count();
      break;
    }
  }
  return events;
}

}  // namespace offhours::command
