#include "event/view.hpp"

#include <gtest/gtest.h>

#include "event/seen.hpp"

namespace offhours::test {
namespace {

using namespace event;

using Expected = std::vector<std::pair<std::string, std::string>>;

void expect(Seen& seen, const Expected& expected, std::string_view what) {
  for (const auto& [name, text] : expected) EXPECT_EQ(seen[name], text) << name << " of " << what;
}

constexpr std::string_view rc2 = R"({"activity_id":3,"actor":{"invoked_by":"AWS Internal","session":{"issuer":null},
  "user":{"account_uid":"111122223333","type":"IAMUser","name":"ana","uid":"AIDAEXAMPLE","uuid":"arn:aws:iam::111122223333:user/ana"}},
  "api":{"operation":"PutImage","request":{"uid":"r1"},"response":{"error":null},"service":{"name":"ecr.amazonaws.com"}},
  "class_uid":3005,"cloud":{"provider":"AWS","region":"eu-west-1"},"http_request":{"user_agent":"AWS Internal"},
  "metadata":{"uid":"e1","version":"1.0.0-rc.2"},"src_endpoint":{"domain":"AWS Internal","ip":null},"status":"Success","status_id":1,
  "time":1778925600000,"unmapped":{"requestParameters.repositoryName":"team/app","requestParameters.registryId":"444455556666",
  "requestParameters.imageTag":"v1","responseElements.image.imageId.imageDigest":"sha256:aa","recipientAccountId":"999900001111"}})";

constexpr std::string_view v11 = R"({"class_uid":6003,"metadata":{"uid":"e2","version":"1.1.0"},"time":1778925600123,
  "time_dt":"2001-01-01T00:00:00Z","api":{"operation":"PutImage","service":{"name":"ecr.amazonaws.com"},"request":{"data":
  "{\"registryId\":\"444455556666\",\"repositoryName\":\"team\/app\",\"imageManifest\":\"{\\\"repositoryName\\\":\\\"evil\\\"}\",\"imageTag\":\"v1\"}"},
  "response":{"data":"{\"image\":{\"imageId\":{\"imageDigest\":\"sha256:bb\"},\"repositoryName\":\"other\"}}"}},
  "actor":{"user":{"type":"AssumedRole","uid":"arn:aws-cn:sts::111122223333:assumed-role/Deploy/ana@example.com",
  "uid_alt":"AROAEXAMPLE:ana@example.com","account":{"uid":"111122223333"}}},"cloud":{"provider":"AWS","region":"cn-north-1"},
  "http_request":{"user_agent":"docker/24"},"src_endpoint":{"ip":"203.0.113.7"},"status":"Success","unmapped":{"recipientAccountId":"1"}})";

constexpr std::string_view cloudtrail =
    R"({"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROAX:build-7",
  "arn":"arn:aws:sts::111122223333:assumed-role/Ci/build-7","accountId":"111122223333","sessionContext":{"sessionIssuer":
  {"arn":"arn:aws:iam::111122223333:role/ci/Ci","userName":"Ci"}}},"eventTime":"2026-05-16T10:00:00Z","eventSource":"ecr.amazonaws.com",
  "eventName":"PutImage","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.9","userAgent":"aws-cli","requestParameters":
  {"registryId":"444455556666","repositoryName":"team/app","imageTag":"v2"},"responseElements":{"image":{"imageId":{"imageDigest":"sha256:cc"}}},
  "resources":[{"ARN":"arn:aws:ecr:us-east-1:444455556666:repository/wrong"}],"eventID":"e3","recipientAccountId":"444455556666"})";

TEST(View, ReadsOcsfReleaseCandidate2) {
  Seen seen(rc2);
  expect(seen,
         {{"user", "arn:aws:iam::111122223333:user/ana"},
          {"user_name", "ana"},
          {"user_role", ""},
          {"user_type", "IAMUser"},
          {"action", "PutImage"},
          {"dest", "ecr.amazonaws.com"},
          {"user_agent", "AWS Internal"},
          {"src", "AWS Internal"},
          {"vendor_account", "111122223333"},
          {"vendor_product", "AWS"},
          {"vendor_region", "eu-west-1"},
          {"status", "Success"},
          {"error", ""},
          {"image_registry", "444455556666"},
          {"image_repository", "team/app"},
          {"image_tag", "v1"},
          {"image_digest", "sha256:aa"},
          {"image_request", "complete"},
          {"event_id", "e1"},
          {"event_time", "1778925600.000"}},
         "rc.2");
  EXPECT_EQ(seen.shape(), Shape::whole);
}

