// The table of computed names: each source of each row is planned, is read, and stands where the row says.
#include "event/names.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "event/computed.hpp"
#include "event/seen.hpp"

namespace offhours::test {
namespace {

using namespace event;

namespace json = boost::json;

constexpr const char* session = "arn:aws:sts::111122223333:assumed-role/Deploy/ana";

// A text that a source can take something of, whatever its pick is; texts of two sources differ.
std::string probe(const Source& source, std::size_t place) {
  const std::string number = std::to_string(place);
  if (source.pick == nullptr) return "text" + number;
  const std::string name =
      source.path.find("ARN") != std::string_view::npos || source.path.find("resources") != std::string_view::npos
          ? "arn:aws:ecr:eu-west-1:111122223333:repository/app" + number
          : session + number;
  std::string room;
  if (!source.pick->apply(Value(std::string_view(name)), room).missing()) return name;
  return "AROAX:person" + number;
}

// How an event holds a document.
enum class Form { object, text, pairs, text_of_pairs };

struct Member {
  const Source* source;
  std::string text;
};

json::value& at_path(json::value& root, std::string_view path) {
  json::value* at = &root;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    std::string_view key = path.substr(0, dot);
    const bool each = key.ends_with("{}");
    if (each) key.remove_suffix(2);
    if (!at->is_object()) at->emplace_object();
    at = &at->get_object()[key];
    if (each) {
      if (!at->is_array()) at->emplace_array().emplace_back(nullptr);
      at = &at->get_array().front();
    }
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return *at;
}

// An event that holds just these sources. `wrapped`: as EventBridge has it.
std::string event_of(const std::vector<Member>& members, Form form, bool wrapped) {
  json::value record = json::object();
  json::value envelope = json::object();
  std::map<std::string_view, json::value> documents;
  std::map<std::string_view, json::array> pairs;
  for (const auto& [source, text] : members) {
    if (source->kind == EventKind::event_bridge) {
      at_path(envelope, source->path) = text;
    } else if (source->document.empty()) {
      at_path(record, source->path) = text;
    } else if (source->document == pairs_document) {
      documents[source->document].is_object() ? void() : void(documents[source->document] = json::object());
      documents[source->document].get_object()[source->path] = text;
      pairs[source->document].push_back({{"key", source->path}, {"value", text}});
    } else {
      at_path(documents[source->document], source->path) = text;
    }
  }
  for (auto& [path, document] : documents) {
    json::value held = document;
    const bool list = path == pairs_document && (form == Form::pairs || form == Form::text_of_pairs);
    if (list) held = pairs[path];
    if (form == Form::text || form == Form::text_of_pairs) held = json::serialize(held);
    at_path(record, path) = held;
  }
  // An envelope is known by what is in it.
  if (!envelope.get_object().empty() || wrapped) {
    record.get_object().insert({{"eventVersion", "1.08"}});
    envelope.get_object()["detail"] = record;
    return json::serialize(envelope);
  }
  return json::serialize(record);
}

const std::vector<Form> forms = {Form::object, Form::text, Form::pairs, Form::text_of_pairs};

std::string value_of(std::string_view name, const std::string& raw) {
  return Seen(raw, {std::string(name)})[std::string(name)];
}

TEST(ComputedNames, WithoutARuleAreTheFirstOfTheirSourcesThatIsThere) {
  for (const ComputedName& row : computed_table()) {
    if (row.rule != nullptr) continue;
    for (std::size_t i = 0; i < row.sources.size(); ++i) {
      const Source& first = row.sources[i];
      const std::string text = probe(first, i);
      std::string room;
      const std::string expected(first.pick == nullptr
                                     ? std::string_view(text)
                                     : first.pick->apply(Value(std::string_view(text)), room).first());
      ASSERT_NE(expected, "") << row.name << ' ' << first.path;
      for (const Form form : forms) {
        const std::string alone = event_of({{&first, text}}, form, false);
        EXPECT_EQ(value_of(row.name, alone), expected) << row.name << " from " << alone;
        for (std::size_t j = i + 1; j < row.sources.size(); ++j) {
          const Source& second = row.sources[j];
          if (first.same_place(second)) continue;
          const std::string both = event_of({{&second, probe(second, j)}, {&first, text}}, form, false);
          EXPECT_EQ(value_of(row.name, both), expected) << row.name << " from " << both;
        }
      }
    }
  }
}

// Of each row with a rule: events in which it can be seen that the rule reads each of the row's sources.
struct Example {
  const char* name;
  std::vector<std::pair<const char*, const char*>> texts;  // by path; a document's are those of all its places
  const char* value;
};
const std::vector<Example> examples = {
    {"action", {{"api.operation", "PutImage"}}, "PutImage"},
    {"action", {{"eventName", "PutImage"}}, "PutImage"},
    {"action", {{"class_uid", "3005"}, {"eventName", "PutImage"}}, ""},
    {"action", {{"class_uid", "3005"}, {"metadata.version", "1.0.0-rc.2"}, {"api.operation", "PutImage"}}, "PutImage"},
    {"actor_kind",
     {{"actor.idp.name", "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}},
     "pipeline"},
    {"actor_kind",
     {{"userIdentity.sessionContext.webIdFederationData.federatedProvider", "https://gitlab.example.com"}},
     "pipeline"},
    {"actor_kind",
     {{"userIdentity.webIdFederationData.federatedProvider", "oidc.eks.eu-west-1.amazonaws.com/id/A1"}},
     "pipeline"},
    {"actor_kind", {{"userIdentity.sessionContext.ec2RoleDelivery", "2.0"}}, "pipeline"},
    {"actor_kind",
     {{"actor.user.uid", "arn:aws:sts::111122223333:assumed-role/Build/i-0123456789abcdef0"}},
     "pipeline"},
    {"actor_kind", {{"actor.user.uuid", "arn:aws:sts::111122223333:assumed-role/Build/AWSCodeBuild-1b2c"}}, "pipeline"},
    {"actor_kind", {{"userIdentity.arn", "arn:aws:sts::111122223333:assumed-role/Build/i-0abc"}}, "pipeline"},
    {"actor_kind", {{"actor.user.uid_alt", "AROAX:i-0abc"}}, "pipeline"},
    {"actor_kind", {{"actor.user.uid", "AROAX:i-0abc"}}, "pipeline"},
    {"actor_kind", {{"actor.user.uuid", "AROAX:i-0abc"}}, "pipeline"},
    {"actor_kind", {{"userIdentity.principalId", "AROAX:i-0abc"}}, "pipeline"},
    {"actor_kind", {{"actor.invoked_by", "ecs.amazonaws.com"}}, "service"},
    {"actor_kind", {{"userIdentity.invokedBy", "ecs.amazonaws.com"}}, "service"},
    {"actor_name", {{"actor.invoked_by", "ecs.amazonaws.com"}}, "ecs.amazonaws.com"},
    {"actor_name", {{"userIdentity.invokedBy", "ecs.amazonaws.com"}}, "ecs.amazonaws.com"},
    {"vendor_product", {{"cloud.provider", "GCP"}}, "GCP"},
    {"vendor_product", {{"eventName", "PutImage"}}, "AWS"},
    {"vendor_product", {{"eventSource", "ecr.amazonaws.com"}}, "AWS"},
    {"vendor_product", {{"eventVersion", "1.08"}}, "AWS"},
    {"vendor_product", {{"eventVersion", "1.08"}, {"class_uid", "6003"}}, ""},
    {"vendor_product", {{"eventVersion", "1.08"}, {"api.operation", "PutImage"}}, ""},
    {"status", {{"status", "Success"}, {"api.response.error", "Denied"}}, "Failure"},
    {"status", {{"status", "Success"}, {"errorCode", "Denied"}}, "Failure"},
    {"status", {{"status", "Failure"}}, "Failure"},
    {"status", {{"status_id", "1"}}, "Success"},
    {"status", {{"eventName", "PutImage"}}, "Success"},
    {"status", {{"eventSource", "ecr.amazonaws.com"}}, "Success"},
    {"status", {{"eventVersion", "1.08"}}, "Success"},
    {"status", {{"eventVersion", "1.08"}, {"class_uid", "6003"}}, ""},
    {"status", {{"eventVersion", "1.08"}, {"api.operation", "PutImage"}}, ""},
    {"image_request", {{"omitted", "true"}}, "omitted"},
    {"image_request", {{"requestParameters.omitted", "true"}}, "omitted"},
    {"image_request", {{"repositoryName", "app"}}, "complete"},
    {"image_request", {{"requestParameters.repositoryName", "app"}}, "complete"},
    {"image_request", {{"registryId", "1"}}, "complete"},
    {"image_request", {{"requestParameters.registryId", "1"}}, "complete"},
    {"image_request", {{"imageTag", "v1"}}, "complete"},
    {"image_request", {{"requestParameters.imageTag", "v1"}}, "complete"},
    {"image_request", {{"imageDigest", "sha256:aa"}}, "complete"},
    {"image_request", {{"requestParameters.imageDigest", "sha256:aa"}}, "complete"},
    {"event_time", {{"time", "1778616000000"}}, "1778616000.000"},
    {"event_time", {{"time_dt", "2026-05-12T20:00:00Z"}}, "1778616000.000"},
    {"event_time", {{"eventTime", "2026-05-12T20:00:00Z"}}, "1778616000.000"},
};

TEST(ComputedNames, WithARuleReadEachOfTheirSources) {
  for (const ComputedName& row : computed_table()) {
    if (row.rule == nullptr) continue;
    for (const Source& source : row.sources) {
      bool decides = false;
      for (const Example& example : examples) {
        if (example.name != row.name) continue;
        std::vector<Member> with;
        std::vector<Member> without;
        for (const auto& [path, text] : example.texts) {
          // Of the places that go by this path: the one in question, or else the first.
          const Source* which = &*std::ranges::find(row.sources, path, &Source::path);
          if (source.path == path) which = &source;
          with.push_back({which, text});
          if (which != &source) without.push_back({which, text});
        }
        EXPECT_EQ(value_of(row.name, event_of(with, Form::object, false)), example.value)
            << row.name << " from " << event_of(with, Form::object, false);
        decides |= with.size() != without.size() &&
                   value_of(row.name, event_of(without, Form::object, false)) != example.value;
      }
      EXPECT_TRUE(decides) << "no example shows that " << row.name << " reads " << source.document << ' '
                           << source.path;
    }
  }
}

// What is read for a name is what was planned for it: with all names planned it is no other.
TEST(ComputedNames, AreTheSameAloneAndBesideAllOthers) {
  for (const ComputedName& row : computed_table()) {
    for (const Source& source : row.sources) {
      for (const Form form : forms) {
        const std::string raw = event_of({{&source, probe(source, 1)}}, form, false);
        Seen all(raw);
        for (const std::string_view name : computed_names()) {
          EXPECT_EQ(value_of(name, raw), all[name]) << name << " of " << raw;
        }
      }
    }
  }
}

TEST(ComputedNames, AreTheSameInAnEnvelopeOfEventBridge) {
  const Source version{EventKind::cloudtrail, "", "eventVersion"};
  for (const ComputedName& row : computed_table()) {
    for (const Source& source : row.sources) {
      if (source.kind == EventKind::event_bridge || row.rule != nullptr) continue;
      const std::vector<Member> members = {{&source, probe(source, 1)}, {&version, "1.08"}};
      for (const Form form : forms) {
        const std::string wrapped = event_of(members, form, true);
        EXPECT_EQ(value_of(row.name, wrapped), value_of(row.name, event_of(members, form, false))) << wrapped;
      }
    }
  }
}

// With raw=false each source is a column, and a document may be one too.
TEST(ComputedNames, AreReadFromColumns) {
  for (const ComputedName& row : computed_table()) {
    if (row.rule != nullptr) continue;
    for (const Source& source : row.sources) {
      if (source.kind == EventKind::event_bridge) continue;
      const std::string text = probe(source, 1);
      std::string room;
      const std::string expected(source.pick == nullptr
                                     ? std::string_view(text)
                                     : source.pick->apply(Value(std::string_view(text)), room).first());
      const std::string path(source.path);
      const std::string document(source.document);
      const std::string name(row.name);
      const auto read = [&](const Seen::Columns& columns) { return Seen(false, columns, {name})[name]; };
      EXPECT_EQ(read({{document.empty() ? path : document + "." + path, text}}), expected) << name << ' ' << path;
      if (document.empty()) continue;
      json::value held = json::object();
      document == pairs_document ? held.get_object()[path] = text : at_path(held, path) = text;
      EXPECT_EQ(read({{document, json::serialize(held)}}), expected) << name << ' ' << path;
      if (document != pairs_document) continue;
      EXPECT_EQ(read({{"unmapped{}.key", path}, {"unmapped{}.value", text}}), expected) << name << ' ' << path;
    }
  }
}

TEST(ComputedNames, OfAnEnvelopeAreNotReadOutsideOfOne) {
  for (const ComputedName& row : computed_table()) {
    // A rule counts its sources, and without `_raw` there is no envelope.
    if (row.rule == nullptr) continue;
    EXPECT_EQ(std::ranges::count(row.sources, EventKind::event_bridge, &Source::kind), 0) << row.name;
  }
  EXPECT_EQ(value_of("vendor_account", R"({"eventName":"x","account":"111122223333"})"), "");
  EXPECT_EQ(value_of("vendor_account", R"({"account":"111122223333","detail":{"eventName":"x"}})"), "111122223333");
  EXPECT_EQ(value_of("vendor_account",
                     R"({"account":"111122223333","detail":{"eventName":"x","recipientAccountId":"444455556666"}})"),
            "444455556666");
}

// docs/names.md, from its marker on, is made from the table.

std::string words_of(EventKind kind) {
  switch (kind) {
    case EventKind::ocsf: return "OCSF";
    case EventKind::ocsf_rc2: return "OCSF 1.0.0-rc.2";
    case EventKind::ocsf_1: return "OCSF 1.1.0 and later";
    case EventKind::cloudtrail: return "CloudTrail";
    case EventKind::event_bridge: return "EventBridge's envelope";
  }
  return {};
}

std::string reference() {
  std::string out;
  for (const ComputedName& row : computed_table()) {
    std::string about(row.about);
    about.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(about.front())));
    out += "\n### `" + std::string(row.name) + "`\n\n" + about + ".";
    if (row.judged) out += " Follows from the judged time, so `time=` refuses it.";
    out += row.rule == nullptr ? " The first of these that is there:\n\n" : " Worked out from:\n\n";
    std::size_t number = 0;
    for (const std::string_view name : row.names) {
      out += std::to_string(++number) + ". the name `" + std::string(name) + "`\n";
    }
    for (const Source& source : row.sources) {
      out += std::to_string(++number) + ". `" + std::string(source.path) + "`";
      if (!source.document.empty()) out += " in `" + std::string(source.document) + "`";
      if (source.pick != nullptr) out += ": " + std::string(source.pick->words);
      out += " (" + words_of(source.kind) + ")\n";
    }
  }
  return out;
}

TEST(ComputedNames, AreDescribedInTheDocsAsTheyAreRead) {
  const std::string file = OFFHOURS_SOURCE_DIR "/docs/names.md";
  constexpr std::string_view marker = "<!-- From here on made from the table in src/event/computed.cpp. -->\n";
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  const std::string docs = text.str();
  const std::size_t made = docs.find(marker);
  ASSERT_NE(made, std::string::npos);
  const std::string expected = docs.substr(0, made) + std::string(marker) + reference();
  if (std::getenv("OFFHOURS_WRITE_DOCS") != nullptr) std::ofstream(file) << expected;
  EXPECT_TRUE(docs == expected) << "run this test with OFFHOURS_WRITE_DOCS=1 and commit docs/names.md; it should end:\n"
                                << reference();
  for (const char* page : {"README.md", "default/searchbnf.conf"}) {
    std::stringstream other;
    other << std::ifstream(std::string(OFFHOURS_SOURCE_DIR "/") + page).rdbuf();
    for (const std::string_view name : computed_names()) {
      EXPECT_NE(other.str().find(name), std::string::npos) << page << " does not name " << name;
    }
  }
}

}  // namespace
}  // namespace offhours::test
