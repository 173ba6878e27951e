#include "policy/suggestions.hpp"

#include "event/names.hpp"
#include "policy/policy.hpp"
#include "worktime/zone_words.hpp"

namespace offhours::policy {
namespace {

template <typename Range>
std::vector<std::string_view> list_of(const Range& texts) {
  return {texts.begin(), texts.end()};
}

// About as many comparisons as a zone that is looked for costs.
constexpr std::size_t most_zones = 700;

}  // namespace

const std::vector<std::string_view>& Suggestions::list(Candidates candidates) {
  auto& list = lists_[static_cast<std::size_t>(candidates)];
  if (list) return *list;
  switch (candidates) {
    case Candidates::none:
    case Candidates::zones: list.emplace(); break;  // worktime::suggest_zone() knows the zones
    case Candidates::days: list = list_of(worktime::day_names); break;
    case Candidates::kinds: list = list_of(day_kinds); break;
    case Candidates::calendars: list = policy_.calendar_names(); break;
    case Candidates::schedules: list = policy_.schedule_names(); break;
    case Candidates::schedule_columns: list = policy_.schedules().file().missing_columns(); break;
    case Candidates::holiday_columns: list = policy_.calendars().file().missing_columns(); break;
    case Candidates::computed_names: list = list_of(event::computed_names()); break;
  }
  return *list;
}

const std::string& Suggestions::nearest(std::string_view wrong, Candidates candidates) {
  static const std::string none;
  auto& found = found_[static_cast<std::size_t>(candidates)];
  if (const auto known = found.find(wrong); known != found.end()) return known->second;
  if (candidates == Candidates::zones) {
    if (comparisons_left_ < most_zones) return none;
    comparisons_left_ -= most_zones;
    return found.emplace(wrong, worktime::suggest_zone(wrong)).first->second;
  }
  const std::vector<std::string_view>& options = list(candidates);
  if (options.size() > comparisons_left_) return none;
  comparisons_left_ -= options.size();
  return found.emplace(wrong, fault::nearest(wrong, options)).first->second;
}

fault::Fault Suggestions::describe(const CsvFile& file, const Finding& finding) {
  const fault::Place place =
      finding.start == Finding::whole_file ? fault::Place{file.path(), 0, 0} : file.place(finding.start);
  return {place, std::string(finding.thing), std::string(finding.value), finding.what,
          finding.mend.empty() ? nearest(finding.value, finding.candidates) : finding.mend};
}

}  // namespace offhours::policy