TEST(View, ReadsOcsf11) {
  Seen seen(v11);
  expect(seen,
         {{"user", "arn:aws-cn:sts::111122223333:assumed-role/Deploy/ana@example.com"},
          {"user_name", "ana@example.com"},
          {"user_role", "arn:aws-cn:iam::111122223333:role/Deploy"},
          {"user_type", "AssumedRole"},
          {"src", "203.0.113.7"},
          {"vendor_account", "111122223333"},
          {"image_registry", "444455556666"},
          {"image_repository", "team/app"},
          {"image_tag", "v1"},
          {"image_digest", "sha256:bb"},
          {"image_request", "complete"},
          {"event_time", "1778925600.123"}},
         "1.1.0");
}

TEST(View, ReadsCloudTrail) {
  const Expected expected = {{"user", "arn:aws:sts::111122223333:assumed-role/Ci/build-7"},
                             {"user_name", "build-7"},
                             {"user_role", "arn:aws:iam::111122223333:role/ci/Ci"},
                             {"user_type", "AssumedRole"},
                             {"action", "PutImage"},
                             {"dest", "ecr.amazonaws.com"},
                             {"user_agent", "aws-cli"},
                             {"src", "203.0.113.9"},
                             {"vendor_account", "111122223333"},
                             {"vendor_product", "AWS"},
                             {"vendor_region", "us-east-1"},
                             {"status", "Success"},
                             {"error", ""},
                             {"image_registry", "444455556666"},
                             {"image_repository", "team/app"},
                             {"image_tag", "v2"},
                             {"image_digest", "sha256:cc"},
                             {"image_request", "complete"},
                             {"event_id", "e3"},
                             {"event_time", "1778925600.000"}};
  Seen plain(cloudtrail);
  expect(plain, expected, "CloudTrail");
  const std::string wrapped =
      R"({"version":"0","id":"env","detail-type":"AWS API Call via CloudTrail","source":"aws.ecr",
      "account":"123","time":"2026-05-16T11:11:11Z","region":"x","resources":[],"detail":)" +
      std::string(cloudtrail) + "}";
  Seen event_bridge(wrapped);
  expect(event_bridge, expected, "EventBridge");
}

TEST(View, AnEventCannotHideBehindADetailOfItsMaking) {
  std::string text(v11);
  text.insert(
      1, R"("detail":{"eventName":"GetObject","eventSource":"s3.amazonaws.com","eventTime":"2020-01-01T00:00:00Z"},)");
  Seen seen(text);
  expect(seen, {{"action", "PutImage"}, {"dest", "ecr.amazonaws.com"}, {"event_time", "1778925600.123"}},
         "detail beside OCSF");
}

struct Case {
  const char* what;
  std::string json;
  Expected expected;
};

