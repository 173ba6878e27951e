#include "worktime/hours.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "worktime/schedule.hpp"

namespace offhours::test {
namespace {

using namespace worktime;

std::string days_of(std::string_view text) {
  const auto days = parse_days(text);
  if (!days) return "'" + days.error().part + (days.error().fault == ParseFault::empty ? "' is empty" : "' is no day");
  std::string letters;
  for (std::size_t i = 0; i < days->size(); ++i) letters += (*days)[i] ? "MTWTFSS"[i] : '-';
  return letters;
}

TEST(Days, AreListsAndRangesThatMayPassTheEndOfTheWeek) {
  const struct {
    const char* text;
    const char* days;
  } cases[] = {{"mon-fri", "MTWTF--"},           {"sun-thu", "MTWT--S"},
               {"fri-mon", "M---FSS"},           {"sat sun", "-----SS"},
               {"mon,wed , fri", "M-W-F--"},     {"Mon-FRI", "MTWTF--"},
               {"mon-mon", "M------"},           {"mon-sun", "MTWTFSS"},
               {"mon mon", "M------"},           {"", "'' is empty"},
               {" , ", "'' is empty"},           {"monday", "'monday' is no day"},
               {"mon-fry", "'fry' is no day"},   {"-", "'-' is no day"},
               {"mon fri-", "'fri-' is no day"}, {"-fri", "'-fri' is no day"}};
  for (const auto& c : cases) EXPECT_EQ(days_of(c.text), c.days) << c.text;
}

std::string hours_of(std::string_view text) {
  const auto windows = parse_hours(text);
  if (!windows) return "'" + windows.error().part + "'";
  std::string minutes;
  for (const Window& window : *windows) {
    minutes += std::to_string(window.start.count() / 60000) + ".." + std::to_string(window.end.count() / 60000) + " ";
  }
  return minutes;
}

TEST(Hours, AreWindowsThatMayPassMidnight) {
  const struct {
    const char* text;
    const char* minutes;
  } cases[] = {{"08:00-20:00", "480..1200 "},
               {"8:00-20:00", "480..1200 "},
               {"09:00-14:00 16:00-19:30", "540..840 960..1170 "},
               {"09:00-14:00,16:00-19:30", "540..840 960..1170 "},
               {"00:00-24:00", "0..1440 "},
               {"22:00-06:00", "1320..1800 "},
               {"20:00-00:00", "1200..1440 "},
               {"", "''"},
               {"08:00", "'08:00'"},
               {"-1:00", "'-1:00'"},
               {"08:00-", "'08:00-'"},
               {"08:00-08:00", "'08:00-08:00'"},
               {"24:00-08:00", "'24:00'"},
               {"08:00-24:01", "'24:01'"},
               {"08:60-09:00", "'08:60'"},
               {"08-20", "'08'"},
               {"08:00-20:00-22:00", "'20:00-22:00'"},
               {"8am-5pm", "'8am'"}};
  for (const auto& c : cases) EXPECT_EQ(hours_of(c.text), c.minutes) << c.text;
}

TEST(Week, SaysItselfShortly) {
  const auto text = [](std::initializer_list<std::pair<const char*, const char*>> rows) {
    Week week;
    for (const auto& [days, hours] : rows) week.add(*parse_days(days), *parse_hours(hours));
    return week.text();
  };
  EXPECT_EQ(text({{"mon-fri", "08:00-20:00"}}), "mon-fri 08:00-20:00");
  EXPECT_EQ(text({{"sun-thu", "10:00-17:00"}, {"fri", "10:00-15:00"}}), "sun-thu 10:00-17:00; fri 10:00-15:00");
  EXPECT_EQ(text({{"mon wed", "16:00-19:30 09:00-14:00"}}), "mon,wed 09:00-14:00 16:00-19:30");
  EXPECT_EQ(text({{"sat sun", "22:00-06:00"}}), "sat,sun 22:00-06:00");
  EXPECT_EQ(text({{"mon-sun", "00:00-24:00"}}), "mon-sun 00:00-24:00");
  EXPECT_EQ(text({}), "never");
}

}  // namespace
}  // namespace offhours::test
