// TZif files. One that is not sound is refused, and one that is taken shows a clock that can be, the same whenever it
// is asked.
#include <array>
#include <cstdlib>
#include <string>

#include "folder.hpp"
#include "targets.hpp"
#include "worktime/zone.hpp"

namespace offhours::fuzz {

void zone_files(std::string_view bytes) {
  using namespace std::chrono;
  static const test::Folder folder;
  static int count = 0;
  ::setenv("OFFHOURS_ZONEINFO", folder.path().c_str(), 1);
  // Zones once read are remembered by their names.
  const std::string name = "Z" + std::to_string(count++);
  folder.write(name, bytes);
  const auto zone = worktime::Zone::find(name);
  std::filesystem::remove(folder / name);
  require(!zone || worktime::is_sound_zone_file(bytes), "a file that is not sound is read");
  if (zone) {
    constexpr std::array<std::int64_t, 7> instants = {
        1, 1778925600000, 1778925599999, 1790000000000, 10413792000000, 253402300799999, -62135596800000};
    std::array<worktime::LocalTime, instants.size()> first{};
    for (std::size_t i = 0; i < instants.size(); ++i) first[i] = zone->at(worktime::Instant(milliseconds(instants[i])));
    for (std::size_t i = instants.size(); i-- > 0;) {
      const worktime::LocalTime again = zone->at(worktime::Instant(milliseconds(instants[i])));
      require(again.date == first[i].date && again.of_day == first[i].of_day && again.offset == first[i].offset,
              "a clock shows two times at one instant");
      require(again.of_day >= 0ms && again.of_day < 24h, "a clock shows a time that no day has");
    }
  }
  ::unsetenv("OFFHOURS_ZONEINFO");
}

}  // namespace offhours::fuzz