TEST(View, WorksComputedNamesOutOfTheFirstSourceThatIsThere) {
  const Case cases[] = {
      {"user: principal id",
       R"({"actor":{"user":{"uid_alt":"AIDAX","uid":"","name":"n"}}})",
       {{"user", "AIDAX"}, {"user_name", "n"}}},
      {"user: rc.2 principal id without ARN",
       R"({"actor":{"user":{"uid":"AROAX:s","uuid":null}}})",
       {{"user", "AROAX:s"}, {"user_name", "s"}}},
      {"user: name", R"({"actor":{"user":{"name":"n"}}})", {{"user", "n"}}},
      {"user: service",
       R"({"actor":{"user":{"type":"AWSService"},"invoked_by":"ecs.amazonaws.com"}})",
       {{"user", "ecs.amazonaws.com"}, {"user_name", ""}}},
      {"user: account", R"({"recipientAccountId":"111122223333","eventName":"x"})", {{"user", "111122223333"}}},
      {"user: nothing",
       R"({"class_uid":6003})",
       {{"user", ""}, {"user_name", ""}, {"user_role", ""}, {"vendor_account", ""}}},
      {"user: federated",
       R"({"userIdentity":{"type":"SAMLUser","principalId":"abc=:Sam","userName":"Sam"}})",
       {{"user", "abc=:Sam"}, {"user_name", "Sam"}}},
      {"user: the word null", R"({"actor":{"user":{"uid":"null","uid_alt":null,"name":"n"}}})", {{"user", "n"}}},
      {"account: from the ARN",
       R"({"actor":{"user":{"uid":"arn:aws:iam::111122223333:user/x"}}})",
       {{"vendor_account", "111122223333"}}},
      {"account: no digits in the ARN",
       R"({"actor":{"user":{"uid":"arn:aws:iam::aws:user/x"}}})",
       {{"vendor_account", ""}}},
      {"account: cloud",
       R"({"cloud":{"account":{"uid":"5"}},"unmapped":{"recipientAccountId":"6"}})",
       {{"vendor_account", "5"}}},
      {"account: recipient in unmapped",
       R"({"unmapped":[{"key":"recipientAccountId","value":"6"}]})",
       {{"vendor_account", "6"}}},
      {"role: issuer in unmapped",
       R"({"unmapped":{"userIdentity.sessionContext.sessionIssuer.arn":"arn:aws:iam::1:role/R"}})",
       {{"user_role", "arn:aws:iam::1:role/R"}}},
      {"src: domain", R"({"src_endpoint":{"ip":"","domain":"d"}})", {{"src", "d"}}},
      {"status: error code beats status",
       R"({"status":"Success","api":{"response":{"error":"Denied"}}})",
       {{"status", "Failure"}, {"error", "Denied"}}},
      {"status: null error",
       R"({"status":"Success","api":{"response":{"error":"null"}}})",
       {{"status", "Success"}, {"error", ""}}},
      {"status: by id", R"({"class_uid":6003,"status_id":2})", {{"status", "Failure"}}},
      {"status: other", R"({"class_uid":6003,"status":"Other","status_id":99})", {{"status", ""}}},
      {"status: CloudTrail error",
       R"({"eventName":"PutImage","errorCode":"AccessDenied"})",
       {{"status", "Failure"}, {"error", "AccessDenied"}}},
      {"status: CloudTrail cut short", R"({"eventName":"PutImage","userAgent":"x)", {{"status", "(unreadable)"}}},
      {"class 3005 is API activity in the release candidate",
       R"({"class_uid":3005,"metadata":{"version":"1.0.0-rc.3"},"api":{"operation":"PutImage"}})",
       {{"action", "PutImage"}}},
      {"class 3005 is user access from 1.0.0 on",
       R"({"class_uid":3005,"metadata":{"version":"1.1.0"},"api":{"operation":"PutImage"}})",
       {{"action", ""}}},
      {"class 3005 of no version", R"({"class_uid":"3005","api":{"operation":"PutImage"}})", {{"action", ""}}},
      {"class 6003 of the release candidate",
       R"({"class_uid":6003,"metadata":{"version":"1.0.0-rc.2"},"api":{"operation":"PutImage"}})",
       {{"action", "PutImage"}}},
  };
  for (const Case& c : cases) {
    Seen seen(c.json);
    expect(seen, c.expected, c.what);
  }
}

