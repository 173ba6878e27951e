#include "event/columns.hpp"

#include <algorithm>

#include "rows/multivalue.hpp"

namespace offhours::event {

void Columns::bind(rows::Row header) {
  for (Column& column : columns_) {
    column.plain = npos;
    column.twin = npos;
  }
  std::string scratch;
  const auto bind_to = [this](std::string_view name, std::size_t Column::*which, std::size_t place) {
    const auto slot = static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin());
    if (slot < columns_.size() && columns_[slot].*which == npos) columns_[slot].*which = place;
  };
  for (std::size_t place = 0; place < header.size(); ++place) {
    const std::string_view name = header[place].text(scratch);
    bind_to(name, &Column::plain, place);
    if (!name.starts_with(rows::multivalue_prefix)) continue;
    bind_to(name.substr(rows::multivalue_prefix.size()), &Column::twin, place);
  }
}

void Columns::read_twin(Column& column) {
  column.all.clear();
  column.kept.clear();
  const rows::Cell twin = row_[column.twin];
  if (!rows::decode_multivalue(twin.text(column.scratch), column.twin_scratch, column.all)) {
    column.value = read_plain(column);
    return;
  }
  for (const std::string_view text : column.all) {
    if (!is_missing(text)) column.kept.push_back(text);
  }
  column.value = Value(column.kept);
}

std::span<const std::string_view> Columns::all(ColumnSlot slot) {
  if (!bound(slot)) return {};
  Column& column = columns_[slot];
  (void)read(column);
  if (column.all.empty() && column.plain < row_.size()) {
    const std::string_view text = row_[column.plain].text(column.scratch);
    if (!text.empty()) column.all.push_back(text);
  }
  return column.all;
}

}  // namespace offhours::event
