#include "event/scan_reader.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <random>

#include "event/readers.hpp"

namespace offhours::test {
namespace {

using namespace event;

// The same from both readers, from the text and from a cell that holds it.
void expect_same(Readers& readers, std::string_view text) {
  const std::string expected = readers.by_json(text);
  ASSERT_EQ(readers.by_scan(text), expected) << text;
  ASSERT_EQ(readers.by_scan_of_cell(Readers::quoted(text)), expected) << text;
}

struct Case {
  std::string_view text;
  std::string_view expected;
};

TEST(ScanReader, FillsTheSlots) {
  PathPlan plan;
  for (const std::string_view path : {"a", "a.b", "a.b.c", "list{}.id", "time"}) plan.want(path);
  plan.want("data", true, true);
  const std::array<Case, 22> cases = {{
      {"", "none\n"},
      {"text", "none\n"},
      {"[{\"a\":1}]", "none\n"},
      {R"({"a":"x","time":1764000000123})", "whole\na = <x>\ntime = <1764000000123>\n"},
      {R"( {"a":true,"time":-1.50e3} rest)", "whole\na = <true>\ntime = <-1.50e3>\n"},
      {R"({"a":null,"time":""})", "whole\n"},
      {R"({"a":"\u00e9\ud83d\ude00\n\"\\"})", "whole\na = <\xC3\xA9\xF0\x9F\x98\x80\n\"\\>\n"},
      {R"({"\u0074ime":7})", "whole\ntime = <7>\n"},
      {R"({"time":1,"time":2})", "whole\ntime = <1>\n"},
      {R"({"time":null,"time":2})", "whole\n"},
      {R"({"a":{"b":{"c":"nested"}},"a.b":{"c":"longer"}})",
       "whole\na (closed) = <{\"b\":{\"c\":\"nested\"}}>\na.b (closed) = <{\"c\":\"longer\"}>\na.b.c = <longer>\n"},
      {R"({"a.b.c":"literal","a":{"b":{"c":"nested"}}})",
       "whole\na (closed) = <{\"b\":{\"c\":\"nested\"}}>\na.b (closed) = <{\"c\":\"nested\"}>\na.b.c = <literal>\n"},
      {R"({"list":[{"id":1},{"id":2},3,{"id":[4]}]})", "whole\nlist{}.id (closed) = <1> <2> <[4]>\n"},
      {R"({"data":{"x":1}})", "whole\ndata (closed) =\n"},
      {R"({"data":[1]})", "whole\ndata (closed) = <[1]>\n"},
      {R"({"time":1,"data":{"x")", "broken\ntime = <1>\ndata (open) =\n"},
      {R"({"data":"cut sh)", "broken\ndata (cut) = <cut sh>\n"},
      {R"({"data":"cut \u00)", "broken\ndata (cut) = <cut >\n"},
      {R"({"data":"no escape \x","time":1})", "whole\ntime = <1>\ndata = <no escape \\x>\n"},
      {R"({"data":"lone \ud800 surrogate","time":1})", "whole\ntime = <1>\ndata = <lone \xEF\xBF\xBD surrogate>\n"},
      {R"({"time":1)", "broken\n"},
      {R"({"time":1,"a":tru e,"a.b":2})", "broken\na = <tru>\ntime = <1>\n"},
  }};
  Readers readers(plan);
  for (const Case& c : cases) {
    EXPECT_EQ(readers.by_scan(c.text), c.expected) << c.text;
    EXPECT_EQ(readers.by_scan_of_cell(Readers::quoted(c.text)), c.expected) << c.text;
    EXPECT_EQ(readers.by_json(c.text), c.expected) << c.text;
  }
}

TEST(ScanReader, ReadsCellsThatAreNoProperCsv) {
  PathPlan plan;
  plan.want("a");
  Readers readers(plan);
  std::string scratch;
  for (const std::string_view bytes :
       {R"("{""a"":""x""}")", R"({"a":"x"})", R"("{""a"":""x""}"tail)", R"("{""a"":"x"})", R"("{""a"":""x"}")",
        R"("{""a"":""x""})", R"("{""a"":""x\"}")", R"(")", R"("")"}) {
    const std::string text(rows::Cell(bytes).text(scratch));
    EXPECT_EQ(readers.by_scan_of_cell(bytes), readers.by_json(text)) << bytes;
  }
  for (std::size_t before = 0; before < 140; ++before) {
    for (const std::size_t behind : {0U, 1U, 62U, 63U, 64U, 65U, 300U}) {
      for (const std::string_view quote : {R"(\")", R"(\\\")", R"(")", R"(\\")"}) {
        const std::string bytes = R"("{""a"":""\"")" + std::string(before, '-') + std::string(quote) +
                                  std::string(behind, '-') + R"("",""b"":1}")";
        const std::string text(rows::Cell(bytes).text(scratch));
        EXPECT_EQ(readers.by_scan_of_cell(bytes), readers.by_json(text)) << bytes;
      }
    }
  }
  // The cell's own closing quote is no half of a pair.
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string value(size, 'x');
    for (const std::string& bytes :
         {R"("{""a"":"")" + value + R"("")", R"("{"")" + value + R"("")", R"("{""a"":1,""b"":"")" + value + R"("")"}) {
      const std::string text(rows::Cell(bytes).text(scratch));
      const std::string row = bytes + "\n}";
      EXPECT_EQ(readers.by_scan_of_cell(std::string_view(row).substr(0, bytes.size())), readers.by_json(text)) << bytes;
    }
  }
}