TEST(View, ReadsTheImageWhereverItIs) {
  const std::string flat = R"("requestParameters.repositoryName":"r","requestParameters.imageTag":"t")";
  const Case cases[] = {
      {"request data as an object",
       R"({"api":{"request":{"data":{"repositoryName":"r","imageTag":"t","registryId":5}}}})",
       {{"image_repository", "r"}, {"image_tag", "t"}, {"image_registry", "5"}, {"image_request", "complete"}}},
      {"unmapped as an object",
       "{\"unmapped\":{" + flat + "}}",
       {{"image_repository", "r"}, {"image_tag", "t"}, {"image_request", "complete"}}},
      {"unmapped nested", R"({"unmapped":{"requestParameters":{"repositoryName":"r"}}})", {{"image_repository", "r"}}},
      {"unmapped as pairs",
       R"({"unmapped":[{"key":"requestParameters.repositoryName","value":"r"},{"key":"requestParameters.imageTag","value":"t"}]})",
       {{"image_repository", "r"}, {"image_tag", "t"}, {"image_request", "complete"}}},
      {"unmapped as lists of two",
       R"({"unmapped":[["requestParameters.repositoryName","r"]]})",
       {{"image_repository", "r"}}},
      {"unmapped as a list of objects",
       "{\"unmapped\":[{" + flat + "}]}",
       {{"image_repository", "r"}, {"image_tag", "t"}}},
      {"unmapped as text",
       R"({"unmapped":"{\"requestParameters.repositoryName\":\"r\"}"})",
       {{"image_repository", "r"}, {"image_request", "complete"}}},
      {"unmapped as text of pairs",
       R"({"unmapped":"[{\"key\":\"requestParameters.repositoryName\",\"value\":\"r\"}]"})",
       {{"image_repository", "r"}}},
      {"digest of the request beats the response's",
       R"({"api":{"request":{"data":"{\"imageDigest\":\"d1\"}"},"response":{"data":"{\"image\":{\"imageId\":{\"imageDigest\":\"d2\"}}}"}}})",
       {{"image_digest", "d1"}}},
      {"response as an object",
       R"({"api":{"response":{"data":{"image":{"imageId":{"imageDigest":"d"}}}}}})",
       {{"image_digest", "d"}}},
      {"omitted",
       R"({"api":{"request":{"data":"{\"omitted\":true,\"originalSize\":149893}"}},"resources":[{"uid":"x"},{"uid":"arn:aws:ecr:eu-west-1:444455556666:repository/team/app"}]})",
       {{"image_repository", "team/app"}, {"image_tag", ""}, {"image_request", "omitted"}}},
      {"omitted in CloudTrail",
       R"({"eventName":"PutImage","requestParameters":{"omitted":true},"resources":[{"ARN":"arn:aws:ecr-public::1:repository/app"}]})",
       {{"image_repository", "app"}, {"image_request", "omitted"}}},
      {"omitted in rc.2",
       R"({"unmapped":{"requestParameters.omitted":"true","resources[].ARN":"arn:aws:s3:::x,arn:aws:ecr:r:1:repository/app"}})",
       {{"image_repository", "app"}, {"image_request", "omitted"}}},
      {"resources as Parquet lists",
       R"({"resources":{"array":[{"uid":"arn:aws:ecr:r:1:repository/app"}]}})",
       {{"image_repository", "app"}, {"image_request", ""}}},
      {"no ECR repository",
       R"({"resources":[{"uid":"arn:aws:codecommit:r:1:repository/app"}]})",
       {{"image_repository", ""}}},
      {"nothing", R"({"class_uid":6003})", {{"image_repository", ""}, {"image_request", ""}}},
      {"cut inside the request",
       R"({"api":{"request":{"data":"{\"registryId\":\"1\",\"repositoryName\":\"r\",\"imageManifest\":\"{\\n)",
       {{"image_repository", "r"},
        {"image_registry", "1"},
        {"image_tag", "(unreadable)"},
        {"image_request", "truncated"}}},
      {"cut inside an escape of the request",
       R"({"api":{"request":{"data":"{\"repositoryName\":\"r\",\)",
       {{"image_repository", "r"}, {"image_request", "truncated"}}},
      {"cut after the request",
       R"({"api":{"request":{"data":"{\"repositoryName\":\"r\"}"},"response":{"data":"{\"ima)",
       {{"image_repository", "r"},
        {"image_tag", ""},
        {"image_digest", "(unreadable)"},
        {"image_request", "truncated"}}},
      {"request data that is broken in an event that is whole",
       R"({"api":{"request":{"data":"{\"registryId\":\"1\",@"}},"resources":[{"uid":"arn:aws:ecr:r:1:repository/app"}]})",
       {{"image_registry", "1"}, {"image_repository", "(unreadable)"}, {"image_request", "truncated"}}},
      {"cut before the request",
       R"({"actor":{"user":{"name":"n"}},"api":{"oper)",
       {{"image_repository", "(unreadable)"}, {"image_request", "truncated"}}},
      {"cut inside CloudTrail's request",
       R"({"eventName":"PutImage","requestParameters":{"repositoryName":"r","imageManifest":"{)",
       {{"image_repository", "r"}, {"image_request", "truncated"}}},
      {"cut inside unmapped",
       R"({"api":{"operation":"PutImage"},"unmapped":{"requestParameters.repositoryName":"r","x":"y)",
       {{"image_repository", "r"}, {"image_request", "truncated"}}},
      {"cut inside unmapped pairs",
       R"({"api":{"operation":"PutImage"},"unmapped":[{"key":"requestParameters.repositoryName","value":"r"},{"key":)",
       {{"image_repository", "r"}, {"image_request", "truncated"}}},
      {"request data that is no JSON",
       R"({"api":{"request":{"data":"repositoryName=evil"}}})",
       {{"image_repository", ""}, {"image_request", "complete"}}},
  };
  for (const Case& c : cases) {
    Seen seen(c.json);
    expect(seen, c.expected, c.what);
  }
}

