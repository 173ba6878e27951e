#include "worktime/zone_words.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <span>
#include <vector>

#include "text/ascii.hpp"
#include "worktime/zone.hpp"

namespace offhours::worktime {
namespace {

struct Word {
  std::string_view text;
  std::string_view zone;
};

constexpr Word windows_names[] = {
#include "windows_zones.inc"
};

// Abbreviations that people use for one set of clocks alone, wherever they sit. Without a zone: in use for several.
constexpr Word abbreviations[] = {
    {"ACDT", "Australia/Adelaide"},
    {"ACST", "Australia/Adelaide"},
    {"ADT", ""},
    {"AEDT", "Australia/Sydney"},
    {"AEST", "Australia/Sydney"},
    {"AKDT", "America/Anchorage"},
    {"AKST", "America/Anchorage"},
    {"AMT", ""},
    {"ART", "America/Argentina/Buenos_Aires"},
    {"AST", ""},
    {"AWST", "Australia/Perth"},
    {"BRT", "America/Sao_Paulo"},
    {"BST", ""},
    {"CAT", "Africa/Maputo"},
    {"CDT", ""},
    {"CEST", "Europe/Berlin"},
    {"CET", "Europe/Berlin"},
    {"CLST", "America/Santiago"},
    {"CLT", "America/Santiago"},
    {"COT", "America/Bogota"},
    {"CST", ""},
    {"CST6CDT", "America/Chicago"},
    {"CT", ""},
    {"EAT", "Africa/Nairobi"},
    {"ECT", ""},
    {"EDT", "America/New_York"},
    {"EEST", "Europe/Athens"},
    {"EET", "Europe/Athens"},
    {"EST", "America/New_York"},
    {"EST5EDT", "America/New_York"},
    {"ET", "America/New_York"},
    {"GST", "Asia/Dubai"},
    {"HKT", "Asia/Hong_Kong"},
    {"HST", "Pacific/Honolulu"},
    {"ICT", "Asia/Bangkok"},
    {"IDT", "Asia/Jerusalem"},
    {"IST", ""},
    {"JST", "Asia/Tokyo"},
    {"KST", "Asia/Seoul"},
    {"MDT", "America/Denver"},
    {"MEST", "Europe/Berlin"},
    {"MESZ", "Europe/Berlin"},
    {"MET", "Europe/Berlin"},
    {"MEZ", "Europe/Berlin"},
    {"MSK", "Europe/Moscow"},
    {"MST", ""},
    {"MST7MDT", "America/Denver"},
    {"MYT", "Asia/Kuala_Lumpur"},
    {"NDT", "America/St_Johns"},
    {"NPT", "Asia/Kathmandu"},
    {"NST", "America/St_Johns"},
    {"NZDT", "Pacific/Auckland"},
    {"NZST", "Pacific/Auckland"},
    {"PDT", "America/Los_Angeles"},
    {"PHT", "Asia/Manila"},
    {"PKT", "Asia/Karachi"},
    {"PST", "America/Los_Angeles"},
    {"PST8PDT", "America/Los_Angeles"},
    {"PT", "America/Los_Angeles"},
    {"SAST", "Africa/Johannesburg"},
    {"SGT", "Asia/Singapore"},
    {"SST", ""},
    {"TRT", "Europe/Istanbul"},
    {"WAT", "Africa/Lagos"},
    {"WEST", "Europe/Lisbon"},
    {"WET", "Europe/Lisbon"},
    {"WIB", "Asia/Jakarta"},
};

// Large cities, and countries with one zone, that the database has under another name; in lower case, `_` for a blank.
// Without a zone: what the database has for one place and people may mean another by.
constexpr Word places[] = {
    {"atlantic", ""},
    {"center", ""},
    {"central", ""},
    {"cordoba", ""},
    {"davis", ""},
    {"east", ""},
    {"eastern", ""},
    {"georgia", ""},
    {"la_paz", ""},
    {"merida", ""},
    {"mountain", ""},
    {"north", ""},
    {"pacific", ""},
    {"petersburg", ""},
    {"samoa", ""},
    {"san_juan", ""},
    {"santiago", ""},
    {"south", ""},
    {"victoria", ""},
    {"west", ""},
    {"western", ""},
    {"abu_dhabi", "Asia/Dubai"},
    {"ahmedabad", "Asia/Kolkata"},
    {"antwerp", "Europe/Brussels"},
    {"atlanta", "America/New_York"},
    {"austin", "America/Chicago"},
    {"austria", "Europe/Vienna"},
    {"bangalore", "Asia/Kolkata"},
    {"barcelona", "Europe/Madrid"},
    {"beijing", "Asia/Shanghai"},
    {"belgium", "Europe/Brussels"},
    {"bengaluru", "Asia/Kolkata"},
    {"bern", "Europe/Zurich"},
    {"bombay", "Asia/Kolkata"},
    {"boston", "America/New_York"},
    {"brasilia", "America/Sao_Paulo"},
    {"calgary", "America/Edmonton"},
    {"canberra", "Australia/Sydney"},
    {"cape_town", "Africa/Johannesburg"},
    {"chennai", "Asia/Kolkata"},
    {"china", "Asia/Shanghai"},
    {"cologne", "Europe/Berlin"},
    {"cracow", "Europe/Warsaw"},
    {"dallas", "America/Chicago"},
    {"delhi", "Asia/Kolkata"},
    {"denmark", "Europe/Copenhagen"},
    {"dusseldorf", "Europe/Berlin"},
    {"edinburgh", "Europe/London"},
    {"england", "Europe/London"},
    {"finland", "Europe/Helsinki"},
    {"france", "Europe/Paris"},
    {"frankfurt", "Europe/Berlin"},
    {"geneva", "Europe/Zurich"},
    {"germany", "Europe/Berlin"},
    {"glasgow", "Europe/London"},
    {"gothenburg", "Europe/Stockholm"},
    {"greece", "Europe/Athens"},
    {"guangzhou", "Asia/Shanghai"},
    {"gurgaon", "Asia/Kolkata"},
    {"hamburg", "Europe/Berlin"},
    {"houston", "America/Chicago"},
    {"hyderabad", "Asia/Kolkata"},
    {"india", "Asia/Kolkata"},
    {"ireland", "Europe/Dublin"},
    {"italy", "Europe/Rome"},
    {"koln", "Europe/Berlin"},
    {"krakow", "Europe/Warsaw"},
    {"kyoto", "Asia/Tokyo"},
    {"lahore", "Asia/Karachi"},
    {"las_vegas", "America/Los_Angeles"},
    {"leipzig", "Europe/Berlin"},
    {"lyon", "Europe/Paris"},
    {"manchester", "Europe/London"},
    {"marseille", "Europe/Paris"},
    {"miami", "America/New_York"},
    {"milan", "Europe/Rome"},
    {"minneapolis", "America/Chicago"},
    {"montreal", "America/Toronto"},
    {"mumbai", "Asia/Kolkata"},
    {"munchen", "Europe/Berlin"},
    {"munich", "Europe/Berlin"},
    {"nagoya", "Asia/Tokyo"},
    {"netherlands", "Europe/Amsterdam"},
    {"new_delhi", "Asia/Kolkata"},
    {"new_york_city", "America/New_York"},
    {"noida", "Asia/Kolkata"},
    {"norway", "Europe/Oslo"},
    {"nyc", "America/New_York"},
    {"osaka", "Asia/Tokyo"},
    {"ottawa", "America/Toronto"},
    {"philadelphia", "America/New_York"},
    {"porto", "Europe/Lisbon"},
    {"pune", "Asia/Kolkata"},
    {"rio_de_janeiro", "America/Sao_Paulo"},
    {"rotterdam", "Europe/Amsterdam"},
    {"salt_lake_city", "America/Denver"},
    {"san_antonio", "America/Chicago"},
    {"san_diego", "America/Los_Angeles"},
    {"san_francisco", "America/Los_Angeles"},
    {"scotland", "Europe/London"},
    {"seattle", "America/Los_Angeles"},
    {"shenzhen", "Asia/Shanghai"},
    {"stuttgart", "Europe/Berlin"},
    {"sweden", "Europe/Stockholm"},
    {"switzerland", "Europe/Zurich"},
    {"tel_aviv", "Asia/Jerusalem"},
    {"the_hague", "Europe/Amsterdam"},
    {"turin", "Europe/Rome"},
    {"washington", "America/New_York"},
    {"washington_dc", "America/New_York"},
    {"wellington", "Pacific/Auckland"},
    {"yokohama", "Asia/Tokyo"},
};

template <std::size_t Size>
const Word* find_word(const Word (&words)[Size], std::string_view text) {
  const auto* const found =
      std::ranges::find_if(words, [text](const Word& word) { return text::equal_ignoring_case(word.text, text); });
  return found == std::end(words) ? nullptr : found;
}

// Of `Pacific Daylight Time` too, which Windows shows in summer.
const Word* find_windows_name(std::string_view text) {
  constexpr std::string_view summer = " Daylight Time";
  if (const Word* const word = find_word(windows_names, text)) return word;
  if (text.size() <= summer.size() || !text::equal_ignoring_case(text.substr(text.size() - summer.size()), summer))
    return nullptr;
  return find_word(windows_names, std::string(text.substr(0, text.size() - summer.size())) + " Standard Time");
}

// The last part of a path, as zones are called: `New York` and `US/new-york` become `new_york`.
std::string place_of(std::string_view text) {
  std::string place = text::to_lower(text.substr(text.rfind('/') + 1));
  std::ranges::replace_if(
      place, [](char c) { return c == ' ' || c == '-'; }, '_');
  return place;
}

// Insertions, removals, exchanges and swaps of neighbours; more than `most` counts as that and one.
std::size_t typos(std::string_view wrong, std::string_view right, std::size_t most) {
  if (wrong.size() > right.size() + most || right.size() > wrong.size() + most) return most + 1;
  std::vector<std::size_t> before(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  std::vector<std::size_t> next(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= wrong.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const bool same = text::to_lower(wrong[i - 1]) == text::to_lower(right[j - 1]);
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && text::to_lower(wrong[i - 1]) == text::to_lower(right[j - 2]) &&
                           text::to_lower(wrong[i - 2]) == text::to_lower(right[j - 1]);
      if (swapped) next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row.back();
}

// Continents and oceans: other first parts of names are countries and the like, kept for old programs.
bool is_in_an_area(std::string_view zone) {
  constexpr std::array<std::string_view, 10> areas = {"Africa",   "America",   "Antarctica", "Arctic", "Asia",
                                                      "Atlantic", "Australia", "Europe",     "Indian", "Pacific"};
  return std::ranges::find(areas, zone.substr(0, zone.find('/'))) != areas.end();
}

// Two names of one zone, or two zones whose clocks agree this year: whichever is suggested is right.
bool have_same_clocks(std::string_view one, std::string_view other) {
  const auto a = Zone::find(one);
  const auto b = Zone::find(other);
  if (!a || !b) return false;
  constexpr std::chrono::sys_days winter = std::chrono::January / 15 / 2026, summer = std::chrono::July / 15 / 2026;
  return a->at(winter).offset == b->at(winter).offset && a->at(summer).offset == b->at(summer).offset;
}

// The one zone of the list whose spelling is nearest, if it is so near that a slip of the hand explains it: one for a
// short place, two for a long one. Two zones at the same distance: nobody can tell; nor of a word without an area,
// which may be any word.
std::string nearest_zone(std::string_view text, std::span<const std::string_view> zones) {
  constexpr std::size_t longest = 64;
  constexpr std::size_t long_place = 8;
  if (text.size() > longest || text.find('/') == std::string_view::npos) return {};
  const std::string place = place_of(text);
  if (place.size() < 4) return {};
  const std::size_t most = place.size() >= long_place ? 2 : 1;
  std::string_view best;
  std::size_t best_typos = most + 1;
  bool only_one = true;
  for (const std::string_view zone : zones) {
    const std::size_t found = typos(text, zone, most);
    if (found > best_typos || found > most) continue;
    if (found == best_typos) {
      only_one = only_one && have_same_clocks(best, zone);
      continue;
    }
    only_one = true;
    best_typos = found;
    best = zone;
  }
  return only_one ? std::string(best) : std::string();
}

// `UTC+2`, `GMT-05:00`, `+0200`, `-5`.
bool is_offset(std::string_view text) {
  for (const std::string_view prefix : {"UTC", "GMT"}) {
    if (text.size() > prefix.size() && text::equal_ignoring_case(text.substr(0, prefix.size()), prefix)) {
      text.remove_prefix(prefix.size());
      break;
    }
  }
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (text.size() < 2 || (text.front() != '+' && text.front() != '-')) return false;
  return std::ranges::all_of(text.substr(1), [](char c) { return text::is_digit(c) || c == ':'; });
}

bool zone_folder_is_missing() {
  const std::string folder = zone_folder();
  struct stat status {};
  return !folder.empty() && (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode));
}

}  // namespace

bool is_zone_abbreviation(std::string_view text) {
  constexpr std::array<std::string_view, 10> others = {"UTC", "UCT", "GMT", "GMT0", "GB",
                                                       "NZ",  "PRC", "ROC", "ROK",  "Z"};
  const bool capitals =
      !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || text::is_digit(c); });
  return capitals && !text::is_digit(text.front()) && text.size() <= 8 &&
         std::ranges::find(others, text) == others.end();
}

