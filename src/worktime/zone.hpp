// Time zones from the IANA database that is linked into the program, or from the folder that the environment variable
// OFFHOURS_ZONEINFO names instead; the machine's own is never read.
#pragma once

#include <chrono>
#include <cstddef>
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
  // By IANA name or link, case-sensitive. None: there is no such zone. A built-in one is read when it is first used.
  static std::optional<Zone> find(std::string_view name);
  static Zone utc();

  const std::string& name() const { return name_; }

  // Remembers the interval between two transitions that it used last: not for two threads at once.
  LocalTime at(Instant instant) const {
    if (instant < from_ || instant >= until_) look_up(instant);
    const auto clock = std::chrono::local_time<std::chrono::milliseconds>(instant.time_since_epoch() + offset_);
    const auto date = std::chrono::floor<std::chrono::days>(clock);
    return {date, clock - date, offset_};
  }

 private:
  struct Data;
  void look_up(Instant instant) const;

  std::string name_;
  mutable std::shared_ptr<const Data> data_;
  mutable Instant from_{};
  mutable Instant until_{};
  mutable std::chrono::seconds offset_{};
};

// Whether bytes are a TZif file whose counts fit its size, so that reading it takes no more memory than that.
bool is_sound_zone_file(std::string_view bytes);

// All names and links of the built-in database, sorted bytewise.
std::vector<std::string_view> zone_names();
// Of the built-in database, such as `2026f`.
std::string_view zone_data_version();

}  // namespace offhours::worktime
