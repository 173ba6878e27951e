// Holidays from where they are published: iCalendar files, and the JSON of Nager.Date, OpenHolidays, GOV.UK and the
// npm package holiday-calendar. They come out as rows for `<policy>_holidays.csv`.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "fault/fault.hpp"

namespace offhours::holidays {

struct ImportOptions {
  std::string file = "holidays";   // for the place of a fault
  std::string calendar;            // name of the calendar that the rows make up
  std::chrono::year first_year{};  // both inclusive; rules are worked out for these years
  std::chrono::year last_year{};
  std::string zone;          // IANA; for times given in UTC. Empty: UTC's clock is taken
  std::string region;        // of Nager.Date and OpenHolidays (`DE-BY`), or division of GOV.UK (`scotland`)
  bool observances = false;  // also days that are marked as worked
};

struct Row {
  std::chrono::local_days first;
  std::chrono::local_days last;
  std::string kind = "closed";
  std::string hours;  // that remain working time, for a short day
  std::string name;
  auto operator<=>(const Row&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs here
};

struct Import {
  std::vector<Row> rows;              // by date
  std::vector<fault::Fault> skipped;  // what was left out, and why; no reason to stop
  std::vector<fault::Fault> faults;   // what is not understood, so that the rows are not to be trusted
};

// Tells the form from the text.
Import import_holidays(std::string_view text, const ImportOptions& options);

// With its header, ready to be the file.
std::string to_csv(const std::vector<Row>& rows, std::string_view calendar);

}  // namespace offhours::holidays
