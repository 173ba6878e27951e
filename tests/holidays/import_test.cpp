#include "holidays/import.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "folder.hpp"
#include "policy/dates.hpp"
#include "policy/policy.hpp"

namespace offhours::test {
namespace {

using namespace holidays;

ImportOptions options_of(int first, int last) {
  ImportOptions options;
  options.calendar = "cal";
  options.first_year = std::chrono::year(first);
  options.last_year = std::chrono::year(last);
  return options;
}

// An event of these lines, read for 2026 to 2028.
std::string csv(const std::string& event, ImportOptions options = options_of(2026, 2028)) {
  const Import import =
      import_holidays("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + event + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", options);
  if (!import.faults.empty()) return fault::to_line(import.faults);
  if (import.rows.empty() && !import.skipped.empty()) return fault::to_line(import.skipped);
  const std::string text = to_csv(import.rows, "cal");
  return text.substr(text.find('\n') + 1);
}

// Whatever years an event is about, only those that are asked for are worked out.
TEST(ICalendar, EventsOfManyYearsCostNoMoreThanTheYearsAskedFor) {
  const auto started = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(csv("DTSTART;VALUE=DATE:00040229\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:A"), "cal,2028-02-29,closed,,A\n");
    EXPECT_EQ(csv("DTSTART:00010101T120000\r\nDTEND:99991231T120000\r\nSUMMARY:A", options_of(2026, 2026)).size(),
              365 * std::string("cal,2026-01-01,closed,,A\n").size());
  }
  EXPECT_EQ(csv("DTSTART;VALUE=DATE:20260101\r\nDURATION:P99999W99999W99999W99999W99999W\r\nSUMMARY:A"),
            "cal,2026-01-01..9999-12-31,closed,,A\n");
  // An event that began before the years asked for, and is not over.
  EXPECT_EQ(csv("DTSTART;VALUE=DATE:20001230\r\nDURATION:P5D\r\nRRULE:FREQ=YEARLY;INTERVAL=5\r\nSUMMARY:A"),
            "cal,2025-12-30..2026-01-03,closed,,A\n");
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(OFFHOURS_EMULATED ? 60 : 5));
}

TEST(ICalendar, WholeDays) {
  EXPECT_EQ(csv("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:A"), "cal,2026-05-01,closed,,A\n");
  EXPECT_EQ(csv("DTSTART;VALUE=DATE:20260504\r\nDTEND;VALUE=DATE:20260507\r\nSUMMARY:4th to 6th\\, three\r\n  days"),
            "cal,2026-05-04..2026-05-06,closed,,\"4th to 6th, three days\"\n");
  EXPECT_EQ(csv("DTSTART;VALUE=DATE:20260525\r\nDTEND;VALUE=DATE:20260525\r\nSUMMARY:A"), "cal,2026-05-25,closed,,A\n");
  EXPECT_EQ(csv("DTSTART:20260525\r\nDURATION:P1W\r\nSUMMARY:A"), "cal,2026-05-25..2026-05-31,closed,,A\n");
  EXPECT_EQ(csv("DTSTART:20260406T000000Z\r\nDTEND:20260407T000000Z\r\nSUMMARY:A"), "cal,2026-04-06,closed,,A\n");
  ImportOptions berlin = options_of(2026, 2028);
  berlin.zone = "Europe/Berlin";
  EXPECT_EQ(csv("DTSTART:20260406T000000Z\r\nDTEND:20260407T000000Z\r\nSUMMARY:A", berlin),
            "cal,2026-04-06,closed,,A\n");
  EXPECT_EQ(csv("DTSTART:20260405T220000Z\r\nDTEND:20260406T220000Z\r\nSUMMARY:A", berlin),
            "cal,2026-04-06,closed,,A\n");
  EXPECT_EQ(csv("DTSTART:20260501T080000\r\nSUMMARY:A"), "holidays:2:1: event 'A' is a moment without length");
}

