#include "worktime/calendar.hpp"

#include <algorithm>

namespace offhours::worktime {

void Calendar::add(std::chrono::local_days date, Holiday holiday) {
  singles_.push_back({date, date, std::move(holiday)});
}

void Calendar::add_range(std::chrono::local_days first, std::chrono::local_days last, Holiday holiday) {
  ranges_.push_back({first, last, std::move(holiday)});
}

void Calendar::add_yearly(std::chrono::month_day date, Holiday holiday) {
  yearly_.push_back({date, std::move(holiday)});
}

void Calendar::sort_dates() { std::ranges::stable_sort(singles_, {}, &DatedEntry::first); }

Calendar::Rank Calendar::find(std::chrono::local_days date, std::vector<const Holiday*>& found) const {
  auto single = std::ranges::lower_bound(singles_, date, {}, &DatedEntry::first);
  const bool any_single = single != singles_.end() && single->first == date;
  for (; single != singles_.end() && single->first == date; ++single) found.push_back(&single->holiday);
  if (any_single) return Rank::single;

  const std::size_t before = found.size();
  for (const DatedEntry& range : ranges_) {
    if (range.first <= date && date <= range.last) found.push_back(&range.holiday);
  }
  if (found.size() > before) return Rank::range;

  if (yearly_.empty()) return Rank::none;
  const std::chrono::year_month_day civil(date);
  const std::chrono::month_day in_year = civil.month() / civil.day();
  for (const YearlyEntry& yearly : yearly_) {
    if (yearly.date == in_year) found.push_back(&yearly.holiday);
  }
  return found.size() > before ? Rank::yearly : Rank::none;
}

bool Calendar::covers(std::chrono::year year) const {
  using std::chrono::local_days;
  if (singles_.empty() && ranges_.empty()) return true;
  const local_days first(year / std::chrono::January / 1);
  const local_days last(year / std::chrono::December / 31);
  const auto next = std::ranges::lower_bound(singles_, first, {}, &DatedEntry::first);
  if (next != singles_.end() && next->first <= last) return true;
  return std::ranges::any_of(ranges_,
                             [&](const DatedEntry& range) { return range.first <= last && first <= range.last; });
}

}  // namespace offhours::worktime
