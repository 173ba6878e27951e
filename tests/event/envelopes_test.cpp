// What collectors wrap round events, undone: every envelope with an event of every version inside, as an object and as
// its text, alone and with others.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "event/seen.hpp"

namespace offhours::event {
namespace {

using Texts = std::vector<std::string>;

// As a JSON string that holds the text.
std::string as_text(std::string_view text) {
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

std::string cloudtrail(const std::string& id) {
  return R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111111111111:user/ana"},)"
         R"("eventTime":"2026-05-16T10:00:00Z","eventSource":"ecr.amazonaws.com","eventName":"PutImage","requestParameters":)"
         R"({"repositoryName":"team/app","imageTag":"v\"1"},"eventID":")" +
         id + "\"}";
}
std::string ocsf(const std::string& id, const std::string& version, const std::string& class_uid) {
  return R"({"class_uid":)" + class_uid + R"(,"metadata":{"version":")" + version + R"(","uid":")" + id +
         R"("},"time":1778925600000,"api":{"operation":"PutImage","service":{"name":"ecr.amazonaws.com"},)"
         R"("request":{"data":"{\"repositoryName\":\"team/app\",\"imageTag\":\"v\\\"1\"}"}},)"
         R"("actor":{"user":{"uid":"arn:aws:iam::111111111111:user/ana"}}})";
}

// An event with this id, in each version.
using Make = std::function<std::string(const std::string& id)>;
const std::vector<Make> versions = {
    cloudtrail,
    [](const std::string& id) { return ocsf(id, "1.1.0", "6003"); },
    [](const std::string& id) { return ocsf(id, "1.5.0", "6003"); },
    [](const std::string& id) { return ocsf(id, "1.0.0-rc.2", "3005"); },
};

struct Envelope {
  const char* name;
  std::function<std::string(const std::string& inside)> wrap;  // one event's text
};

Envelope key(const char* name) {
  return {name, [name](const std::string& inside) {
            return std::string(R"({"host":"h","time":1,")") + name + "\":" + inside + "}";
          }};
}
Envelope text_of_key(const char* name) {
  return {name, [name](const std::string& inside) { return key(name).wrap(as_text(inside)); }};
}
std::string list(const std::string& inside) { return "[" + inside + "]"; }

