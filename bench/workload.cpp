#include "workload.hpp"

#include <array>
#include <cstdint>

#include "rows/writer.hpp"

namespace offhours::bench {
namespace {

// splitmix64 of the row's number: any row can be made by itself.
std::uint64_t random_of(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBU;
  return number ^ (number >> 31);
}

std::string hex(std::uint64_t seed, std::size_t digits) {
  constexpr std::string_view alphabet = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < digits; ++i) {
    if (i % 16 == 0) seed = random_of(seed);
    text += alphabet[(seed >> (i % 16 * 4)) & 15U];
  }
  return text;
}

std::string padded(std::uint64_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  return std::string(digits > text.size() ? digits - text.size() : 0, '0') + text;
}

// What differs from event to event. Half a year of instants, a few hundred people, a few regions.
struct Facts {
  explicit Facts(std::size_t number) : seed(random_of(number)) {
    constexpr std::array<std::string_view, 6> regions = {"eu-central-1", "us-east-1", "us-west-2",
                                                         "eu-west-1",    "sa-east-1", "ap-south-1"};
    milliseconds = 1764000000000U + seed % 15552000000U;
    person = "dev" + padded(seed % 397, 3);
    account = "1111111111" + padded(seed % 7, 2);
    region = regions[(seed >> 20) % regions.size()];
    repository = "team" + std::to_string((seed >> 24) % 23) + "/service-" + std::to_string((seed >> 32) % 41);
    tag = "1." + std::to_string((seed >> 40) % 30) + "." + std::to_string((seed >> 48) % 10);
    arn = "arn:aws:iam::" + account + ":user/" + person;
    seconds = std::to_string(milliseconds / 1000) + "." + padded(milliseconds % 1000, 3);
  }
  std::uint64_t seed;
  std::uint64_t milliseconds;
  std::string seconds, person, account, region, repository, tag, arn;
};

std::string quoted_json(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string manifest(const Facts& facts) {
  std::string text =
      "{\n   \"schemaVersion\": 2,\n   \"mediaType\": \"application/vnd.docker.distribution.manifest.v2+json\",\n"
      "   \"config\": {\n      \"mediaType\": \"application/vnd.docker.container.image.v1+json\",\n      \"size\": "
      "6591,\n"
      "      \"digest\": \"sha256:" +
      hex(facts.seed, 64) + "\"\n   },\n   \"layers\": [";
  for (std::uint64_t layer = 0; layer < 8; ++layer) {
    text += layer == 0 ? "\n" : ",\n";
    text +=
        "      {\n         \"mediaType\": \"application/vnd.docker.image.rootfs.diff.tar.gzip\",\n         \"size\": " +
        std::to_string(random_of(facts.seed + layer) % 40000000) +
        ",\n         \"digest\": \"sha256:" + hex(facts.seed + layer, 64) + "\"\n      }";
  }
  return text + "\n   ]\n}";
}

std::string event_json(const Facts& facts, const std::string& request, const std::string& response) {
  std::string text = R"({"metadata":{"product":{"version":"1.08","name":"CloudTrail","vendor_name":"AWS","feature":)"
                     R"({"name":"Management"}},"event_code":"AwsApiCall","uid":")";
  text += hex(facts.seed + 1, 32);
  text += R"(","profiles":["cloud","datetime"],"version":"1.1.0"},"time":)" + std::to_string(facts.milliseconds);
  text += R"(,"time_dt":"2026-01-05T10:15:39Z","cloud":{"region":")" + facts.region + R"(","provider":"AWS"},)";
  text += R"("api":{"response":{"error":null,"message":null,"data":)" + response + R"(},"operation":"PutImage",)";
  text += R"("version":null,"service":{"name":"ecr.amazonaws.com"},"request":{"data":)" + request + R"(,"uid":")";
  text += hex(facts.seed + 2, 32);
  text += R"("}},"dst_endpoint":null,"actor":{"user":{"type":"IAMUser","name":")" + facts.person;
  text += R"(","uid_alt":"AIDA)" + hex(facts.seed + 3, 16) + R"(","uid":")" + facts.arn + R"(","account":{"uid":")";
  text += facts.account + R"("},"credential_uid":"ASIA)" + hex(facts.seed + 4, 16);
  text += R"("},"session":{"created_time_dt":"2026-01-05T09:01:12Z","is_mfa":false,"issuer":null},"invoked_by":)"
          R"("AWS Internal","idp":{"name":null}},"http_request":{"user_agent":"AWS Internal"},"src_endpoint":)"
          R"({"uid":null,"ip":null,"domain":"AWS Internal"},"session":null,"policy":null,"resources":[{"uid":")";
  text += "arn:aws:ecr:" + facts.region + ":" + facts.account + ":repository/" + facts.repository;
  text += R"(","owner":{"account":{"uid":")" + facts.account + R"("}},"type":null}],"class_name":"API Activity",)";
  text += R"("class_uid":6003,"category_name":"Application Activity","category_uid":6,"severity_id":1,"severity":)"
          R"("Informational","user":null,"activity_name":"Update","activity_id":3,"type_uid":600303,"type_name":)"
          R"("API Activity: Update","status":"Success","is_alert":null,"accountid":null,"unmapped":{"sharedEventID":)"
          R"(null,"recipientAccountId":")";
  text += facts.account;
  text += R"(","eventType":"AwsApiCall","managementEvent":"true","readOnly":"false"},"observables":[{"name":)"
          R"("actor.user.name","value":")";
  text += facts.person + R"(","type":"User Name","type_id":4}]})";
  return text;
}

