// What an event costs is linear in its bytes, whatever they are and wherever they stand: each event is read at two
// lengths, one eight times the other, and must not take much more than eight times as long. All computed names are
// asked for, and paths of every kind. Time is that of the processor, the least of several runs.
#include <gtest/gtest.h>

#include <ctime>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "event/seen.hpp"

namespace offhours::test {
namespace {

using namespace event;

constexpr std::size_t short_size = std::size_t{1} << 14;
constexpr std::size_t long_size = 8 * short_size;
constexpr double most_times = 24;  // a quadratic cost is 64 times as much
constexpr double least_seconds = 30e-6;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

class Cost : public testing::Test {
 protected:
  Cost() {
    for (const std::string_view name : computed_names()) names_.push_back(plan_.want(name));
    for (const char* path : {"x", "x.y.z", "x{}", "x{}{}", "x{}.y", "x{}.y{}.z", "x.y.z.x.y.z.x.y.z", "resources{}.uid",
                             "resources", "requestParameters", "unmapped", "userAgent.x"}) {
      names_.push_back(plan_.want(path));
    }
    view_.emplace(plan_);
  }

  // `event` makes an event with a part of so many bytes.
  void expect_linear(const std::function<std::string(std::size_t)>& event, const std::string& what) {
    const std::string some = body_of(event(short_size));
    const std::string much = body_of(event(long_size));
    double times = 0;
    for (int tries = 0; tries < 5; ++tries) {
      times = seconds(much) / std::max(seconds(some), least_seconds);
      if (times < most_times) return;
    }
    ADD_FAILURE() << what << ": eight times the bytes cost " << times << " times as much";
  }

 private:
  static std::string body_of(const std::string& raw) {
    std::string body = "_raw,_time\n";
    rows::write_cell(body, raw);
    return body + ",1\n";
  }

  double seconds(const std::string& body) {
    double least = 1e9;
    for (int run = 0; run < 3; ++run) {
      rows::Reader reader;
      reader.start_frame();
      reader.next(body, true);
      view_->bind(reader.cells());
      reader.next(body, true);
      const double start = processor_seconds();
      view_->see(reader.cells());
      do {
        (void)view_->instant();
        for (const NameId name : names_) (void)view_->value(name);
      } while (view_->next());
      least = std::min(least, processor_seconds() - start);
    }
    return least;
  }

