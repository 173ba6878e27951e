#include "worktime/schedule.hpp"

#include <algorithm>
#include <cstdio>

namespace offhours::worktime {
namespace {

std::string time_text(std::chrono::milliseconds of_day) {
  const long minutes = static_cast<long>(std::chrono::floor<std::chrono::minutes>(of_day).count());
  char text[32];
  std::snprintf(text, sizeof text, "%02ld:%02ld", minutes / 60, minutes % 60);
  return text;
}

std::string windows_text(std::span<const Window> windows) {
  constexpr std::chrono::milliseconds day_length = std::chrono::hours(24);
  std::string text;
  for (const Window& window : windows) {
    if (!text.empty()) text += ' ';
    text += time_text(window.start) + '-' + time_text(window.end > day_length ? window.end - day_length : window.end);
  }
  return text;
}

// `mon-wed,fri`; a run may pass the end of the week.
std::string days_text(const DaySet& days) {
  const std::size_t count = days.size();
  if (std::ranges::all_of(days, [](bool day) { return day; })) return "mon-sun";
  std::string text;
  for (std::size_t first = 0; first < count; ++first) {
    if (!days[first] || days[(first + count - 1) % count]) continue;
    std::size_t length = 1;
    while (days[(first + length) % count]) ++length;
    if (!text.empty()) text += ',';
    text += day_names[first];
    if (length > 1) {
      text += length > 2 ? '-' : ',';
      text += day_names[(first + length - 1) % count];
    }
  }
  return text;
}

Schedule utc_schedule(std::string_view name) { return {std::string(name), *Zone::find("UTC"), {}}; }

constexpr DaySet every_day = {true, true, true, true, true, true, true};
constexpr DaySet monday_to_friday = {true, true, true, true, true, false, false};

}  // namespace

void Week::add(const DaySet& days, std::span<const Window> windows) {
  for (std::size_t day = 0; day < days.size(); ++day) {
    if (!days[day]) continue;
    for (const Window& window : windows) {
      if (std::ranges::find(days_[day], window) == days_[day].end()) days_[day].push_back(window);
    }
    std::ranges::sort(days_[day], {}, &Window::start);
  }
}

std::string Week::text() const {
  std::string text;
  DaySet told{};
  for (std::size_t day = 0; day < days_.size(); ++day) {
    if (told[day] || days_[day].empty()) continue;
    DaySet alike{};
    for (std::size_t other = day; other < days_.size(); ++other) alike[other] = days_[other] == days_[day];
    for (std::size_t other = day; other < days_.size(); ++other) told[other] = told[other] || alike[other];
    if (!text.empty()) text += "; ";
    text += days_text(alike) + ' ' + windows_text(days_[day]);
  }
  return text.empty() ? "never" : text;
}

Schedule built_in_default() {
  Schedule schedule = utc_schedule("default");
  const std::array<Window, 1> hours = {Window{std::chrono::hours(8), std::chrono::hours(20)}};
  schedule.week.add(monday_to_friday, hours);
  return schedule;
}

Schedule built_in_always() {
  Schedule schedule = utc_schedule("always");
  const std::array<Window, 1> hours = {Window{std::chrono::hours(0), std::chrono::hours(24)}};
  schedule.week.add(every_day, hours);
  return schedule;
}

Schedule built_in_never() { return utc_schedule("never"); }

}  // namespace offhours::worktime