TEST(ICalendar, PartDaysLeaveTheRest) {
  EXPECT_EQ(csv("DTSTART;TZID=Europe/Berlin:20261224T140000\r\nDTEND;TZID=Europe/Berlin:20261225T000000\r\nSUMMARY:A"),
            "cal,2026-12-24,short,00:00-14:00,A\n");
  EXPECT_EQ(csv("DTSTART;TZID=\"W. Europe Standard Time\":20261231T140000\r\nDTEND;TZID=\"W. Europe Standard "
                "Time\":20270101T120000\r\nSUMMARY:A"),
            "cal,2026-12-31,short,00:00-14:00,A\ncal,2027-01-01,short,12:00-24:00,A\n");
  EXPECT_EQ(csv("DTSTART:20261224T120000\r\nDURATION:PT1H30M\r\nSUMMARY:A"),
            "cal,2026-12-24,short,00:00-12:00 13:30-24:00,A\n");
  EXPECT_EQ(csv("DTSTART:20261224T120000\r\nDTEND:20261226T120000\r\nSUMMARY:A"),
            "cal,2026-12-24,short,00:00-12:00,A\ncal,2026-12-25,closed,,A\ncal,2026-12-26,short,12:00-24:00,A\n");
}

TEST(ICalendar, Rules) {
  EXPECT_EQ(csv("DTSTART:20200101\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20270101\r\nSUMMARY:A"),
            "cal,2026-01-01,closed,,A\ncal,2028-01-01,closed,,A\n");
  EXPECT_EQ(csv("DTSTART:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nSUMMARY:A"),
            "cal,2026-11-26,closed,,A\ncal,2027-11-25,closed,,A\ncal,2028-11-23,closed,,A\n");
  EXPECT_EQ(csv("DTSTART:20200229\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:A"), "cal,2028-02-29,closed,,A\n");
  EXPECT_EQ(csv("DTSTART:20200525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20270101T000000Z\r\nSUMMARY:A"),
            "cal,2026-05-25,closed,,A\n");
  for (const char* part : {"FREQ=HOURLY", "BYWEEKNO=20", "BYYEARDAY=100", "INTERVAL=0", "COUNT=0", "BYMONTH=13",
                           "BYDAY=XX", "BYSETPOS=0"}) {
    const std::string rule = std::string(part).starts_with("FREQ") ? part : std::string("FREQ=YEARLY;") + part;
    EXPECT_EQ(csv("DTSTART:20260105\r\nRRULE:" + rule + "\r\nSUMMARY:A"),
              "holidays:4:1: RRULE '" + std::string(part) +
                  "' is not understood; daily, weekly, monthly and yearly rules by months, days and weekdays are");
  }
  EXPECT_EQ(csv("DTSTART:20260105\r\nRRULE:FREQ=WEEKLY;BYDAY=2MO\r\nSUMMARY:A"),
            "holidays:4:1: RRULE 'FREQ=WEEKLY;BYDAY=2MO' is not understood; daily, weekly, monthly and yearly rules by "
            "months, days and weekdays are");
  EXPECT_EQ(csv("DTSTART:20260105\r\nRRULE:FREQ=YEARLY;BYEASTER=0\r\nSUMMARY:A"),
            "holidays:4:1: RRULE 'BYEASTER=0' is not understood; daily, weekly, monthly and yearly rules by months, "
            "days and weekdays are");
  EXPECT_EQ(csv("UID:u\r\nDTSTART:20260101\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nSUMMARY:A\r\nEND:VEVENT\r\nBEGIN:"
                "VEVENT\r\nUID:u\r\n"
                "RECURRENCE-ID;VALUE=DATE:20270101\r\nDTSTART;VALUE=DATE:20270104\r\nSUMMARY:moved"),
            "cal,2026-01-01,closed,,A\ncal,2027-01-04,closed,,moved\n");
}

