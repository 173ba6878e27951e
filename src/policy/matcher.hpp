// Rows of globs over the same columns; the first row that matches wins, out of any number of rows.
//
// Rows are gathered in groups that are looked at in the same way: which columns they pin to one text, and which one
// glob's fixed beginning or end they can be found by. In a group the texts of these are hashed, so that a row is looked
// up and not searched for. Only rows without any fixed text worth a look-up are tried one after the other.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace offhours::policy {

// What a column holds for an event; none is the same as one empty text.
using Texts = std::span<const std::string_view>;

class Matcher {
 public:
  static constexpr std::size_t most_columns = 64;

  // At most `most_columns`.
  explicit Matcher(std::size_t columns = 0) : columns_(columns) {}

  // A cell for each column, blank for any; they must live as long as the matcher. All rows are added before build().
  void add(std::span<const std::string_view> row);
  void build();

  std::size_t rows() const { return row_starts_.size(); }

  // The first row that matches and that `accept` takes.
  template <typename Accept>
  std::optional<std::size_t> first(std::span<const Texts> values, Accept accept) const {
    for (const Texts texts : values) {
      if (texts.size() > 1) return first_by_trying(values, accept);
    }
    return first_before(none, values, [&](Row row) { return matches(row, values) && accept(std::size_t{row}); });
  }

  bool matches(std::size_t row, std::span<const Texts> values) const;
  // Whether every event that `later` matches is matched by `earlier` too, as far as their texts show.
  bool covers(std::size_t earlier, std::size_t later) const;
  // The first row that covers `later`, if it is an earlier one. Each row that has to be looked at takes one from
  // `looks_left`; with none left nothing is found.
  std::optional<std::size_t> covered_by(std::size_t later, std::size_t& looks_left) const;

 private:
  using Row = std::uint32_t;
  static constexpr Row none = std::numeric_limits<Row>::max();

  // The first row before `end` that `takes`, of those that one text a column may lead to.
  template <typename Takes>
  std::optional<std::size_t> first_before(Row end, std::span<const Texts> values, Takes takes) const {
    std::array<std::uint64_t, most_columns> hashes;
    std::uint64_t hashed = 0;
    Row best = end;
    for (const Group& group : groups_) {
      if (group.first_row >= best) break;
      for (Row row = look_up(group, values, hashes, hashed); row < best; row = next_[row]) {
        if (takes(row)) best = row;
      }
    }
    if (best == end) return std::nullopt;
    return best;
  }

  struct Pattern {
    std::uint32_t column;
    bool exact;
    std::string_view text;
  };
  enum class Affix : std::uint8_t { none, prefix, suffix };
  struct Slot {
    std::uint64_t hash = 0;
    Row first = none;
    Row last = none;
  };
  struct Group {
    std::uint64_t exact = 0;  // a bit for each column
    Affix affix = Affix::none;
    std::uint32_t affix_column = 0;
    std::uint32_t affix_length = 0;
    Row first_row = none;
    std::vector<std::uint32_t> exact_columns;
    std::vector<Row> rows;
    std::vector<Slot> slots;  // a power of two of them
  };

  template <typename Accept>
  std::optional<std::size_t> first_by_trying(std::span<const Texts> values, Accept accept) const {
    for (std::size_t row = 0; row < rows(); ++row) {
      if (matches(row, values) && accept(row)) return row;
    }
    return std::nullopt;
  }

  // Gathers the rows, with the lengths of fixed beginnings and ends rounded down to multiples of `step`.
  void make_groups(std::size_t step);
  std::span<const Pattern> patterns(std::size_t row) const;
  Row look_up(const Group& group, std::span<const Texts> values, std::array<std::uint64_t, most_columns>& hashes,
              std::uint64_t& hashed) const;

  std::size_t columns_;
  std::vector<Pattern> patterns_;
  std::vector<std::uint32_t> row_starts_;  // in patterns_
  std::vector<Row> next_;                  // the next row with the same hash in its group
  std::vector<Group> groups_;              // sorted by first row
};

}  // namespace offhours::policy