TEST(View, ReadsRepositoriesAndTagsThatAreCalledNull) {
  const Case cases[] = {
      {"request data as text",
       R"({"api":{"request":{"data":"{\"repositoryName\":\"null\",\"imageTag\":\"null\",\"registryId\":\"null\"}"}}})",
       {{"image_repository", "null"}, {"image_tag", "null"}, {"image_registry", ""}}},
      {"request data as an object",
       R"({"api":{"request":{"data":{"repositoryName":"null","imageTag":"null"}}}})",
       {{"image_repository", "null"}, {"image_tag", "null"}}},
      {"JSON null is no name",
       R"({"api":{"request":{"data":"{\"repositoryName\":null,\"imageTag\":null}"}},"resources":[{"uid":"arn:aws:ecr:r:1:repository/app"}]})",
       {{"image_repository", "app"}, {"image_tag", ""}}},
      {"CloudTrail",
       R"({"eventName":"PutImage","requestParameters":{"repositoryName":"null","imageTag":"null"}})",
       {{"image_repository", "null"}, {"image_tag", "null"}}},
      {"CloudTrail without a tag",
       R"({"eventName":"PutImage","requestParameters":{"repositoryName":"null","imageTag":null}})",
       {{"image_repository", "null"}, {"image_tag", ""}}},
      {"unmapped",
       R"({"unmapped":{"requestParameters.repositoryName":"null","requestParameters.imageTag":"null"}})",
       {{"image_repository", "null"}, {"image_tag", "null"}}},
      {"unmapped as pairs",
       R"({"unmapped":[{"key":"requestParameters.repositoryName","value":"null"},{"key":"requestParameters.imageTag","value":null}]})",
       {{"image_repository", "null"}, {"image_tag", ""}}},
      {"unmapped as lists of two",
       R"({"unmapped":[["requestParameters.repositoryName","null"],["requestParameters.imageTag",null]]})",
       {{"image_repository", "null"}, {"image_tag", ""}}},
      {"the repository's ARN",
       R"({"resources":[{"uid":"arn:aws:ecr:r:1:repository/null"}]})",
       {{"image_repository", "null"}}},
  };
  for (const Case& c : cases) {
    Seen seen(c.json);
    expect(seen, c.expected, c.what);
  }
  // What Splunk extracts does not tell null from the text.
  Seen columns(false,
               {{"requestParameters.imageTag", "null"},
                {"api.request.data", R"({"repositoryName":"null"})"},
                {"unmapped{}.key", "requestParameters.imageTag"},
                {"unmapped{}.value", "null"}},
               {"image_repository", "image_tag"});
  expect(columns, {{"image_repository", "null"}, {"image_tag", ""}}, "columns");
}

TEST(View, TakesTheFirstUsableTime) {
  const struct {
    const char* what;
    const char* json;
    const char* splunk_time;
    std::int64_t ms;
  } cases[] = {
      {"time", R"({"time":1778616000000,"time_dt":"2001-01-01T00:00:00Z"})", "5", 1778616000000},
      {"time as text", R"({"time":"1778616000000"})", "5", 1778616000000},
      {"microseconds", R"({"time":1778616000000999})", "5", 1778616000000},
      {"time_dt", R"({"time_dt":"2026-05-12T16:00:00-04:00"})", "5", 1778616000000},
      {"time_dt in epoch", R"({"time_dt":1778616000000})", "5", 1778616000000},
      {"zero is no time", R"({"time":0,"time_dt":"2026-05-12T20:00:00Z"})", "5", 1778616000000},
      {"unreadable time", R"({"time":"soon","time_dt":"null","eventTime":"2026-05-12T20:00:00Z"})", "5", 1778616000000},
      {"_time", R"({"a":1})", "1778616000.123", 1778616000123},
      {"_time is seconds always", R"({"a":1})", "1778616000000", 0},
      {"_time from a lookup", R"({"a":1})", "2014-06-11T08:19:59.000-0700", 1402499999000},
      {"none", R"({"time":-1})", "", 0},
      {"cut in its number", R"({"time":177861)", "1778616000", 1778616000000},
      {"no JSON", "text", "1778616000", 1778616000000},
      {"a path that only looks like time", R"({"x":{"time":1}})", "1778616000", 1778616000000},
  };
  for (const auto& c : cases) {
    Seen seen(true, {{"_raw", c.json}, {"_time", c.splunk_time}}, {"event_time"});
    EXPECT_EQ(seen.ms(), c.ms) << c.what;
  }
}

