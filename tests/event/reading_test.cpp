// What a text gives at a path, whoever reads it: each case is read by the scanner, from the text and from a cell, and
// by the plain reader.
#include <gtest/gtest.h>

#include "event/readers.hpp"

namespace offhours::test {
namespace {

using namespace event;

struct Read {
  Shape shape;
  std::vector<std::string> values;
  bool cut = false;
  Container container = Container::none;
  bool operator==(const Read&) const = default;
};

Read read(std::string_view json, std::string_view path, bool keep_cut = false, bool mark_objects = false) {
  PathPlan plan;
  const PathSlot slot = plan.want(path, keep_cut, mark_objects);
  Slots slots;
  const auto seen = [&](Shape shape) {
    Read result{shape, {}};
    const Value value = slots.value(slot);
    std::string_view one;
    const auto texts = value.texts(one);
    result.values.assign(texts.begin(), texts.end());
    result.cut = value.cut();
    result.container = slots.container(slot);
    return result;
  };
  ScanReader scan(plan);
  Read result = seen(scan.read(json, slots));
  const std::string cell = Readers::quoted(json);
  EXPECT_EQ(seen(scan.read(rows::Cell(cell), slots)), result) << json.substr(0, 1000) << " in a cell";
  EXPECT_EQ(seen(reference::JsonReader(plan).read(json, slots)), result) << json.substr(0, 1000) << " read plainly";
  return result;
}

using Values = std::vector<std::string>;

TEST(Reading, FollowsPaths) {
  const struct {
    const char* json;
    const char* path;
    Values values;
  } cases[] = {
      {R"({"a":"x"})", "a", {"x"}},
      {R"({"a":{"b":{"c":"x"}}})", "a.b.c", {"x"}},
      {R"({"a":"x"})", "b", {}},
      {R"({"a":{"bc":"x"}})", "a.b", {}},
      {R"({"ab":"x"})", "a", {}},
      {R"({"b":{"a":"x"}})", "a", {}},
      {R"(  {"a":"x"} trailing)", "a", {"x"}},
      {"\xEF\xBB\xBF{\"a\":\"x\"}", "a", {"x"}},
      // Numbers keep their text, truth values are texts.
      {R"({"a":1778616000000.0})", "a", {"1778616000000.0"}},
      {R"({"a":-1.50E+3})", "a", {"-1.50E+3"}},
      {R"({"a":123456789012345678901234567890})", "a", {"123456789012345678901234567890"}},
      {R"({"a":true,"b":false})", "a", {"true"}},
      // Escapes, in keys too.
      {R"({"a":"x\"\\\/\n\u00fc\ud83d\udc33"})", "a", {"x\"\\/\n\xC3\xBC\xF0\x9F\x90\xB3"}},
      {R"({"\u0074ime":"x"})", "time", {"x"}},
      {R"({"\u0061":{"\u0062":5}})", "a.b", {"5"}},
      {R"({"a.\u0062":5})", "a.b", {"5"}},
      // Missing: null, "null", "" and absent.
      {R"({"a":null})", "a", {}},
      {R"({"a":"null"})", "a", {}},
      {R"({"a":""})", "a", {}},
      // Of duplicate keys the first counts, even if it is missing.
      {R"({"a":"x","a":"y"})", "a", {"x"}},
      {R"({"a":null,"a":"y"})", "a", {}},
      {R"({"a":{"c":1},"a":{"b":"y"}})", "a.b", {}},
      {R"({"a":"text","a":{"b":"y"}})", "a.b", {}},
      {R"({"a":{"b":"x"},"a.b":null,"\u0061":{"b":"y"}})", "a.b", {"x"}},
      // A literal dotted key beats nesting, the longer the sooner.
      {R"({"a":{"b":"nested"},"a.b":"literal"})", "a.b", {"literal"}},
      {R"({"a.b":"literal","a":{"b":"nested"}})", "a.b", {"literal"}},
      {R"({"a.b":null,"a":{"b":"nested"}})", "a.b", {"nested"}},
      {R"({"a":{"b.c":"2","b":{"c":"1"}},"a.b":{"c":"3"}})", "a.b.c", {"3"}},
      {R"({"a":{"b.c":"2","b":{"c":"1"}}})", "a.b.c", {"2"}},
      {R"({"a.b":{"c":"3"},"a.b.c":"4"})", "a.b.c", {"4"}},
      {R"({"unmapped":{"requestParameters.repositoryName":"app"}})",
       "unmapped.requestParameters.repositoryName",
       {"app"}},
      // Elements.
      {R"({"a":[{"b":"x"},{"b":null},{"c":1},{"b":"y"},7]})", "a{}.b", {"x", "y"}},
      {R"({"a":["x","",["z"],"y"]})", "a{}", {"x", "[\"z\"]", "y"}},
      {R"({"a":[[1,2],[3]]})", "a{}{}", {"1", "2", "3"}},
      {R"({"a":{"b":"x"}})", "a{}.b", {}},
      {R"({"a":[{"b":"x"}]})", "a.b", {}},
      {R"({"a{}.b":"literal","a":[{"b":"x"}]})", "a{}.b", {"literal"}},
      {R"({"resources[].ARN":"x"})", "resources[].ARN", {"x"}},
      // Objects and arrays give their bytes.
      {R"({"a": { "b" : [1, "}]\"" ] } ,"c":1})", "a", {R"({ "b" : [1, "}]\"" ] })"}},
      {R"({"a":[ 1,2 ]})", "a", {"[ 1,2 ]"}},
      {R"({"\u0061":[ 1,2 ]})", "a", {"[ 1,2 ]"}},
      {R"({"a":[{"x":1},[2]]})", "a{}", {R"({"x":1})", "[2]"}},
      {R"({"a":{}})", "a", {"{}"}},
  };
  for (const auto& c : cases) {
    const Read result = read(c.json, c.path);
    EXPECT_EQ(result.values, c.values) << c.json << " at " << c.path;
    EXPECT_EQ(result.shape, Shape::whole) << c.json;
  }
}