// As calendars write days that come every year.
TEST(ICalendar, RulesOfOtherFrequencies) {
  struct Case {
    const char* start;
    const char* rule;
    const char* rows;
  };
  for (const Case& each : std::vector<Case>{
           {"20200113", "FREQ=MONTHLY;INTERVAL=12;BYDAY=2MO", "cal,2026-01-12,closed,,A\ncal,2027-01-11,closed,,A\n"},
           {"20200706", "FREQ=MONTHLY;INTERVAL=12;BYDAY=1MO;WKST=SU",
            "cal,2026-07-06,closed,,A\ncal,2027-07-05,closed,,A\n"},
           {"20200101", "FREQ=MONTHLY;INTERVAL=12", "cal,2026-01-01,closed,,A\ncal,2027-01-01,closed,,A\n"},
           {"20261225", "FREQ=DAILY;COUNT=2", "cal,2026-12-25,closed,,A\ncal,2026-12-26,closed,,A\n"},
           {"20251230", "FREQ=DAILY;COUNT=4", "cal,2026-01-01,closed,,A\ncal,2026-01-02,closed,,A\n"},
           {"20201001", "FREQ=YEARLY;BYMONTH=10;BYSETPOS=1;BYDAY=MO,TU,WE,TH,FR",
            "cal,2026-10-01,closed,,A\ncal,2027-10-01,closed,,A\n"},
           {"20261204", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270101",
            "cal,2026-12-04,closed,,A\ncal,2026-12-18,closed,,A\ncal,2027-01-01,closed,,A\n"},
           {"20260130", "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20260401",
            "cal,2026-01-30,closed,,A\ncal,2026-01-31,closed,,A\ncal,2026-02-28,closed,,A\ncal,2026-03-31,closed,,A\n"},
       }) {
    EXPECT_EQ(csv(std::string("DTSTART;VALUE=DATE:") + each.start + "\r\nRRULE:" + each.rule + "\r\nSUMMARY:A",
                  options_of(2026, 2027)),
              each.rows)
        << each.rule;
  }
}

// A day that is written with times, and one with a `Z` behind its date.
TEST(ICalendar, WholeDaysAsProgramsWriteThem) {
  for (const char* zone : {"", "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York"}) {
    ImportOptions options = options_of(2026, 2027);
    options.zone = zone;
    for (const char* event :
         {"DTSTART:20260902T000000\r\nDTEND:20260902T235900", "DTSTART:20260902T000000\r\nDTEND:20260902T235959",
          "DTSTART:20260902T000000Z\r\nDTEND:20260902T235900Z", "DTSTART:20260902T000000\r\nDTEND:20260902T000000",
          "DTSTART;TZID=Asia/Ho_Chi_Minh:20260902T000000\r\nDTEND;TZID=Asia/Ho_Chi_Minh:20260902T235900",
          "DTSTART;VALUE=DATE:20260902Z", "DTSTART;VALUE=DATE:20260902Z\r\nDTEND;VALUE=DATE:20260903Z",
          "DTSTART:20260902T000000\r\nDTEND:20260903T000000"}) {
      EXPECT_EQ(csv(std::string(event) + "\r\nSUMMARY:A", options), "cal,2026-09-02,closed,,A\n")
          << event << ' ' << zone;
    }
    EXPECT_EQ(csv("DTSTART:20260902T000000\r\nDTEND:20260902T235900\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:A", options),
              "cal,2026-09-02,closed,,A\ncal,2027-09-02,closed,,A\n");
    EXPECT_EQ(csv("DTSTART:20260902T000000\r\nDTEND:20260904T235900\r\nSUMMARY:A", options),
              "cal,2026-09-02..2026-09-04,closed,,A\n");
  }
}

// A list may name each day, weekday and position many times over: that changes nothing, and costs what its bytes do.
TEST(ICalendar, LongListsCostWhatTheirBytesDo) {
  std::string days, weekdays, positions;
  for (int round = 0; round < 200; ++round) {
    for (int day = 1; day <= 31; ++day) days += std::to_string(day) + ',';
    for (const char* name : {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}) {
      weekdays += std::to_string(round % 53 + 1) + name + ',' + name + ',';
    }
    positions += std::to_string(round + 1) + ",-" + std::to_string(round + 1) + ',';
  }
  const std::string rule = "FREQ=YEARLY;BYMONTHDAY=" + days + "1;BYDAY=" + weekdays + "MO;BYSETPOS=" + positions + "1";
  const auto started = std::chrono::steady_clock::now();
  const std::string one = csv("DTSTART;VALUE=DATE:00010101\r\nRRULE:" + rule + ";COUNT=9999999\r\nSUMMARY:A");
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(OFFHOURS_EMULATED ? 120 : 20));
  EXPECT_FALSE(one.empty());
}

