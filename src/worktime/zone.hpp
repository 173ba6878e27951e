// Time zones from the IANA database that is linked into the program, or from the folder that the environment variable
// OFFHOURS_ZONEINFO names instead; the machine's own is never read.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::worktime {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// What the wall clock of a zone shows at an instant.
struct LocalTime {
  std::chrono::local_days date;
  std::chrono::milliseconds of_day;  // since the date's midnight, on the clock's face
  std::chrono::seconds offset;       // east of UTC
};

class Zone {
 public:
  // By IANA name or link, case-sensitive. None: there is no such zone, or it is an abbreviation or `Factory`. A
  // built-in one is read when it is first used.
  static std::optional<Zone> find(std::string_view name);
  static Zone utc();

  const std::string& name() const { return name_; }

  // Remembers what it has looked up: not for two threads at once.
  LocalTime at(Instant instant) const {
    const KnownSpans& known = known_.empty() ? look_up(instant) : known_[place_of(instant)];
    const KnownSpans& found = instant >= known.from && instant < known.until ? known : look_up(instant);
    const std::chrono::seconds offset = instant < found.change ? found.before : found.after;
    const auto clock = std::chrono::local_time<std::chrono::milliseconds>(instant.time_since_epoch() + offset);
    const auto date = std::chrono::floor<std::chrono::days>(clock);
    return {date, clock - date, offset};
  }

 private:
  struct Data;
  struct Span {
    Instant from;
    Instant until;
    std::chrono::seconds offset;
  };
  // Two spans between transitions, one after the other, or one span alone.
  struct KnownSpans {
    Instant from{};
    Instant change{};
    Instant until{};
    std::chrono::seconds before{};
    std::chrono::seconds after{};
  };

  // Each stretch of 25 days has one place for what is known of it, so that events in any order are found without a
  // search; two years fit.
  static constexpr std::size_t places = 32;
  static std::int64_t stretch_of(Instant instant) { return instant.time_since_epoch().count() >> 31; }
  static std::size_t place_of(Instant instant) { return static_cast<std::size_t>(stretch_of(instant)) % places; }

  const KnownSpans& look_up(Instant instant) const;
  Span find_span(Instant instant) const;

  std::string name_;
  mutable std::shared_ptr<const Data> data_;
  mutable std::vector<KnownSpans> known_;  // none until something is looked up
};

// Whether bytes are a TZif file whose counts fit its size, so that reading it takes no more memory than that.
bool is_sound_zone_file(std::string_view bytes);

// All names and links of the built-in database, sorted bytewise.
std::vector<std::string_view> zone_names();
// Of the built-in database, such as `2026f`.
std::string_view zone_data_version();
// The folder that OFFHOURS_ZONEINFO names, whose zones are used instead; empty: the built-in ones are.
std::string zone_folder();

}  // namespace offhours::worktime