TEST(Reading, GivesAContainerAndWhatIsInItAtOnce) {
  PathPlan plan;
  const PathSlot all = plan.want("a");
  const PathSlot part = plan.want("a.b");
  const PathSlot deep = plan.want("a.b.c");
  ScanReader reader(plan);
  Slots slots;
  EXPECT_EQ(reader.read(R"({"a":{"b":{"c":"x"}}})", slots), Shape::whole);
  EXPECT_EQ(slots.value(all).first(), R"({"b":{"c":"x"}})");
  EXPECT_EQ(slots.value(part).first(), R"({"c":"x"})");
  EXPECT_EQ(slots.value(deep).first(), "x");
}

TEST(Reading, TextThatIsNoObjectHasNoShape) {
  for (const char* text : {"", " ", "[]", "\"a\"", "5", "null", "Nov 25 host: {\"a\":1}", "a={\"a\":1}"}) {
    EXPECT_EQ(read(text, "a").shape, Shape::none) << text;
    EXPECT_TRUE(read(text, "a").values.empty()) << text;
  }
}

TEST(Reading, ABrokenTextGivesWhatWasCompleteBefore) {
  const struct {
    const char* json;
    const char* path;
    Values values;
  } cases[] = {
      {R"({"a":"x","b":"y)", "a", {"x"}},
      {R"({"a":"x","b":"y)", "b", {}},
      {R"({"a":"x","b")", "a", {"x"}},
      {R"({"a":123)", "a", {}},  // the number could go on
      {R"({"a":123,)", "a", {"123"}},
      {R"({"a":tru)", "a", {}},
      {R"({"a":{"b":1)", "a", {}},
      {R"({"a":{"b":1},)", "a", {R"({"b":1})"}},
      {R"({"a":["x","y)", "a{}", {"x"}},
      {R"({"a":"x" oops "b":"y"})", "a", {"x"}},
      {R"({"a":"x" oops "b":"y"})", "b", {}},
      {R"({"a":"x","b":,"c":"y"})", "c", {}},
      {R"({"a":"x","b":1 2,"c":"y"})", "c", {}},
      {R"({"a":"x",b:1,"c":"y"})", "c", {}},
      {R"({"a":"x","b":[1},"c":"y"})", "c", {}},
      {R"({"a":"x",)", "a", {"x"}},
      {R"({)", "a", {}},
  };
  for (const auto& c : cases) {
    const Read result = read(c.json, c.path);
    EXPECT_EQ(result.values, c.values) << c.json << " at " << c.path;
    EXPECT_EQ(result.shape, Shape::broken) << c.json;
  }
}

