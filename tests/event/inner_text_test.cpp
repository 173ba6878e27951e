// A JSON text inside of another, read as it stands there, against the same text decoded and read by JsonReader.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <random>

#include "event/readers.hpp"

namespace offhours::test {
namespace {

using namespace event;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t most) { return random_() % most; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  std::string event() {
    odd_ = one_in(4);
    std::string out = R"({"id":1,"text":)" + quoted(object(4, 2));
    if (one_in(2)) out += R"(,"list":[{"text":)" + quoted(object(3, 1)) + R"(},{"text":)" + quoted(object(2, 1)) + "}]";
    return out + R"(,"last":"x"})";
  }

 private:
  template <std::size_t N>
  std::string pick(const std::array<std::string_view, N>& from) {
    return std::string(from[below(N)]);
  }

  std::string object(int depth, int nesting) {
    const bool pretty = one_in(2);
    const std::string blanks = pretty ? "\n" + std::string(below(12), ' ') : "";
    std::string out = "{";
    for (std::size_t i = below(7); i > 0; --i) {
      if (out.size() > 1) out += ',';
      const std::string key =
          odd_ && one_in(20) ? R"(na\u006de)" : pick<6>({"name", "id", "o", "l", "manifest", "cut"});
      out += blanks + '"' + key + (pretty ? "\" : " : "\":") + member(key, depth - 1, nesting);
    }
    return out + blanks + '}';
  }

  std::string member(std::string_view key, int depth, int nesting) {
    if (depth > 0 && key == "o") return object(depth, nesting);
    if (depth > 0 && key == "l") {
      std::string out = "[";
      for (std::size_t i = below(3); i > 0; --i) out += (out.size() > 1 ? "," : "") + object(depth, nesting);
      return out + "]";
    }
    if (key == "manifest") return nesting > 0 ? quoted(object(depth + 2, nesting - 1)) : text();
    if (odd_ && one_in(10)) return text();
    if (one_in(3)) return pick<6>({"1", "-2.5e3", "true", "false", "null", "12345678901234567890"});
    return '"' + std::string(below(100), 'v') + '"';
  }

  std::string text() {
    std::string out = "\"";
    for (std::size_t i = below(30); i > 0; --i) {
      out += pick<19>({"plain", R"(\")", R"(\\)", R"(\n)", R"(\\\")", odd_ ? R"(\u00e9)" : "e",
                       odd_ ? R"(\ud83d\ude00)" : "\xF0", "\xC3\xA9", "{", R"(\/)", R"(\t)",
                       "some longer run of text without any escape in it, more than a block of it,", "\xFF", "n",
                       odd_ ? R"(\ud800)" : "u", odd_ ? R"(\x)" : "x", odd_ ? "\x01" : "]", R"(\\\\)", "uu"});
      if (one_in(16)) out.append(2 * below(70), '\\');
    }
    return out + '"';
  }

  // As other programs write a text: what must be escaped, and at times what need not be.
  std::string quoted(std::string_view text) {
    constexpr std::string_view letters = "bfnrt";
    constexpr std::string_view letters_stand_for = "\b\f\n\r\t";
    constexpr std::string_view digits = "0123456789abcdef";
    const bool slashes = one_in(3);
    const std::size_t code_of_one_in = odd_ && one_in(2) ? 200 : 0;
    std::string out = "\"";
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      const std::size_t letter = letters_stand_for.find(c);
      if (byte < 0x80 && code_of_one_in != 0 && one_in(code_of_one_in)) {
        out += "\\u00";
        out += digits[byte / 16U];
        out += digits[byte % 16U];
      } else if (letter != std::string_view::npos) {
        out += '\\';
        out += letters[letter];
      } else {
        if (c == '"' || c == '\\' || (c == '/' && slashes)) out += '\\';
        out += c;
      }
    }
    return out + '"';
  }

  std::mt19937_64 random_;
  bool odd_ = false;  // with escapes where few writers have them
};

class InnerText : public testing::Test {
 protected:
  void expect_same(std::string_view text) {
    const std::string expected = readers_.by_json(text);
    ASSERT_EQ(readers_.by_scan(text), expected) << text;
    ASSERT_EQ(readers_.by_scan_of_cell(Readers::quoted(text)), expected) << text;
  }

 private:
  PathPlan outer_ = plan_of_outer();
  PathPlan inner_ = plan_of_inner();
  Readers readers_{outer_, inner_};
};

TEST_F(InnerText, IsReadAsIfItWereDecoded) {
  const bool longer = std::getenv("OFFHOURS_LONG") != nullptr;
  const std::uint64_t seed = longer ? std::random_device()() : 20261125;
  SCOPED_TRACE("seed " + std::to_string(seed));
  Maker maker(seed);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(longer ? 60 : 2);
  for (int round = 0; round < 100 || std::chrono::steady_clock::now() < until; ++round) {
    const std::string event = maker.event();
    expect_same(event);
    for (int i = 0; i < 4; ++i) {
      expect_same(std::string_view(event).substr(0, maker.below(event.size() + 1)));
      constexpr std::string_view bytes = "\"\\{}[],:u0e.-/ nrtb\x01x\xC3";
      std::string changed = event;
      changed[maker.below(changed.size())] = bytes[maker.below(bytes.size())];
      expect_same(changed);
      changed.erase(maker.below(changed.size()), 1);
      expect_same(changed);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_F(InnerText, MayBeCutAndBrokenAnywhere) {
  const std::string event =
      R"({"text":"{\n \"id\":7,\"manifest\":\"{\\n \\\"a\\\": \\\"sha256:0123456789abcdef0123456789abcdef0123456789\\\",\\n)"
      R"( \\\"b\\\": [ \\\"\\\\\\\\\\\\\\\" \\\\/ \\\\u00e9 \\\\n\\\\t\\\" ], \\r\\n \\/ \\\" \/ \\\\\",\"o\":{\"name\":\"x\\\\\\\\\"},)"
      R"(\"name\":\"n\", \"cut\":\"abc\",\"l\":[{\"name\":null},{\"name\":-1.5e2}],\"x\":true}"})";
  for (std::size_t size = 0; size <= event.size(); ++size) expect_same(std::string_view(event).substr(0, size));
  for (std::size_t at = 0; at < event.size(); ++at) {
    for (const char byte : {'"', '\\', '\x1F', 'u', 'n', '/', '{', ']', ' '}) {
      std::string changed = event;
      changed[at] = byte;
      expect_same(changed);
      changed[at] = event[at];
      changed.insert(at, 1, byte);
      expect_same(changed);
      if (HasFatalFailure()) return;
    }
    std::string shorter = event;
    expect_same(shorter.erase(at, 1));
  }
}

TEST_F(InnerText, IsReadWhereverItsBlocksBegin) {
  for (std::size_t before = 0; before <= 140; ++before) {
    for (const std::size_t behind : {0U, 1U, 2U, 7U, 40U, 59U, 60U, 61U, 62U, 63U, 64U, 65U, 66U, 70U}) {
      for (const std::string_view middle : {R"(\\\")", R"(\\\"\\\")", R"(\\\\)", R"(\\\\\\\")", R"(\\n\\n)"}) {
        const std::string event = R"({"text":"{\"id\":7,\"manifest\":\"\\n)" + std::string(before, '-') +
                                  std::string(middle) + std::string(behind, '-') + R"(\",\"name\":\"n\"}"})";
        expect_same(event);
        if (HasFatalFailure()) return;
      }
    }
  }
}

}  // namespace
}  // namespace offhours::test