// What looks at every day since the year 1, many times, is refused after a second or two.
TEST(ICalendar, ManyLongRulesAreAFault) {
  std::string text = "BEGIN:VCALENDAR\r\n";
  for (int i = 0; i < 1000; ++i) {
    text +=
        "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:00010101\r\nRRULE:FREQ=DAILY;COUNT=999999999\r\nSUMMARY:A\r\nEND:"
        "VEVENT\r\n";
  }
  text += "END:VCALENDAR\r\n";
  const auto started = std::chrono::steady_clock::now();
  const Import import = import_holidays(text, options_of(2026, 2026));
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(OFFHOURS_EMULATED ? 120 : 20));
  ASSERT_FALSE(import.faults.empty());
  EXPECT_NE(fault::to_line(import.faults).find("more days are looked at than a file may ask for"), std::string::npos);
}

TEST(ICalendar, WhatIsLeftOut) {
  EXPECT_EQ(csv("DTSTART:20260610\r\nSTATUS:CANCELLED\r\nSUMMARY:A"), "holidays:2:1: event 'A' is cancelled");
  EXPECT_EQ(csv("DTSTART:20260214\r\nCATEGORIES:Observance\r\nSUMMARY:A"),
            "holidays:2:1: event 'A' is an observance on which people work");
  EXPECT_EQ(csv("DTSTART:20260214\r\nTRANSP:TRANSPARENT\r\nSUMMARY:A"), "cal,2026-02-14,closed,,A\n");
  EXPECT_EQ(csv("DTSTART:20250214\r\nSUMMARY:A"), "") << "not of the years asked for";
  EXPECT_EQ(csv("SUMMARY:A"), "holidays:2:1: event 'A' has no DTSTART");
  EXPECT_EQ(csv("DTSTART:20260230\r\nSUMMARY:A"), "holidays:3:1: DTSTART '20260230' is not a date or a time");
  EXPECT_EQ(import_holidays("calendar,date\n", options_of(2026, 2026)).faults.size(), 1U);
}

std::string json_csv(const std::string& text, const std::string& region = {}) {
  ImportOptions options = options_of(2026, 2026);
  options.region = region;
  const Import import = import_holidays(text, options);
  if (!import.faults.empty()) return fault::to_line(import.faults);
  std::string out = to_csv(import.rows, "cal");
  out.erase(0, out.find('\n') + 1);
  for (const fault::Fault& skipped : import.skipped) out += skipped.value + ' ' + skipped.what.words() + '\n';
  return out;
}

TEST(Json, NagerDate) {
  const std::string text =
      R"([{"date":"2026-01-01","localName":"Neujahr","name":"New Year's Day","global":true,"counties":null,"types":["Public"]},
          {"date":"2026-01-06","localName":"Epiphany","name":"Epiphany","global":false,"counties":["DE-BW","DE-BY"],"types":["Public"]},
          {"date":"2026-02-14","localName":"V","name":"V","global":true,"types":["Observance"]}])";
  EXPECT_EQ(json_csv(text),
            "cal,2026-01-01,closed,,New Year's Day (Neujahr)\nEpiphany holds in some regions only\nV is not a public "
            "holiday\n");
  EXPECT_NE(json_csv(text, "DE-BY").find("cal,2026-01-06,closed,,Epiphany\n"), std::string::npos);
}

TEST(Json, OpenHolidays) {
  EXPECT_EQ(
      json_csv(R"([{"startDate":"2026-12-25","endDate":"2026-12-26","type":"Public","nationwide":true,
                          "name":[{"language":"DE","text":"Weihnachten"},{"language":"EN","text":"Christmas"}]},
                         {"startDate":"2026-12-24","endDate":"2026-12-24","temporalScope":"HalfDay","name":[{"language":"EN","text":"Eve"}]}])"),
      "cal,2026-12-25..2026-12-26,closed,,Christmas\nEve holds for half a day and does not say which half; add a short "
      "day with its hours by hand\n");
}

TEST(Json, GovUk) {
  const std::string text =
      R"({"england-and-wales":{"division":"england-and-wales","events":[{"title":"Boxing Day","date":"2026-12-28","notes":"Substitute day","bunting":true}]},
          "scotland":{"division":"scotland","events":[{"title":"2nd January","date":"2026-01-02","notes":"","bunting":true}]}})";
  EXPECT_EQ(json_csv(text, "england-and-wales"), "cal,2026-12-28,closed,,Boxing Day (Substitute day)\n");
  EXPECT_EQ(json_csv(text, "scotland"), "cal,2026-01-02,closed,,2nd January\n");
  EXPECT_EQ(json_csv(text, "scotlnd"),
            "region 'scotlnd' is not one of england-and-wales, scotland; did you mean scotland?");
}

