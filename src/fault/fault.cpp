#include "fault/fault.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

#include "text/ascii.hpp"

namespace offhours::fault {
namespace {

using text::to_lower;

constexpr std::size_t longest_suggested = 80;

// Edit distance with swapped neighbours as one edit, upper and lower case as equal; `bound` if it is not below that. Of
// texts of at most twice longest_suggested.
std::size_t distance(std::string_view a, std::string_view b, std::size_t bound) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) >= bound) return bound;
  using Row = std::array<std::size_t, 2 * longest_suggested + 1>;
  std::array<Row, 3> rows;
  Row* before = rows.data();
  Row* last = before + 1;
  Row* now = last + 1;
  std::iota(last->begin(), last->begin() + static_cast<std::ptrdiff_t>(b.size()) + 1, std::size_t{0});
  std::size_t least_before = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    (*now)[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      std::size_t edits = std::min({(*last)[j] + 1, (*now)[j - 1] + 1, (*last)[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) && to_lower(a[i - 2]) == to_lower(b[j - 1])) {
        edits = std::min(edits, (*before)[j - 2] + 1);
      }
      (*now)[j] = edits;
      least = std::min(least, edits);
    }
    // What follows comes from this row or, by a swap, from the one before.
    if (std::min(least, least_before + 1) >= bound) return bound;
    least_before = least;
    Row* const free = before;
    before = last;
    last = now;
    now = free;
  }
  return std::min((*last)[b.size()], bound);
}

}  // namespace

std::string What::words() const {
  constexpr std::string_view gap = "{}";
  std::string words;
  std::string_view rest = phrase(code_);
  for (const std::string& detail : details_) {
    const std::size_t at = rest.find(gap);
    if (at == std::string_view::npos) break;
    words += rest.substr(0, at);
    words += printable(detail);
    rest.remove_prefix(at + gap.size());
  }
  return words += rest;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  std::string text = std::to_string(count) + ' ' + std::string(noun);
  if (count != 1) text += 's';
  return text;
}

std::string list_text(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

std::string printable(std::string_view text, std::size_t most) {
  std::string out;
  for (const char c : text) {
    if (out.size() >= most) {
      out += "...";
      break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      char escape[5];
      std::snprintf(escape, sizeof escape, "\\x%02x", byte);
      out += escape;
    } else {
      out += c;
    }
  }
  return out;
}

std::string to_line(const Fault& fault) {
  std::string line;
  if (fault.place) {
    line += printable(fault.place->file);
    line += ':' + std::to_string(fault.place->line) + ':' + std::to_string(fault.place->column) + ": ";
  }
  line += fault.thing + " '" + printable(fault.value) + "' " + fault.what.words();
  if (!fault.mend.empty()) line += "; did you mean " + fault.mend + "?";
  return line;
}

std::string to_line(std::span<const Fault> faults) {
  std::string line = to_line(faults.front());
  std::size_t more = faults.size() - 1;
  for (const Fault& fault : faults) more += fault.more;
  if (more > 0) line += " (and " + std::to_string(more) + " more)";
  return line;
}

std::string nearest(std::string_view wrong, std::span<const std::string_view> candidates) {
  if (wrong.empty() || wrong.size() > longest_suggested) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, wrong.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t edits = distance(wrong, candidate, best_distance);
    if (edits < best_distance) {
      best = candidate;
      best_distance = edits;
    }
  }
  return std::string(best);
}

}  // namespace offhours::fault
