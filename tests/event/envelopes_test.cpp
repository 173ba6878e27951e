// What collectors wrap round events, undone: every envelope with an event of every version inside, as an object and as
// its text, alone and with others.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "event/enveloped.hpp"
#include "event/seen.hpp"

namespace offhours::test {
namespace {

using namespace event;

using Texts = std::vector<std::string>;

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

// Three events in one row, in every way.
Texts rows_of(const std::string& a, const std::string& b, const std::string& c) {
  return {
      a + b + c,
      a + "\n" + b + "\r\n" + c + "\n",
      a + "," + b + ",\n" + c + ",",
      a + list(b + c),
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
  };
}

TEST(Envelopes, MayHoldSeveralEvents) {
  for (const Make& event : versions) {
    for (const std::string& raw : rows_of(event("a"), cloudtrail("b"), event("c"))) {
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
    EXPECT_EQ(seen["action"], seen.shape() == Shape::broken ? "(unreadable)" : "") << raw;
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
}  // namespace offhours::test