struct Column {
  std::string_view name;
  std::string value;
};

std::vector<Column> columns_of(Workload workload, std::size_t number) {
  const Facts facts(number);
  switch (workload) {
    case Workload::putimage:
      return {{"_time", facts.seconds},     {"_raw", make_putimage(number)}, {"off_hours", {}},
              {"off_hours_reason", {}},     {"off_hours_schedule", {}},      {"off_hours_time_zone", {}},
              {"off_hours_local_time", {}}, {"off_hours_detail", {}},        {"_chunked_idx", std::to_string(number)}};
    case Workload::wide:
      return {{"_time", facts.seconds},
              {"_raw", event_json(facts, R"({"repositoryName":"x"})", "null")},
              {"_bkt", "asl~12~" + hex(facts.seed, 32)},
              {"_cd", "12:" + std::to_string(facts.seed % 900000)},
              {"_indextime", std::to_string(facts.milliseconds / 1000 + 60)},
              {"_serial", std::to_string(number)},
              {"_si", "idx-1\nasl"},
              {"_sourcetype", "aws:asl"},
              {"host", "idx-1"},
              {"index", "asl"},
              {"source", "s3://aws-security-data-lake/region=" + facts.region},
              {"sourcetype", "aws:asl"},
              {"splunk_server", "idx-1"},
              {"linecount", "1"},
              {"eventtype", {}},
              {"tag", {}},
              {"punct", "{\"\":{\"\":{\"\":\"."},
              {"api.operation", "PutImage"},
              {"cloud.region", facts.region},
              {"_chunked_idx", std::to_string(number)}};
    case Workload::narrow:
      return {{"_time", facts.seconds},
              {"time", std::to_string(facts.milliseconds)},
              {"api.operation", "PutImage"},
              {"api.service.name", "ecr.amazonaws.com"},
              {"actor.user.uid", facts.arn},
              {"src_endpoint.ip", "203.0.113." + std::to_string(facts.seed % 250)},
              {"http_request.user_agent", "aws-cli/2.15.30 Python/3.11.8 Linux/6.1.0 exe/x86_64"},
              {"cloud.region", facts.region},
              {"status", "Success"},
              {"_chunked_idx", std::to_string(number)}};
  }
  return {};
}

const std::vector<std::string> schedule = {"time_zone=Europe/Berlin", "days=mon-fri", "hours=08:00-20:00"};

}  // namespace

std::string_view name_of(Workload workload) {
  switch (workload) {
    case Workload::putimage: return "7 KB PutImage";
    case Workload::wide: return "2 KB, 40 columns";
    case Workload::narrow: return "narrow rows";
  }
  return "";
}

std::vector<std::string> annotate_arguments(Workload workload) {
  std::vector<std::string> arguments = schedule;
  arguments.emplace_back("operation=PutImage");
  if (workload == Workload::narrow) arguments.emplace_back("raw=false");
  return arguments;
}

std::vector<std::string> detect_arguments(Workload workload) {
  std::vector<std::string> arguments = annotate_arguments(workload);
  std::vector<std::string_view> more = {"count", "min(_time)", "as", "firstTime",      "max(_time)",
                                        "as",    "lastTime",   "by", "actor.user.uid", "cloud.region"};
  if (workload == Workload::putimage) {
    // The app's correlation search.
    more = {"service=ecr*.amazonaws.com",
            "count",
            "dc(image_digest)",
            "as",
            "images",
            "min(_time)",
            "as",
            "firstTime",
            "max(_time)",
            "as",
            "lastTime",
            "values(off_hours_reason)",
            "as",
            "off_hours_reason",
            "values(off_hours_schedule)",
            "as",
            "off_hours_schedule",
            "values(image_repository)",
            "as",
            "image_repository",
            "values(image_tag)",
            "as",
            "image_tag",
            "values(user_role)",
            "as",
            "user_role",
            "by",
            "user",
            "user_name",
            "action",
            "dest",
            "user_agent",
            "src",
            "vendor_account",
            "vendor_product",
            "vendor_region",
            "status"};
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::string make_putimage(std::size_t number) {
  const Facts facts(number);
  const std::string pushed = quoted_json(manifest(facts));
  const std::string digest = "sha256:" + hex(facts.seed + 5, 64);
  const std::string request = R"({"registryId":")" + facts.account + R"(","repositoryName":")" + facts.repository +
                              R"(","imageManifest":)" + pushed +
                              R"(,"imageManifestMediaType":"application/vnd.docker.distribution.manifest.v2+json",)"
                              R"("imageTag":")" +
                              facts.tag + R"("})";
  const std::string response = R"({"image":{"registryId":")" + facts.account + R"(","repositoryName":")" +
                               facts.repository + R"(","imageId":{"imageDigest":")" + digest + R"(","imageTag":")" +
                               facts.tag + R"("},"imageManifest":)" + pushed +
                               R"(,"imageManifestMediaType":"application/vnd.docker.distribution.manifest.v2+json"}})";
  return event_json(facts, quoted_json(request), quoted_json(response));
}

std::string make_body(Workload workload, std::size_t rows, std::size_t first) {
  std::string body;
  std::vector<std::string> names;
  for (const Column& column : columns_of(workload, first)) names.emplace_back(column.name);
  rows::write_header(body, names);
  for (std::size_t row = 0; row < rows; ++row) {
    std::string_view separator;
    for (const Column& column : columns_of(workload, first + row)) {
      body += separator;
      rows::write_cell(body, column.value);
      separator = ",";
    }
    body.append(names.size(), ',');
    body += '\n';
  }
  return body;
}

}  // namespace offhours::bench
