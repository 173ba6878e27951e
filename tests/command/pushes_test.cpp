// uploads and images of whole pushes, as tools make them, in each version of event: tests/data/pushes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "command/in_process.hpp"
#include "trials.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(OFFHOURS_SOURCE_DIR) / "tests/data/pushes";
constexpr const char* search = "keep=all uploads images count by image_repository";

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// By kind and repository: "<uploads> <images> <count>".
using Counts = std::map<std::string, std::string>;

std::map<std::string, Counts> expected_counts() {
  std::map<std::string, Counts> counts;
  for (const auto& row : read_table(read_file(folder / "expected.csv")).rows) {
    counts[row[0]][row[1]] = row[2] + " " + row[3] + " " + row[4];
  }
  return counts;
}

Counts counts_of(const std::string& body) {
  Counts counts;
  for (const auto& row : read_table(body).rows) counts[row[0]] = row[1] + " " + row[2] + " " + row[3];
  return counts;
}

class Push : public testing::TestWithParam<const char*> {
 protected:
  std::vector<std::string> events(const std::string& kind) const {
    return lines_of(folder / GetParam() / (kind + ".jsonl"));
  }
};

TEST_P(Push, IsOneUpload) {
  for (const auto& [kind, counts] : expected_counts()) {
    InProcess whole("offhoursstats", search);
    EXPECT_EQ(counts_of(whole.body(write_table(raw_events(events(kind))), true)), counts) << kind;
    EXPECT_EQ(whole.messages.find("manifest"), std::string::npos) << whole.messages;
  }
}

// Every event in a frame of its own on an indexer, and some in none; repeated deliveries change the count alone.
TEST_P(Push, IsOneUploadHoweverItIsMapped) {
  run_trials("mapped pushes", std::chrono::milliseconds(500), [&](Random& random) {
    for (const auto& [kind, counts] : expected_counts()) {
      InProcess reduce("offhoursstats", search);
      InProcess map("offhoursstats", std::string(search) + " phase=map");
      std::vector<std::string> order = events(kind);
      std::shuffle(order.begin(), order.end(), random);
      for (const std::string& event : order) {
        const std::string frame = write_table(raw_events({event}));
        (void)reduce.body(one_in(random, 2) ? frame : map.body(frame, false), false);
      }
      EXPECT_EQ(counts_of(reduce.body("", true)), counts) << kind;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Versions, Push, testing::Values("cloudtrail", "ocsf_1.0.0-rc.2", "ocsf_1.1.0", "ocsf_1.5.0"),
                         [](const auto& each) {
                           std::string name = each.param;
                           for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return name;
                         });

// A CloudTrail record of one push.
struct Record {
  const char* time = "2026-11-21T10:00:00Z";
  std::string parameters;  // of the request, as JSON
  std::string answer = "null";
  std::string error = {};
};

std::string json_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string to_json(const Record& record) {
  return std::string(
             R"({"eventVersion":"1.08","eventName":"PutImage","eventSource":"ecr.amazonaws.com","eventTime":")") +
         record.time + "\"," + (record.error.empty() ? "" : "\"errorCode\":" + json_text(record.error) + ",") +
         "\"requestParameters\":" + record.parameters + ",\"responseElements\":" + record.answer + "}";
}

std::string request(const std::string& digest, const std::string& manifest) {
  return R"({"registryId":"1","repositoryName":"web","imageDigest":")" + digest + R"(","imageManifest":)" +
         json_text(manifest) + "}";
}

TEST(Images, BelieveNothingButTheListOfAnAcceptedManifest) {
  const std::string list = R"({"manifests":[{"digest":"a"}]})";
  const Record a{.parameters = request("a", "{}")};
  const struct {
    const char* what;
    Record second;
    const char* images;
  } cases[] = {
      {"an index", {.parameters = request("i", list)}, "1"},
      {"in the answer, where the request is omitted",
       {.parameters = R"({"omitted":true,"originalSize":149893})",
        .answer =
            R"({"image":{"registryId":"1","repositoryName":"web","imageId":{"imageDigest":"i"},"imageManifest":)" +
            json_text(list) + "}}"},
       "2"},  // the repository is not known there
      {"a refused index", {.parameters = request("i", list), .error = "ImageAlreadyExistsException"}, "1"},
      {"a list in an annotation",
       {.parameters = request("i", R"({"annotations":{"manifests":[{"digest":"a"}]}})")},
       "2"},
      {"an attestation by its own word", {.parameters = request("i", R"({"artifactType":"attestation"})")}, "2"},
      {"a manifest that is cut", {.parameters = request("i", R"({"manifests":[{"digest":"a"},)")}, "2"},
      {"a manifest as an object",
       {.parameters = R"({"registryId":"1","repositoryName":"web","imageDigest":"i","imageManifest":)" + list + "}"},
       "1"},
  };
  for (const auto& c : cases) {
    InProcess run("offhoursstats", "images keep=all");
    const std::string body = run.body(write_table(raw_events({to_json(a), to_json(c.second)})), true);
    EXPECT_EQ(read_table(body).column("images").at(0), c.images) << c.what;
  }
}

TEST(Images, WarnOfListsThatAreTooLong) {
  std::string list = R"({"manifests":[)";
  for (int i = 0; i < 1001; ++i)
    list += (i == 0 ? "" : ",") + std::string("{\"digest\":\"") + std::to_string(i) + "\"}";
  list += "]}";
  const std::string events = write_table(
      raw_events({to_json({.parameters = request("1000", "{}")}), to_json({.parameters = request("999", "{}")}),
                  to_json({.parameters = request("i", list)})}));
  const std::string warning =
      "1 event had a manifest that lists more than 1000 others; the rest of the list was ignored, so that images may "
      "count too many.\n";
  InProcess run("offhoursstats", "images keep=all");
  EXPECT_EQ(read_table(run.body(events, true)).column("images").at(0), "2");
  EXPECT_NE(run.messages.find(warning), std::string::npos) << run.messages;
  InProcess map("offhoursstats", "images keep=all phase=map");
  InProcess reduce("offhoursstats", "images keep=all");
  (void)reduce.body(map.body(events, true), true);
  EXPECT_NE(reduce.messages.find(warning), std::string::npos) << reduce.messages;
}

// With `fields` of the pipeline instead of _raw, lists come from Splunk's own extraction of the request.
TEST(Images, AreReadFromExtractedFieldsToo) {
  const TextTable table{{"_time", "eventName", "requestParameters.registryId", "requestParameters.repositoryName",
                         "requestParameters.imageDigest", "requestParameters.imageManifest", "status"},
                        {{"1764000000", "PutImage", "1", "web", "a", "{}", "Success"},
                         {"1764000000", "PutImage", "1", "web", "i", R"({"manifests":[{"digest":"a"}]})", "Success"}}};
  InProcess run("offhoursstats", "uploads images keep=all raw=false");
  const TextTable answer = read_table(run.body(write_table(table), true));
  EXPECT_EQ(answer.column("uploads").at(0), "1");
  EXPECT_EQ(answer.column("images").at(0), "1");
}

}  // namespace
}  // namespace offhours::test