TEST(Reading, OneOddTokenEndsNothing) {
  const std::string deep(100'000, '[');
  const std::string shallow = deep.substr(0, 600);
  std::string braces;
  for (int i = 0; i < 600; ++i) braces += R"({"a":)";
  const struct {
    std::string value;
    std::string expected;
  } cases[] = {
      // Half a pair of surrogates, whichever half, and what comes after it.
      {R"("\ud800")", "\xEF\xBF\xBD"},
      {R"("\udc00 x")", "\xEF\xBF\xBD x"},
      {R"("\ud83d\ud83d\ude00")", "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
      {R"("\ud83d\u0041")", "\xEF\xBF\xBD\x41"},
      {R"("\ud83d\n")", "\xEF\xBF\xBD\n"},
      {R"("\ud83d\"")", "\xEF\xBF\xBD\""},
      {R"("\ud83d\udezz")", "\xEF\xBF\xBD\\udezz"},
      // What begins no escape stands as it is.
      {R"("C:\dir\x")", "C:\\dir\\x"},
      {R"("\u12g4\u")", "\\u12g4\\u"},
      {"\"\\\x01\"", "\\\x01"},
      // So do control characters.
      {"\"a\nb\tc\x01\x1f\"", "a\nb\tc\x01\x1f"},
      {std::string("\"a\0b\"", 5), std::string("a\0b", 3)},
      // Any other run of bytes keeps its text.
      {"1e999999999999", "1e999999999999"},
      {"-1E-4000000000", "-1E-4000000000"},
      {"1e+" + std::string(1000, '9'), "1e+" + std::string(1000, '9')},
      {"007", "007"},
      {"+1", "+1"},
      {".5", ".5"},
      {"1.", "1."},
      {"NaN", "NaN"},
      {"-Infinity", "-Infinity"},
      {"nullish", "nullish"},
      {"\x80\xFF", "\x80\xFF"},
      {"null", ""},
      // Nested deeper than is looked into; a bracket in a string is none.
      {shallow + std::string(600, ']'), shallow + std::string(600, ']')},
      {shallow + R"("]]]\"]", "{")" + std::string(600, ']'), shallow + R"("]]]\"]", "{")" + std::string(600, ']')},
      {deep + std::string(100'000, ']'), deep + std::string(100'000, ']')},
      {braces + "1" + std::string(600, '}'), braces + "1" + std::string(600, '}')},
  };
  for (const auto& c : cases) {
    const std::string before = R"({"a":)" + c.value + R"(,"b":"y"})";
    const std::string inside = R"({"x":{"y":[)" + c.value + "," + c.value + R"(]},"b":"y"})";
    EXPECT_EQ(read(before, "a").values, c.expected.empty() ? Values{} : Values{c.expected}) << before.substr(0, 100);
    for (const std::string& json : {before, inside}) {
      EXPECT_EQ(read(json, "b").values, Values{"y"}) << json.substr(0, 100);
      EXPECT_EQ(read(json, "b").shape, Shape::whole) << json.substr(0, 100);
    }
    // The same in a key, and in a text that is JSON itself.
    if (c.value.front() != '"') continue;
    const std::string key = "{" + c.value + R"(:"x","b":"y"})";
    EXPECT_EQ(read(key, c.expected).values, Values{"x"}) << key;
    EXPECT_EQ(read(key, "b").values, Values{"y"}) << key;
  }
}