std::vector<Envelope> envelopes() {
  std::vector<Envelope> all;
  for (const std::string_view name : envelope_keys()) {
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

// The ids of the events in a row, and that each is read as if it stood there alone.
Texts ids_in(const std::string& raw) {
  Texts ids;
  Seen seen(raw);
  do {
    if (!seen.recognised()) continue;
    EXPECT_EQ(seen["action"], "PutImage") << raw;
    EXPECT_EQ(seen["dest"], "ecr.amazonaws.com") << raw;
    EXPECT_EQ(seen["user"], "arn:aws:iam::111111111111:user/ana") << raw;
    EXPECT_EQ(seen["image_repository"], "team/app") << raw;
    EXPECT_EQ(seen["image_tag"], "v\"1") << raw;
    EXPECT_EQ(seen["event_time"], "1778925600.000") << raw;
    EXPECT_EQ(seen.shape(), Shape::whole) << raw;
    ids.push_back(seen["event_id"]);
  } while (seen.next());
  return ids;
}

TEST(Envelopes, OfEveryKindAreUndone) {
  for (const Make& event : versions) {
    for (const Envelope& envelope : envelopes()) {
      EXPECT_EQ(ids_in(envelope.wrap(event("a"))), Texts{"a"}) << envelope.name;
      // In each other.
      for (const Envelope& outer : {key("event"), text_of_key("log"), key("Records")}) {
        std::string inside = envelope.wrap(event("a"));
        if (std::string_view("{[\"").find(inside.front()) == std::string_view::npos) inside = as_text(inside);
        EXPECT_EQ(ids_in(outer.wrap(inside)), Texts{"a"}) << envelope.name << " in " << outer.name;
      }
    }
  }
}

TEST(Envelopes, MayHoldSeveralEvents) {
  for (const Make& event : versions) {
    const Make& other = versions.front();
    const std::string a = event("a");
    const std::string b = other("b");
    const std::string c = event("c");
    for (const std::string& raw : {
             a + b + c,
             a + "\n" + b + "\r\n" + c + "\n",
             a + "," + b + ",\n" + c + ",",
             list(a + ", " + b + "," + c),
             list(as_text(a) + "," + as_text(b) + ",7,null," + as_text(c)),
             key("Records").wrap(list(a + "," + b + "," + c)),
             text_of_key("message").wrap(a + "\n" + b + "\n" + c),
             text_of_key("Message").wrap(key("Records").wrap(list(a + "," + b + "," + c))),
             key("event").wrap(a) + key("detail").wrap(b) + text_of_key("log").wrap(c),
             key("Records").wrap(list(a)) + b + "\n" + list(c),
             "May 13 21:00:00 h x: " + a + b + c,
             R"({"logEvents":[{"message":)" + as_text(a) + R"(},{"other":1},{"message":)" + as_text(b + c) + "}]}",
             R"({"a":1})" + a + R"({"b":{}})" + b + c + " and more {",
         }) {
      EXPECT_EQ(ids_in(raw), (Texts{"a", "b", "c"})) << raw;
    }
  }
}

TEST(Envelopes, AreUndoneUpToWhereTheTextIsCut) {
  const std::string raw = key("Records").wrap(list(cloudtrail("a") + "," + cloudtrail("b")));
  for (std::size_t size = 0; size < raw.size(); ++size) {
    Seen seen(raw.substr(0, size));
    Texts ids;
    do {
      if (seen.recognised() && seen.shape() == Shape::whole) ids.push_back(seen["event_id"]);
    } while (seen.next());
    const std::size_t first = raw.find("},{") + 1;
    const std::size_t second = raw.rfind("]}");
    EXPECT_EQ(ids, size < first ? Texts{} : size < second ? Texts{"a"} : (Texts{"a", "b"})) << raw.substr(0, size);
  }
  // The event that the cut is in gives what was complete.
  const std::string whole = cloudtrail("a");
  for (const Envelope& envelope : {key("event"), text_of_key("message"), key("Records"), key("detail")}) {
    const std::string wrapped = envelope.wrap(whole.substr(0, whole.find("\"requestParameters")));
    Seen seen(wrapped.substr(0, wrapped.find_last_of('P') + 4));
    EXPECT_EQ(seen.shape(), Shape::broken) << envelope.name;
    EXPECT_EQ(seen["user"], "arn:aws:iam::111111111111:user/ana") << envelope.name;
    EXPECT_EQ(seen["dest"], "ecr.amazonaws.com") << envelope.name;
  }
}

TEST(Envelopes, HideNothingOfAnEventThatShowsWhatItIs) {
  for (const Make& event : versions) {
    for (const std::string_view name : envelope_keys()) {
      for (const std::string& inside : {cloudtrail("evil"), as_text(cloudtrail("evil")), list(cloudtrail("evil"))}) {
        std::string raw = event("a");
        raw.insert(1, "\"" + std::string(name) + "\":" + inside + ",");
        EXPECT_EQ(ids_in(raw), Texts{"a"}) << raw;
      }
    }
  }
}

TEST(Envelopes, ThatAreNotSureHoldNoEvent) {
  const std::string event = cloudtrail("a");
  for (const std::string& raw : {
           std::string(),
           std::string("no JSON"),
           std::string("{"),
           std::string(R"({"message":"no JSON"})"),
           std::string(R"({"message":"{\"a\":1}"})"),
           std::string(R"({"Records":[{"s3":{}},{},[],1]})"),
           std::string(R"([1,2,"{}"])"),
           std::string("\"text\""),
           key("unknown").wrap(event),
           text_of_key("unknown").wrap(event),
           "May 13 21:00:00 h {x}: " + text_of_key("unknown").wrap(event),
           std::string(2000, '['),
       }) {
    Seen seen(raw);
    EXPECT_FALSE(seen.recognised()) << raw;
    EXPECT_FALSE(seen.next()) << raw;
    EXPECT_EQ(seen["action"], "") << raw;
  }
  // Deeper than any collector goes.
  std::string raw = event;
  for (int level = 0; level < 9; ++level) raw = key("event").wrap(raw);
  EXPECT_FALSE(Seen(raw).recognised());
}

TEST(Envelopes, GiveTheirOwnPathsWhereTheEventHasNone) {
  const std::string raw = key("event").wrap(cloudtrail("a"));
  Seen seen(raw, {"host", "x", "event.eventID", "eventID", "time"});
  EXPECT_EQ(seen["event.eventID"], "a");
  EXPECT_EQ(seen["eventID"], "a");
  EXPECT_EQ(seen["time"], "1");
  // Of several, each its own.
  Seen several(R"({"x":1,"Records":[)" + cloudtrail("a") + "]}" + R"({"eventName":"b"})",
               {"x", "eventName", "eventID"});
  EXPECT_EQ(several["x"], "1");
  EXPECT_EQ(several["eventID"], "a");
  ASSERT_TRUE(several.next());
  EXPECT_EQ(several["x"], "");
  EXPECT_EQ(several["eventID"], "");
  EXPECT_EQ(several["eventName"], "b");
}

// EventBridge names the account beside the record.
TEST(Envelopes, OfEventBridgeGiveTheAccount) {
  const std::string record = R"({"eventVersion":"1.04","userIdentity":{},"eventName":"PutImage"})";
  for (const std::string& inside : {record, as_text(record)}) {
    const std::string envelope = R"({"version":"0","account":"123456789012","detail":)" + inside + "}";
    for (const std::string& raw : {envelope, list(envelope), R"({"message":)" + as_text(envelope) + "}"}) {
      Seen seen(raw);
      EXPECT_EQ(seen["action"], "PutImage") << raw;
      EXPECT_EQ(seen["vendor_account"], "123456789012") << raw;
      EXPECT_EQ(seen["user"], "123456789012") << raw;
    }
  }
}

}  // namespace
}  // namespace offhours::event
