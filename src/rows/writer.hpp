// Writes CSV as splunkd itself does: a cell is quoted if it has any byte outside [A-Za-z0-9], an empty one never, rows
// end with LF.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "text/buffer.hpp"

namespace offhours::rows {

// Appends one cell, without a separator.
void write_cell(std::string& out, std::string_view text);
void write_cell(text::Buffer& out, std::string_view text);

// Appends what stands between the quotes of a quoted cell: the text with its own quotes doubled.
void append_doubled(text::Buffer& out, std::string_view text);

// The header of a table with its twins: all plain columns first, then `__mv_<name>` for each.
void write_header(std::string& out, std::span<const std::string> columns);

}  // namespace offhours::rows