TEST(Json, TransferredWorkdays) {
  EXPECT_EQ(json_csv(R"({"year":2026,"dates":[{"date":"2026-01-01","name_en":"New Year","type":"public_holiday"},
                                             {"date":"2026-01-04","name_en":"Make-up","type":"transfer_workday"}]})"),
            "cal,2026-01-01,closed,,New Year\ncal,2026-01-04,workday,,Make-up\n");
}

TEST(Json, WhatIsNotUnderstoodIsAFault) {
  for (const char* text :
       {"{", "{}", "[1]", "[{}]", R"([{"date":"tomorrow","name":"x"}])", R"({"dates":[{"type":"x"}]})"}) {
    EXPECT_FALSE(import_holidays(text, options_of(2026, 2026)).faults.empty()) << text;
  }
}

TEST(Import, WhatComesOutIsAPolicyFile) {
  const Folder folder;
  const Import import = import_holidays(
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224T140000\nDTEND:20261225T000000\n"
      "SUMMARY:Eve\\, \"half\"\nEND:VEVENT\nEND:VCALENDAR\n",
      options_of(2026, 2026));
  folder.write("offhours_holidays.csv", to_csv(import.rows, "cal"));
  const policy::Policy policy(folder.path(), "offhours");
  EXPECT_TRUE(policy.faults().empty());
  EXPECT_NE(policy.find_calendar("cal"), nullptr);
}

// Rows as the oracle prints them.
std::string rows_text(const std::string& path, int first, int last) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Import import = import_holidays(text, options_of(first, last));
  EXPECT_TRUE(import.faults.empty()) << path;
  std::string out;
  for (const Row& row : import.rows) {
    out += policy::date_text(row.first) + '|' + policy::date_text(row.last) + '|' + row.kind + '|' + row.hours + '|' +
           row.name + '\n';
  }
  return out;
}

struct Oracle : testing::Test {
  void SetUp() override {
    const char* const given = std::getenv("OFFHOURS_PYTHON");
    for (const std::string candidate : {given != nullptr ? given : "python3", "/usr/bin/python3"}) {
      python = candidate;
      if (std::system((python + " -c 'import icalendar, recurring_ical_events' >/dev/null 2>&1").c_str()) == 0) return;
    }
    GTEST_SKIP() << "no python3 with icalendar and recurring-ical-events; OFFHOURS_PYTHON names another";
  }
  std::string run(const std::string& arguments) const {
    const std::string command = python + " '" OFFHOURS_SOURCE_DIR "/tests/holidays/rows_by_python.py' " + arguments;
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    std::string out;
    char part[4096];
    for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, pipe)) > 0;) out.append(part, got);
    if (::pclose(pipe) != 0) ADD_FAILURE() << command;
    return out;
  }
  std::string python;
};

TEST_F(Oracle, HasTheSameRowsOfTheQuirks) {
  const char* const given = std::getenv("OFFHOURS_SHARED");
  const std::string path =
      std::string(given != nullptr ? given : OFFHOURS_SOURCE_DIR "/../shared") + "/data/holidays/quirks.ics";
  if (!std::ifstream(path)) GTEST_SKIP() << "no " << path << "; OFFHOURS_SHARED names the folder";
  const std::string expected = run("'" + path + "' 2020 2032");
  EXPECT_GT(expected.size(), 500U);
  EXPECT_EQ(rows_text(path, 2020, 2032), expected);
}

TEST_F(Oracle, HasTheSameRowsOfRandomRules) {
  const char* const seed_text = std::getenv("OFFHOURS_SEED");
  const unsigned seed = seed_text != nullptr ? static_cast<unsigned>(std::atol(seed_text)) : std::random_device()();
  SCOPED_TRACE("OFFHOURS_SEED=" + std::to_string(seed));
  const Folder folder;
  const int count = std::getenv("OFFHOURS_LONG") != nullptr ? 50 : 5;
  run("random " + std::to_string(seed) + " '" + folder.path() + "' " + std::to_string(count));
  for (int i = 0; i < count && !HasFailure(); ++i) {
    const std::string path = folder.path() + '/' + std::to_string(i) + ".ics";
    EXPECT_EQ(rows_text(path, 2020, 2032), run("'" + path + "' 2020 2032"));
  }
}

}  // namespace
}  // namespace offhours::test
