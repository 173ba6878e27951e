#include "policy/matcher.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "policy/globs.hpp"
#include "text/hash.hpp"

namespace offhours::policy {
namespace {

constexpr std::string_view wildcards = "*?";
// A shorter fixed part tells too little.
constexpr std::size_t least_affix = 4;
// Each group costs a look-up for each event. Where whole lengths of fixed parts make more groups than this, lengths are
// rounded down to be fewer; rows that then look alike are tried one after the other.
constexpr std::size_t most_groups = 48;

std::string_view text_of(Texts texts) { return texts.empty() ? std::string_view() : texts.front(); }

std::uint64_t mixed(std::uint64_t hash, std::uint64_t more) {
  hash ^= more + 0x9E37'79B9'7F4A'7C15U + (hash << 6) + (hash >> 2);
  return hash * 0xFF51'AFD7'ED55'8CCDU;
}

std::string_view affix_text(std::string_view text, bool prefix, std::size_t length) {
  return prefix ? text.substr(0, length) : text.substr(text.size() - length);
}

}  // namespace

void Matcher::add(std::span<const std::string_view> row) {
  row_starts_.push_back(static_cast<std::uint32_t>(patterns_.size()));
  for (std::size_t column = 0; column < row.size(); ++column) {
    if (row[column].empty() || row[column].find_first_not_of('*') == std::string_view::npos) continue;
    const bool exact = row[column].find_first_of(wildcards) == std::string_view::npos;
    patterns_.push_back({static_cast<std::uint32_t>(column), exact, row[column]});
  }
}

std::span<const Matcher::Pattern> Matcher::patterns(std::size_t row) const {
  const std::size_t end = row + 1 < row_starts_.size() ? row_starts_[row + 1] : patterns_.size();
  return std::span(patterns_).subspan(row_starts_[row], end - row_starts_[row]);
}

void Matcher::make_groups(std::size_t step) {
  groups_.clear();
  for (Row row = 0; row < rows(); ++row) {
    Group key;
    for (const Pattern& pattern : patterns(row)) {
      if (pattern.exact) {
        key.exact |= std::uint64_t{1} << pattern.column;
        continue;
      }
      const std::size_t before = pattern.text.find_first_of(wildcards);
      const std::size_t after = pattern.text.size() - 1 - pattern.text.find_last_of(wildcards);
      const std::size_t length = std::max(before, after) / step * step;
      if (length < least_affix || length <= key.affix_length) continue;
      key.affix = before >= after ? Affix::prefix : Affix::suffix;
      key.affix_column = pattern.column;
      key.affix_length = static_cast<std::uint32_t>(length);
    }
    const auto same = [&](const Group& group) {
      return group.exact == key.exact && group.affix == key.affix && group.affix_column == key.affix_column &&
             group.affix_length == key.affix_length;
    };
    auto group = std::ranges::find_if(groups_, same);
    if (group == groups_.end()) {
      key.first_row = row;
      for (std::uint32_t column = 0; column < columns_; ++column) {
        if ((key.exact >> column & 1) != 0) key.exact_columns.push_back(column);
      }
      groups_.push_back(std::move(key));
      group = groups_.end() - 1;
    }
    group->rows.push_back(row);
  }
}

void Matcher::build() {
  for (const std::size_t step : {1U, 2U, 4U, 8U}) {
    make_groups(step);
    if (groups_.size() <= most_groups) break;
  }
  next_.assign(rows(), none);
  for (Group& group : groups_) {
    group.slots.resize(std::bit_ceil(group.rows.size() * 2));
    const std::size_t mask = group.slots.size() - 1;
    for (const Row row : group.rows) {
      std::uint64_t hash = 0;
      for (const Pattern& pattern : patterns(row)) {
        if (pattern.exact) hash = mixed(hash, text::hash(pattern.text));
      }
      for (const Pattern& pattern : patterns(row)) {
        if (pattern.exact || group.affix == Affix::none || pattern.column != group.affix_column) continue;
        const bool prefix = group.affix == Affix::prefix;
        hash = mixed(hash, text::hash(affix_text(pattern.text, prefix, group.affix_length)));
      }
      std::size_t place = hash & mask;
      while (group.slots[place].first != none && group.slots[place].hash != hash) place = (place + 1) & mask;
      Slot& slot = group.slots[place];
      if (slot.first == none) {
        slot = {hash, row, row};
      } else {
        next_[slot.last] = row;
        slot.last = row;
      }
    }
  }
}

Matcher::Row Matcher::look_up(const Group& group, std::span<const Texts> values,
                              std::array<std::uint64_t, most_columns>& hashes, std::uint64_t& hashed) const {
  std::uint64_t hash = 0;
  for (const std::uint32_t column : group.exact_columns) {
    const std::uint64_t bit = std::uint64_t{1} << column;
    if ((hashed & bit) == 0) {
      hashes[column] = text::hash(text_of(values[column]));
      hashed |= bit;
    }
    hash = mixed(hash, hashes[column]);
  }
  if (group.affix != Affix::none) {
    const std::string_view text = text_of(values[group.affix_column]);
    if (text.size() < group.affix_length) return none;
    hash = mixed(hash, text::hash(affix_text(text, group.affix == Affix::prefix, group.affix_length)));
  }
  const std::size_t mask = group.slots.size() - 1;
  std::size_t place = hash & mask;
  while (group.slots[place].first != none && group.slots[place].hash != hash) place = (place + 1) & mask;
  return group.slots[place].first;
}

bool Matcher::matches(std::size_t row, std::span<const Texts> values) const {
  for (const Pattern& pattern : patterns(row)) {
    const auto fits = [&](std::string_view text) {
      return pattern.exact ? pattern.text == text : glob_matches(pattern.text, text);
    };
    const Texts texts = values[pattern.column];
    if (texts.empty() ? !fits({}) : std::ranges::none_of(texts, fits)) return false;
  }
  return true;
}

bool Matcher::covers(std::size_t earlier, std::size_t later) const {
  const std::span<const Pattern> narrow = patterns(later);
  return std::ranges::all_of(patterns(earlier), [&](const Pattern& wide) {
    const auto found = std::ranges::find(narrow, wide.column, &Pattern::column);
    if (found == narrow.end()) return false;
    if (wide.text == found->text) return true;
    // Read as a text, a glob stands for itself; `?` in the wider one must not swallow a `*` of the narrower.
    return !wide.exact && wide.text.find('?') == std::string_view::npos && glob_matches(wide.text, found->text);
  });
}

std::optional<std::size_t> Matcher::covered_by(std::size_t later, std::size_t& looks_left) const {
  // The later row's own globs, taken as the texts of an event, lead to the rows that could cover it.
  std::array<Texts, most_columns> values;
  for (const Pattern& pattern : patterns(later)) values[pattern.column] = Texts(&pattern.text, 1);
  const auto covers_it = [&](Row earlier) {
    if (looks_left == 0) return false;
    --looks_left;
    return matches(earlier, std::span(values).first(columns_)) && covers(earlier, later);
  };
  return first_before(static_cast<Row>(later), std::span(values).first(columns_), covers_it);
}

}  // namespace offhours::policy