TEST(Reading, ACutTextEndsBeforeWhatIsNotDecided) {
  const struct {
    const char* text;
    const char* kept;
  } cases[] = {
      {R"(x\)", "x"},
      {R"(x\u)", "x"},
      {R"(x\u00e)", "x"},
      {R"(x\u00e9)", "x\xC3\xA9"},
      {R"(x\ug)", "x\\ug"},
      {R"(x\ud83d)", "x"},
      {R"(x\ud83d\)", "x"},
      {R"(x\ud83d\ude)", "x"},
      {R"(x\ud83d\ude00)", "x\xF0\x9F\x98\x80"},
      {R"(x\ud83d\ud8)", "x\xEF\xBF\xBD"},
      {R"(x\ud83dy)", "x\xEF\xBF\xBDy"},
      {R"(x\\)", "x\\"},
      {R"(x\\\)", "x\\"},
      {R"(x\")", "x\""},
      {R"(x\q)", "x\\q"},
  };
  for (const auto& c : cases) {
    const Read result = read(std::string(R"({"a":")") + c.text, "a", true);
    EXPECT_EQ(result.values, Values{c.kept}) << c.text;
    EXPECT_TRUE(result.cut) << c.text;
  }
}

TEST(Reading, AnyCutGivesAPrefixOfTheValues) {
  const std::string json = R"({"a":"x","b":{"c":[1,{"d":"y"}],"e.f":null},"g":"\u00fc\n","h":12,"i":true})";
  for (const char* path : {"a", "b.c{}.d", "b", "b.e.f", "g", "h", "i"}) {
    const Values whole = read(json, path).values;
    for (std::size_t end = 1; end < json.size(); ++end) {
      const Read cut = read(std::string_view(json).substr(0, end), path);
      EXPECT_EQ(cut.shape, Shape::broken);
      EXPECT_TRUE(cut.values.empty() || cut.values == whole) << path << " cut at " << end;
    }
  }
}

TEST(Reading, KeepsACutTextWhereThatIsAskedFor) {
  const Read text = read(R"({"data":"{\"repositoryName\":\"app\",\"image)", "data", true);
  EXPECT_EQ(text.values, Values{R"({"repositoryName":"app","image)"});
  EXPECT_TRUE(text.cut);
  const Read array = read(R"({"a":1,"data":[{"k":1},{"v)", "data", true);
  EXPECT_EQ(array.values, Values{R"([{"k":1},{"v)"});
  EXPECT_TRUE(array.cut);
  const Read whole = read(R"({"data":"x"})", "data", true);
  EXPECT_EQ(whole.values, Values{"x"});
  EXPECT_FALSE(whole.cut);
  EXPECT_TRUE(read(R"({"data":12)", "data", true).values.empty());
}

TEST(Reading, MarksObjectsWhereThatIsAskedFor) {
  const struct {
    const char* json;
    Container container;
    Values values;
  } cases[] = {{R"({"u":{"k":"v"}})", Container::closed, {}},
               {R"({"u":{"k":"v")", Container::open, {}},
               {R"({"u":["v"]})", Container::closed, {"[\"v\"]"}},
               {R"({"u":"text"})", Container::none, {"text"}},
               {R"({"x":1})", Container::none, {}}};
  for (const auto& c : cases) {
    const Read result = read(c.json, "u", false, true);
    EXPECT_EQ(result.container, c.container) << c.json;
    EXPECT_EQ(result.values, c.values) << c.json;
  }
}

TEST(Reading, StandsHostileText) {
  std::string deep = R"({"a":"x","b":)";
  deep.append(1'000'000, '[');
  EXPECT_EQ(read(deep, "a").values, Values{"x"});
  EXPECT_EQ(read(deep, "a").shape, Shape::broken);
  EXPECT_EQ(read("{\"a\":\"\xFF\xC0\"}", "a").values, Values{"\xFF\xC0"});
  std::string many = "{";
  for (int i = 0; i < 100'000; ++i) many += R"("a":{"a.b":1},)";
  many += R"("c":"x"})";
  EXPECT_EQ(read(many, "c").values, Values{"x"});
  // Text in a manifest that looks like a field of the event.
  const char* manifest =
      R"({"api":{"request":{"data":"{\"x\":\"\\\"operation\\\":\\\"Evil\\\"\"}"},"operation":"PutImage"}})";
  EXPECT_EQ(read(manifest, "api.operation").values, Values{"PutImage"});
}

TEST(Reading, ForgetsThePreviousText) {
  PathPlan plan;
  const PathSlot slot = plan.want("a");
  ScanReader reader(plan);
  Slots slots;
  reader.read(R"({"a":"x","b":")", slots);
  EXPECT_EQ(reader.read(R"({"b":1})", slots), Shape::whole);
  EXPECT_TRUE(slots.value(slot).missing());
  EXPECT_EQ(reader.read("no json", slots), Shape::none);
  EXPECT_TRUE(slots.value(slot).missing());
  EXPECT_EQ(reader.read(R"({"a":"z"})", slots), Shape::whole);
  EXPECT_EQ(slots.value(slot).first(), "z");
}

}  // namespace
}  // namespace offhours::test
