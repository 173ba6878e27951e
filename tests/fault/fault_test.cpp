#include "fault/fault.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "trials.hpp"

namespace offhours::test {
namespace {

using namespace fault;

TEST(Fault, IsOneLineInTheFormOfTheContract) {
  const struct {
    Fault fault;
    const char* line;
  } cases[] = {
      {{{}, "option", "keap", Code::unknown, "keep"}, "option 'keap' is unknown; did you mean keep?"},
      {{{}, "keep", "", Code::empty, ""}, "keep '' is empty"},
      {{Place{"lookups/offhours_schedules.csv", 7, 12}, "time_zone", "Europe/Berln", Code::not_a_zone, "Europe/Berlin"},
       "lookups/offhours_schedules.csv:7:12: time_zone 'Europe/Berln' is not an IANA time zone; did you mean "
       "Europe/Berlin?"},
      {{{}, "option", "a\nb\x01", Code::unknown, ""}, "option 'a\\x0ab\\x01' is unknown"},
  };
  for (const auto& c : cases) EXPECT_EQ(to_line(c.fault), c.line);
}

TEST(Fault, TellsTheFirstAndHowManyMore) {
  const std::array<Fault, 3> faults = {Fault{{}, "option", "a", Code::unknown, ""}, Fault{{}, "b", "", Code::empty, ""},
                                       Fault{{}, "c", "", Code::empty, ""}};
  EXPECT_EQ(to_line(faults), "option 'a' is unknown (and 2 more)");
  EXPECT_EQ(to_line(std::span(faults).first(1)), "option 'a' is unknown");
}

TEST(Fault, PutsItsDetailsIntoThePhrase) {
  EXPECT_EQ(to_line(Fault{{}, "keep", "of", {Code::not_one_of, {"all, off, on"}}, "off"}),
            "keep 'of' is not one of all, off, on; did you mean off?");
  const What full(Code::spill_failed, {"200", "No space left on device"});
  EXPECT_TRUE(full.words().starts_with("cannot hold what does not fit in maxmem=200 MB: No space left on device; "))
      << full.words();
  EXPECT_EQ(What(Code::unknown_without_file, {"a{}\n\x01"}).words(), "is unknown, since there is no a{}\\x0a\\x01");
}

TEST(Words, AgreeInNumber) {
  EXPECT_EQ(counted(0, "event"), "0 events");
  EXPECT_EQ(counted(1, "event"), "1 event");
  EXPECT_EQ(counted(2, "event"), "2 events");
  EXPECT_EQ(agreeing(1, "was", "were"), "was");
  EXPECT_EQ(agreeing(0, "was", "were"), "were");
}

TEST(Fault, CutsLongValues) {
  const std::string line = to_line(Fault{{}, "option", std::string(5000, 'x'), Code::unknown, ""});
  EXPECT_LT(line.size(), 300U);
  EXPECT_NE(line.find("..."), std::string::npos);
}

TEST(Nearest, FindsWhatWasProbablyMeant) {
  constexpr std::array<std::string_view, 4> zones = {"Europe/Berlin", "Europe/Dublin", "America/New_York", "UTC"};
  const struct {
    const char* wrong;
    const char* meant;
  } cases[] = {{"Europe/Berln", "Europe/Berlin"},
               {"europe/berlin", "Europe/Berlin"},
               {"America/NewYork", "America/New_York"},
               {"Europe/Belrin", "Europe/Berlin"},
               {"utc", "UTC"},
               {"PST", ""},
               {"", ""},
               {"Middle-earth/Shire", ""}};
  for (const auto& c : cases) EXPECT_EQ(nearest(c.wrong, zones), c.meant) << c.wrong;
}

// Edit distance with swapped neighbours as one edit, by its definition.
std::size_t edits(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const std::string_view shorter_a = a.substr(1);
  const std::string_view shorter_b = b.substr(1);
  std::size_t least = std::min({edits(shorter_a, b) + 1, edits(a, shorter_b) + 1,
                                edits(shorter_a, shorter_b) + (a.front() == b.front() ? 0U : 1U)});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0]) {
    least = std::min(least, edits(a.substr(2), b.substr(2)) + 1);
  }
  return least;
}

TEST(Nearest, IsTheFirstOfTheLeastDistance) {
  run_trials("spellings", std::chrono::milliseconds(300), [](Random& random) {
    const auto any_word = [&](std::size_t most) {
      std::string word(1 + below(random, most), 'a');
      for (char& c : word) c = static_cast<char>('a' + below(random, 3));
      return word;
    };
    const std::string wrong = any_word(6);
    std::vector<std::string> words;
    for (std::size_t n = below(random, 5); n > 0; --n) words.push_back(any_word(7));
    std::string_view meant;
    std::size_t least = std::max<std::size_t>(1, wrong.size() / 3) + 1;
    for (const std::string& word : words) {
      const std::size_t distance = edits(wrong, word);
      if (distance >= least) continue;
      meant = word;
      least = distance;
    }
    const std::vector<std::string_view> candidates(words.begin(), words.end());
    EXPECT_EQ(nearest(wrong, candidates), meant) << wrong << testing::PrintToString(words);
  });
}

TEST(Nearest, TakesTextsOfAnyLength) {
  const std::string_view zone = "Europe/Berlin";
  for (const std::size_t length : {79U, 80U, 81U, 1000U}) {
    const std::string wrong(length, 'x');
    const std::string longer(length + 3, 'x');
    EXPECT_EQ(nearest(wrong, std::array<std::string_view, 2>{zone, longer}), length <= 80 ? longer : "") << length;
  }
}

}  // namespace
}  // namespace offhours::test