  Plan plan_{true};
  std::vector<NameId> names_;
  std::optional<View> view_;
};

std::string repeat(std::string_view token, std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; out.size() < bytes; ++i) {
    for (const char c : token) {
      if (c == '#') {
        out += std::to_string(i);
      } else {
        out += c;
      }
    }
  }
  return out;
}

// As a JSON string that holds the text.
std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string put(std::string_view place, const std::string& part) {
  std::string out(place);
  return out.replace(out.find('%'), 1, part);
}

constexpr std::string_view cloudtrail_begins =
    R"({"eventVersion":"1.08","eventName":"PutImage","eventSource":"ecr.amazonaws.com",)";

// What a string may be made of, as it is written between its quotes. `#` is a number that goes up.
const std::vector<std::string> text_tokens = {R"(\\)",
                                              R"(\")",
                                              R"(\n)",
                                              R"(\/)",
                                              R"(\\\")",
                                              R"(\\\\\")",
                                              R"(\\\\\\\")",
                                              R"(\\n)",
                                              R"(\u0041)",
                                              R"(\u00)",
                                              R"(\u)",
                                              R"(\u0022)",
                                              R"(\u005c)",
                                              R"(\ud800)",
                                              R"(\udc00)",
                                              R"(\ud83d\ude00)",
                                              R"(\ud83dx)",
                                              R"(\x)",
                                              R"(\q\\)",
                                              "a",
                                              "u",
                                              "n",
                                              " ",
                                              "{",
                                              "}",
                                              "[",
                                              "]",
                                              "{}",
                                              ",",
                                              ":",
                                              "::",
                                              ".",
                                              "/",
                                              "0",
                                              "-",
                                              "e",
                                              "\x01",
                                              "\n",
                                              "\t",
                                              "\x7F",
                                              "\xC3\xA9",
                                              "\xFF",
                                              "null",
                                              "arn:",
                                              "arn:aws:ecr:::repository,",
                                              "%",
                                              "*",
                                              "?",
                                              "'",
                                              "#,"};

TEST_F(Cost, IsLinearInTextsOfAnyBytes) {
  const std::string begins(cloudtrail_begins);
  const auto in_text = [](std::string_view place) {
    return [place](const std::string& part) { return json_string(put(place, part)); };
  };
  const auto request = in_text(R"({"repositoryName":"r","imageTag":"%"})");
  const auto manifest = in_text(R"({"annotations":{"a":"%"}})");
  const struct {
    const char* name;
    std::function<std::string(const std::string&)> event;
  } places[] = {
      {"a text of no interest", [&](const std::string& part) { return put(begins + R"("other":"%"})", part); }},
      {"a name's text", [&](const std::string& part) { return put(begins + R"("userAgent":"%"})", part); }},
      {"an ARN",
       [&](const std::string& part) {
         return put(begins + R"("userIdentity":{"arn":"arn:aws:sts::1:assumed-role/%","principalId":"a:b"}})", part);
       }},
      {"a principal id",
       [&](const std::string& part) { return put(begins + R"("userIdentity":{"principalId":"%"}})", part); }},
      {"resources", [&](const std::string& part) { return put(begins + R"("resources":[{"uid":"%"}]})", part); }},
      {"a request that is no JSON",
       [&](const std::string& part) { return put(begins + R"("requestParameters":"%"})", part); }},
      {"a request's text",
       [&](const std::string& part) { return put(begins + R"("requestParameters":%})", request(part)); }},
      {"a manifest in a request's text",
       [&](const std::string& part) {
         const std::string inner = put(R"({"imageManifest":%,"imageTag":"v1"})", manifest(part));
         return put(begins + R"("requestParameters":%})", json_string(inner));
       }},
      {"a list of pairs",
       [&](const std::string& part) {
         return put(begins + R"("unmapped":[{"key":"%","value":"x"},["x","y"]]})", part);
       }},
      {"the value of a pair",
       [&](const std::string& part) {
         return put(begins + R"("unmapped":[{"key":"requestParameters.imageTag","value":"%"}]})", part);
       }},
      {"an element", [&](const std::string& part) { return put(begins + R"("x":[["%"],{"y":"%"}]})", part); }},
      {"a key of no interest", [&](const std::string& part) { return put(begins + R"("other":{"%":1}})", part); }},
      {"a key among wanted ones", [&](const std::string& part) { return put(begins + R"("%":1})", part); }},
      {"a text that is cut", [&](const std::string& part) { return put(begins + R"("userAgent":"%)", part); }},
      {"a request that is cut",
       [&](const std::string& part) { return put(begins + R"("requestParameters":"{\"imageTag\":\"%)", part); }},
      {"behind the event", [&](const std::string& part) { return put(begins + R"("x":1} %)", part); }},
      {"a message", [&](const std::string& part) { return put(R"({"message":"%"})", part); }},
      {"a message in a message",
       [&](const std::string& part) {
         return put(R"({"message":%})", json_string(put(R"({"Message":"%","log":"{"})", part)));
       }},
      {"before the event", [&](const std::string& part) { return put(R"(% {"eventName":"PutImage"})", part); }},
  };
  for (const auto& place : places) {
    for (const std::string& token : text_tokens) {
      expect_linear([&](std::size_t bytes) { return place.event(repeat(token, bytes)); },
                    std::string(place.name) + ", of " + token);
    }
  }
}

// What may stand where members, elements or values do, so often; closed by what the token needs, or not at all.
TEST_F(Cost, IsLinearInMembersAndElements) {
  const struct {
    std::string token;
    std::string behind;  // as often
  } parts[] = {
      {"[", ""},
      {"[", "]"},
      {"{", "}"},
      {R"({"x":)", ""},
      {R"({"x":)", "}"},
      {R"({"y":)", "}"},
      {R"([{"x":)", "}]"},
      {R"([{"x.y.z":)", "}]"},
      {R"({"uid":[)", "]}"},
      {"1,", ""},
      {"null,", ""},
      {R"("",)", ""},
      {R"("text",)", ""},
      {R"("\u0061",)", ""},
      {"[],", ""},
      {"{},", ""},
      {"[1],", ""},
      {R"({"x":1},)", ""},
      {R"({"uid":"arn:aws:ecr:::repository"},)", ""},
      {R"({"key":"k#","value":"v"},)", ""},
      {R"(["k#","v"],)", ""},
      {R"({"k#":"v"},)", ""},
      {R"("x":1,)", ""},
      {R"("k#":1,)", ""},
      {R"("userAgent":1,)", ""},
      {R"("x.y":{"z":1},)", ""},
      {R"("x":{"y.z":1},)", ""},
      {R"("x":{"y":{"z":{"x":1}}},)", ""},
      {R"("x.y.z.x":{"y":1},"x.y":{"z.x":{"y":1}},)", ""},
      {R"("\u0078":1,)", ""},
      {" ", ""},
      {"\n", ""},
      {",", ""},
      {":", ""},
      {"9", ""},
      {"1e", ""},
      {"-", ""},
      {"\\", ""},
      {"\"", ""},
      {"\x01", ""},
      {"\xEF\xBB\xBF", ""},
      {R"({"eventName":"a"})", ""},
      {R"({"eventName":"a"},)", ""},
      {R"({"event":)", "}"},
      {R"({"Records":[)", "]}"},
      {R"({"message":"{}"},)", ""},
      {R"("message":"{}",)", ""},
  };
  const std::string begins(cloudtrail_begins);
  const struct {
    const char* name;
    std::string event;
    bool is_text = false;
  } places[] = {
      {"members", begins + "%"},
      {"the text from its start", "%"},
      {"the event from its start", "{%"},
      {"a value of no interest", begins + R"("other":%})"},
      {"elements of no interest", begins + R"("other":[%]})"},
      {"members of no interest", begins + R"("other":{%}})"},
      {"a wanted value", begins + R"("userAgent":%})"},
      {"wanted elements", begins + R"("x":[%]})"},
      {"wanted members", begins + R"("x":{%}})"},
      {"resources", begins + R"("resources":[%]})"},
      {"a request", begins + R"("requestParameters":{%}})"},
      {"a list of pairs", begins + R"("unmapped":[%]})"},
      {"a list of pairs as text", begins + R"("unmapped":"[%]"})", true},
      {"a request's text", begins + R"("requestParameters":"{%}"})", true},
      {"a value in a request's text", begins + R"("requestParameters":"{\"imageManifest\":%}"})", true},
      {"detail", R"({"detail":{%}})"},
      {"records", R"({"Records":[%]})"},
      {"records as text", R"({"Records":"[%]"})", true},
      {"an envelope", R"({"event":%})"},
      {"an envelope's members", R"({%,"event":{"eventName":"a"}})"},
      {"behind an object", R"({"a":1}%)"},
      {"behind the event", begins + R"("x":1}%)"},
  };
  for (const auto& place : places) {
    for (const auto& part : parts) {
      const auto event = [&](std::size_t bytes) {
        const std::string front = repeat(part.token, bytes);
        std::string back;
        if (!part.behind.empty()) back = repeat(part.behind, front.size() / part.token.size() * part.behind.size());
        std::string all = front + back;
        if (place.is_text) {
          const std::string text = json_string(all);
          all = text.substr(1, text.size() - 2);
        }
        return put(place.event, all);
      };
      expect_linear(event, std::string(place.name) + ", of " + part.token);
    }
  }
}

}  // namespace
}  // namespace offhours::test