TEST(ScanReader, SkipsWhatIsNestedDeepAsTheOtherDoes) {
  PathPlan plan;
  plan.want("b");
  Readers readers(plan);
  for (const std::size_t depth : {510U, 511U, 512U, 513U, 5000U}) {
    std::string text = "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + ",\"b\":1}";
    expect_same(readers, text);
    text.clear();
    for (std::size_t level = 0; level < depth; ++level) text += "{\"a\":";
    expect_same(readers, text + '1' + std::string(depth, '}') + std::string(100, ' '));
  }
}

class Writer {
 public:
  explicit Writer(std::mt19937& random) : random_(random) {}

  std::string object(int depth) {
    std::string out = "{";
    for (std::size_t i = below(5); i > 0; --i) {
      if (out.size() > 1) out += ',';
      out += blanks() + key() + blanks() + ':' + blanks() + value(depth - 1) + blanks();
    }
    return out + '}';
  }

 private:
  std::size_t below(std::size_t most) { return random_() % most; }
  template <std::size_t N>
  std::string pick(const std::array<std::string_view, N>& from) {
    return std::string(from[below(N)]);
  }
  std::string blanks() { return below(8) == 0 ? pick<3>({" ", "\n  ", "\t\r\n"}) : std::string(); }
  std::string key() {
    return pick<14>({R"("a")", R"("b")", R"("c")", R"("a")", R"("b")", R"("a.b")", R"("b.c")", R"("a.b.c")",
                     R"("\u0061")", R"("")", R"("other key of some length")", R"("b.b")", R"("c.")", R"("x\"y")"});
  }
  std::string value(int depth) {
    switch (depth > 0 ? below(10) : below(6)) {
      case 0: return text();
      case 1:
        return pick<11>({"0", "-1", "1764000000123", "1.5", "2e10", "-0.0E-2", "123456789012345678901234567890", "7",
                         "1e99999999999", "NaN", "01"});
      case 2: return pick<3>({"true", "false", "null"});
      case 3: return pick<4>({R"("")", R"("null")", R"("x")", R"("text")"});
      case 4: return text();
      case 5: return text();
      case 6:
      case 7: {
        std::string out = "[";
        for (std::size_t i = below(4); i > 0; --i) out += (out.size() > 1 ? "," : "") + value(depth - 1) + blanks();
        return out + ']';
      }
      default: return object(depth);
    }
  }
  std::string text() {
    std::string out = "\"";
    const std::size_t pieces = below(20);
    for (std::size_t i = 0; i < pieces; ++i) {
      out += pick<20>({"plain",
                       R"(\")",
                       R"(\\)",
                       R"(\n)",
                       R"(\\\")",
                       R"(\u00e9)",
                       R"(\ud83d\ude00)",
                       "\xC3\xA9",
                       "{",
                       "}",
                       R"(\/)",
                       "some longer run of text without any escape in it, more than a block of it,",
                       "\xFF",
                       ",",
                       R"(\ud83d)",
                       R"(\udc00)",
                       R"(\x)",
                       "\x01",
                       "\n",
                       R"(\u1)"});
      if (below(8) == 0) out.append(2 * below(70), '\\');
    }
    return out + '"';
  }

  std::mt19937& random_;
};

TEST(ScanReader, AgreesOnRandomTextsWholeCutAndBroken) {
  std::mt19937 random(20261125);
  const PathPlan plan = every_kind_of_path();
  Readers readers(plan);
  Writer writer(random);
  const int rounds = std::getenv("OFFHOURS_LONG") != nullptr ? 20000 : 1500;
  for (int round = 0; round < rounds; ++round) {
    const std::string text = writer.object(5);
    expect_same(readers, text);
    for (int cut = 0; cut < 8; ++cut) {
      expect_same(readers, std::string_view(text).substr(0, random() % (text.size() + 1)));
      if (HasFatalFailure()) return;
    }
    for (int fault = 0; fault < 8; ++fault) {
      constexpr std::string_view bytes = "\"\\{}[],:u0e.- \n\x01x\xC3";
      std::string broken = text;
      broken[random() % broken.size()] = bytes[random() % bytes.size()];
      expect_same(readers, broken);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(ScanReader, AgreesOnOneTextCutAndBrokenAnywhere) {
  const PathPlan plan = every_kind_of_path();
  Readers readers(plan);
  const std::string text =
      R"({"a":{"b":"\\\"\\\" and more than sixty-four bytes of it, so that blocks are read \\\\\\\\\\\\\" \ud83d\ude00 x"},)"
      R"("b":[{"a":[{"c":1.5e-3}]},"\\\\\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\""],"c":nul})";
  for (std::size_t size = 0; size <= text.size(); ++size) expect_same(readers, std::string_view(text).substr(0, size));
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char byte : {'"', '\\', '\x1F', 'u', '{', ']'}) {
      std::string broken = text;
      broken[at] = byte;
      expect_same(readers, broken);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace offhours::test