ZoneWord kind_of_zone_word(std::string_view text) {
  if (zone_folder_is_missing()) return ZoneWord::no_zone_folder;
  if (text::equal_ignoring_case(text, "UTC")) return ZoneWord::unknown;  // Windows calls it so too
  if (find_windows_name(text) != nullptr) return ZoneWord::windows_name;
  if (is_offset(text)) return ZoneWord::offset;
  if (is_zone_abbreviation(text) || find_word(abbreviations, text) != nullptr) return ZoneWord::abbreviation;
  return ZoneWord::unknown;
}

std::string suggest_zone(std::string_view text) {
  if (zone_folder_is_missing()) return {};
  text = text::trim_spaces(text);
  const std::vector<std::string_view> zones = zone_names();
  const auto same =
      std::ranges::find_if(zones, [&](std::string_view zone) { return text::equal_ignoring_case(zone, text); });
  if (same != zones.end()) return std::string(*same);
  const auto known = [](const Word* word) { return word == nullptr ? std::string() : std::string(word->zone); };
  if (const Word* const word = find_windows_name(text)) return known(word);
  if (const Word* const word = find_word(abbreviations, text)) return known(word);
  if (is_offset(text) || is_zone_abbreviation(text)) return {};
  const std::string place = place_of(text);
  if (const Word* const word = find_word(places, place)) return known(word);
  // The same place in another area, or in none: one zone only, or several that are the same one.
  std::string_view found;
  bool only_one = true;
  for (const std::string_view zone : zones) {
    if (!is_in_an_area(zone) || place_of(zone) != place) continue;
    only_one = only_one && (found.empty() || have_same_clocks(found, zone));
    if (found.empty()) found = zone;
  }
  if (!found.empty()) return only_one ? std::string(found) : std::string();
  return nearest_zone(text, zones);
}

}  // namespace offhours::worktime
