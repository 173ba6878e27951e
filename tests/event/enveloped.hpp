// Uploads of Saturday 2026-05-16 10:00 UTC by one person, in every version of events, and what collectors wrap round
// them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "event/envelopes.hpp"

namespace offhours::test {

// As a JSON string that holds the text.
inline std::string as_text(std::string_view text) {
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

inline std::string cloudtrail(const std::string& id) {
  return R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111111111111:user/ana"},)"
         R"("eventTime":"2026-05-16T10:00:00Z","eventSource":"ecr.amazonaws.com","eventName":"PutImage","requestParameters":)"
         R"({"repositoryName":"team/app","imageTag":"v\"1"},"eventID":")" +
         id + "\"}";
}
inline std::string ocsf(const std::string& id, const std::string& version, const std::string& class_uid) {
  return R"({"class_uid":)" + class_uid + R"(,"metadata":{"version":")" + version + R"(","uid":")" + id +
         R"("},"time":1778925600000,"api":{"operation":"PutImage","service":{"name":"ecr.amazonaws.com"},)"
         R"("request":{"data":"{\"repositoryName\":\"team/app\",\"imageTag\":\"v\\\"1\"}"}},)"
         R"("actor":{"user":{"uid":"arn:aws:iam::111111111111:user/ana"}}})";
}

// An event with this id, in each version.
using Make = std::function<std::string(const std::string& id)>;
inline const std::vector<Make> versions = {
    cloudtrail,
    [](const std::string& id) { return ocsf(id, "1.1.0", "6003"); },
    [](const std::string& id) { return ocsf(id, "1.5.0", "6003"); },
    [](const std::string& id) { return ocsf(id, "1.0.0-rc.2", "3005"); },
};

struct Envelope {
  const char* name;
  std::function<std::string(const std::string& inside)> wrap;  // one event's text
};

inline Envelope key(const char* name) {
  return {name, [name](const std::string& inside) {
            return std::string(R"({"host":"h","time":1,")") + name + "\":" + inside + "}";
          }};
}
inline Envelope text_of_key(const char* name) {
  return {name, [name](const std::string& inside) { return key(name).wrap(as_text(inside)); }};
}
inline std::string list(const std::string& inside) { return "[" + inside + "]"; }

inline std::vector<Envelope> envelopes() {
  std::vector<Envelope> all;
  for (const std::string_view name : event::envelope_keys()) {
    all.push_back(key(name.data()));
    all.push_back(text_of_key(name.data()));
    all.push_back({name.data(), [name](const std::string& inside) { return key(name.data()).wrap(list(inside)); }});
    all.push_back(
        {name.data(), [name](const std::string& inside) { return key(name.data()).wrap(list(as_text(inside))); }});
    all.push_back({name.data(), [name](const std::string& inside) {
                     return key(name.data()).wrap(as_text("May 13 21:00:00 h x: " + inside + "\n"));
                   }});
  }
  const auto before = [&all](std::string header) {
    all.push_back({"a header", [header](const std::string& inside) { return header + inside; }});
  };
  before("May 13 21:00:00 h x: ");
  before("<134>1 2026-05-13T21:00:00Z host app 1 - [id key=\"value\"] ");
  before("2026-05-13T21:00:00.000000000Z stdout F ");
  before("\xEF\xBB\xBF \n");
  all.push_back({"a list", list});
  all.push_back({"a text", as_text});
  all.push_back({"a subscription", [](const std::string& inside) {
                   return R"({"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":)" +
                          as_text(inside) + "}]}";
                 }});
  all.push_back({"look-ups", [](const std::string& inside) {
                   return R"({"Events":[{"EventId":"1","EventName":"PutImage","CloudTrailEvent":)" + as_text(inside) +
                          "}]}";
                 }});
  all.push_back({"a queue", [](const std::string& inside) {
                   return R"({"Body":)" +
                          as_text(R"({"Type":"Notification","Message":)" + as_text(R"({"Records":[)" + inside + "]}") +
                                  "}") +
                          "}";
                 }});
  return all;
}

}  // namespace offhours::test
