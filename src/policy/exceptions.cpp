#include "policy/exceptions.hpp"

#include <array>
#include <optional>

#include "policy/dates.hpp"
#include "policy/row_reader.hpp"

namespace offhours::policy {
namespace {

constexpr std::array<std::string_view, 2> required = {"from", "to"};
constexpr std::array<std::string_view, 2> optional = {"reason", "comment"};
constexpr Columns columns{required, optional, true, Candidates::none};
constexpr std::array<std::string_view, 4> no_patterns = {"from", "to", "reason", "comment"};

std::optional<worktime::Instant> read_instant(RowReader& reader, std::size_t column, std::string_view thing) {
  const std::string_view text = reader.cell(column);
  const auto instant = parse_instant(text);
  if (!instant) reader.fault(column, thing, text, fault::Code::not_an_instant);
  return instant;
}

}  // namespace

Exceptions::Exceptions(const std::string& folder, std::string_view policy)
    : file_(folder, std::string(policy) + "_exceptions.csv", columns), patterns_(file_, no_patterns) {
  if (file_.sound()) read();
}

void Exceptions::read() {
  const std::size_t from_column = file_.column("from");
  const std::size_t to_column = file_.column("to");
  const std::size_t reason_column = file_.column("reason");
  for (std::size_t row = 0; row < file_.rows(); ++row) {
    RowReader reader(file_, row);
    const auto from = read_instant(reader, from_column, "from");
    const auto to = read_instant(reader, to_column, "to");
    if (from && to && *to <= *from) reader.fault(to_column, "to", reader.cell(to_column), fault::Code::not_after_from);
    if (!reader.sound()) continue;
    patterns_.add_row(file_, row);
    entries_.push_back({*from, *to, reader.cell(reason_column)});
  }
  patterns_.build();
}

const Exception* Exceptions::find(std::span<const Texts> values, worktime::Instant instant) const {
  const auto holds = [&](std::size_t row) { return entries_[row].from <= instant && instant < entries_[row].to; };
  const auto row = patterns_.matcher().first(values, holds);
  return row ? &entries_[*row] : nullptr;
}

}  // namespace offhours::policy