TEST(View, GivesOtherNamesFromThePathOrElseTheColumn) {
  Seen seen(true,
            {{"_raw", R"({"a":{"b":"path"},"host":"inside","n":null})"},
             {"a.b", "column"},
             {"bucketName", "column"},
             {"host", "outside"},
             {"n", "column"},
             {"user", "column"},
             {"_time", "7"}},
            {"a.b", "bucketName", "host", "n", "user", "absent", "_time", "a"});
  expect(seen,
         {{"a.b", "path"},
          {"bucketName", "column"},
          {"host", "outside"},
          {"n", "column"},
          {"user", ""},
          {"absent", ""},
          {"_time", "7"},
          {"a", R"({"b":"path"})"}},
         "other names");
}

TEST(View, ReadsColumnsWithRawFalse) {
  Seen seen(false,
            {{"api.operation", "PutImage"},
             {"time", "1778616000000"},
             {"actor.user.uid", "arn:aws:iam::111122223333:user/x"},
             {"src_endpoint.ip", "null"},
             {"src", "fallback"},
             {"unmapped{}.key", "a\nrequestParameters.repositoryName"},
             {"unmapped{}.value", "b\nr"},
             {"__mv_unmapped{}.key", "$a$;$requestParameters.repositoryName$"},
             {"__mv_unmapped{}.value", "$b$;$r$"},
             {"tags", "x\ny"},
             {"__mv_tags", "$x$;$$;$y$"},
             {"_raw", R"({"api":{"operation":"No"}})"}},
            {"action", "user", "vendor_account", "src", "image_repository", "tags", "_raw", "user_name"});
  expect(seen,
         {{"action", "PutImage"},
          {"user", "arn:aws:iam::111122223333:user/x"},
          {"vendor_account", "111122223333"},
          {"src", "fallback"},
          {"image_repository", "r"},
          {"tags", "x|y"},
          {"user_name", ""}},
         "columns");
  EXPECT_EQ(seen.ms(), 1778616000000);
}

TEST(View, PrefersTheMultivalueTwinAndFallsBackToThePlainCell) {
  const struct {
    const char* plain;
    const char* twin;
    const char* values;
  } cases[] = {
      {"a\nb", "$a$;$b$", "a|b"}, {"a", "", "a"}, {"", "", ""}, {"a\nb", "$broken", "a\nb"}, {"x", "$y$", "y"}};
  for (const auto& c : cases) {
    Seen seen(false, {{"f", c.plain}, {"__mv_f", c.twin}}, {"f"});
    EXPECT_EQ(seen["f"], c.values) << c.twin;
  }
}

TEST(View, JudgesByAnotherNameWithoutFallback) {
  const auto judged = [](std::string_view name, const Seen::Columns& columns) {
    Plan plan(true);
    plan.judge_by(name);
    std::string body;
    for (const bool header : {true, false}) {
      for (const auto& [column, text] : columns) {
        rows::write_cell(body, header ? column : text);
        body += &column == &columns.back().first ? '\n' : ',';
      }
    }
    View view(plan);
    rows::Reader reader;
    reader.start_frame();
    reader.next(body, true);
    view.bind(reader.cells());
    reader.next(body, true);
    view.see(reader.cells());
    const auto instant = view.instant();
    return instant ? instant->time_since_epoch().count() : 0;
  };
  const Seen::Columns columns = {{"_raw", R"({"time":1,"seen":"2026-05-12T20:00:00Z"})"},
                                 {"_time", "1778616000000"},
                                 {"_indextime", "1778616060"}};
  EXPECT_EQ(judged("seen", columns), 1778616000000);
  EXPECT_EQ(judged("_indextime", columns), 1778616060000);
  EXPECT_EQ(judged("_time", columns), 0);
  EXPECT_EQ(judged("absent", columns), 0);
}

}  // namespace
}  // namespace offhours::test
