#include "event/pairs.hpp"

#include <gtest/gtest.h>

#include <array>

namespace offhours::test {
namespace {

using namespace event;

TEST(Pairs, AreReadInEveryShapeThatUnmappedHas) {
  const struct {
    const char* json;
    const char* value;  // null: not found
  } cases[] = {
      {R"([{"key":"k","value":"v"},{"key":"x","value":"y"}])", "v"},
      {R"([{"value":"v","key":"k"}])", "v"},
      {R"([{"name":"k","value":"v"}])", "v"},
      {R"([["x","y"],["k","v"]])", "v"},
      {R"([{"x":"y"},{"k":"v"}])", "v"},
      {R"([{"x":"y","k":"v"}])", "v"},
      {R"([{"key":"k","value":5}])", "5"},
      {R"([{"key":"k","value":true}])", "true"},
      {R"([{"\u006bey":"k","value":"\u0076"}])", "v"},
      {R"([{"key":"k","value":null},{"key":"k","value":"v"}])", "v"},
      {R"([{"key":"k","value":"v"},{"key":"k","value":"w"}])", "v"},
      {R"([{"key":"k","value":{"k":"inner"}}])", nullptr},
      {R"([{"x":{"k":"inner"}}])", nullptr},
      {R"([ { "key" : "k" , "value" : "v" } , 1 ])", "v"},
      {R"(["k",{"key":"k","value":"v"}])", "v"},
      {R"([[],{},["k","v","w"]])", "v"},
      {R"([["k",["v"],"w"]])", nullptr},
      {R"([{"key":"k","value":"v","value":"w"}])", "v"},
      {R"([{"key":"k","value":{"k":1},"value":"w"}])", nullptr},
      // One odd token ends nothing.
      {R"([{"key":"x","value":"\ud800"},{"key":"k","value":"\ud800"}])", "\xEF\xBF\xBD"},
      {R"([["x",1e999999999999],["k",1e999999999999]])", "1e999999999999"},
      {"[[\"x\",\"\x01\n\\x\"],[\"k\",\"\x01\n\\x\"]]", "\x01\n\\x"},
      {R"([{"key":"k","value":"v"},{"key":)", "v"},
      {R"([{"key":"k","value":"v)", nullptr},
      {R"({"k":"v"})", nullptr},
      {"", nullptr},
  };
  PairReader reader;
  for (const auto& before : cases) {
    for (const auto& c : cases) {
      std::array<Pair, 1> wanted = {Pair{"k", "stale", true}};
      reader.read(before.json, wanted);
      reader.read(c.json, wanted);
      EXPECT_EQ(wanted[0].found, c.value != nullptr) << c.json << " behind " << before.json;
      if (c.value != nullptr) {
        EXPECT_EQ(wanted[0].value, c.value) << c.json << " behind " << before.json;
      }
    }
  }
}

TEST(Pairs, MayHaveValuesOfAnyDepth) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  std::array<Pair, 1> wanted = {Pair{"k", "", false}};
  PairReader().read(R"([{"x":)" + deep + R"(},["y",)" + deep + R"(],["k","v"]])", wanted);
  EXPECT_EQ(wanted[0].value, "v");
}

}  // namespace
}  // namespace offhours::test
