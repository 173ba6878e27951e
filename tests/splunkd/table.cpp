#include <algorithm>
#include <set>
#include <unordered_map>

#include "splunkd/driver.hpp"

namespace offhours::test::splunkd {
namespace {

constexpr std::string_view twin_prefix = "__mv_";

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string joined(const Cell& cell) {
  std::string text;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (i > 0) text += '\n';
    text += cell[i];
  }
  return text;
}

void write_cell(std::string& csv, std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_alphanumeric)) {
    csv += text;
    return;
  }
  csv += '"';
  for (const char c : text) {
    if (c == '"') csv += '"';
    csv += c;
  }
  csv += '"';
}

std::string encode_twin(const Cell& cell) {
  if (cell.size() < 2) return {};
  std::string text;
  for (const std::string& value : cell) {
    if (!text.empty()) text += ';';
    text += '$';
    for (const char c : value) {
      if (c == '$') text += '$';
      text += c;
    }
    text += '$';
  }
  return text;
}

std::optional<Cell> decode_twin(std::string_view text) {
  Cell cell;
  std::size_t at = 0;
  while (true) {
    if (at == text.size() || text[at] != '$') return std::nullopt;
    ++at;
    std::string value;
    while (true) {
      if (at == text.size()) return std::nullopt;
      if (text[at] != '$') {
        value += text[at++];
      } else if (at + 1 < text.size() && text[at + 1] == '$') {
        value += '$';
        at += 2;
      } else {
        ++at;
        break;
      }
    }
    cell.push_back(std::move(value));
    if (at == text.size()) return cell;
    if (text[at] != ';') return std::nullopt;
    ++at;
  }
}

enum class Syntax { good, stray_quote, bare_return, open_quote, no_line_end };

// Reads one row and moves `at` behind its line end.
Syntax read_row(std::string_view csv, std::size_t& at, std::vector<std::string>& cells) {
  cells.clear();
  while (true) {
    std::string cell;
    if (at < csv.size() && csv[at] == '"') {
      ++at;
      while (true) {
        if (at == csv.size()) return Syntax::open_quote;
        if (csv[at] != '"') {
          cell += csv[at++];
        } else if (at + 1 < csv.size() && csv[at + 1] == '"') {
          cell += '"';
          at += 2;
        } else {
          ++at;
          break;
        }
      }
      if (at < csv.size() && csv[at] != ',' && csv[at] != '\n' && csv[at] != '\r') return Syntax::stray_quote;
    } else {
      while (at < csv.size() && csv[at] != ',' && csv[at] != '\n' && csv[at] != '\r') {
        if (csv[at] == '"') return Syntax::stray_quote;
        cell += csv[at++];
      }
    }
    cells.push_back(std::move(cell));
    if (at == csv.size()) return Syntax::no_line_end;
    if (csv[at] == '\r') {
      ++at;
      if (at == csv.size() || csv[at] != '\n') return Syntax::bare_return;
    }
    if (csv[at++] == '\n') return Syntax::good;
  }
}

std::string describe(Syntax syntax, std::size_t row) {
  const std::string where = " in row " + std::to_string(row);
  switch (syntax) {
    case Syntax::good: break;
    case Syntax::stray_quote: return "csv quotes: a quote inside or behind a cell" + where;
    case Syntax::bare_return: return "csv line end: CR without LF" + where;
    case Syntax::open_quote: return "csv quotes: a quoted cell does not end" + where;
    case Syntax::no_line_end: return "csv line end: the last row does not end in LF";
  }
  return {};
}

}  // namespace

std::optional<std::size_t> Table::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::string Table::text(std::size_t row, std::string_view name) const {
  const auto at = column(name);
  return at ? joined(rows.at(row).at(*at)) : std::string();
}

std::string to_csv(const Table& table) {
  std::string csv;
  if (table.columns.empty()) return csv;
  for (const bool twins : {false, true}) {
    for (const std::string& name : table.columns) {
      if (!csv.empty()) csv += ',';
      write_cell(csv, twins ? std::string(twin_prefix) + name : name);
    }
  }
  csv += '\n';
  for (const std::vector<Cell>& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) csv += ',';
      write_cell(csv, joined(row[i]));
    }
    for (const Cell& cell : row) {
      csv += ',';
      write_cell(csv, encode_twin(cell));
    }
    csv += '\n';
  }
  return csv;
}

Table from_csv(std::string_view csv, std::vector<std::string>& faults) {
  Table table;
  if (csv.empty()) return table;
  std::size_t at = 0;
  std::vector<std::string> header;
  const Syntax header_syntax = read_row(csv, at, header);
  if (header_syntax != Syntax::good) faults.push_back(describe(header_syntax, 0));
  if (header_syntax != Syntax::good && header_syntax != Syntax::no_line_end) return table;
  if (header.front().starts_with("\xEF\xBB\xBF")) faults.emplace_back("csv header: begins with a byte order mark");

  // Where each header column goes: a plain column, the twin of one, or nowhere.
  std::unordered_map<std::string, std::size_t> plain;
  std::set<std::string> seen;
  std::vector<std::optional<std::size_t>> plain_of(header.size());
  std::vector<std::optional<std::size_t>> twin_of(header.size());
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string& name = header[i];
    if (!seen.insert(name).second) {
      faults.push_back("duplicate column: '" + name + "'");
    } else if (name.empty()) {
      faults.emplace_back("csv header: a column without a name");
    } else if (!name.starts_with(twin_prefix)) {
      plain_of[i] = plain[name] = table.columns.size();
      table.columns.push_back(name);
    }
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!header[i].starts_with(twin_prefix)) continue;
    const auto found = plain.find(header[i].substr(twin_prefix.size()));
    if (found == plain.end()) {
      faults.push_back("lone twin: '" + header[i] + "' without its column");
    } else {
      twin_of[i] = found->second;
    }
  }

  std::vector<std::string> cells;
  for (std::size_t number = 1; at < csv.size(); ++number) {
    const Syntax syntax = read_row(csv, at, cells);
    if (syntax != Syntax::good) faults.push_back(describe(syntax, number));
    if (syntax != Syntax::good && syntax != Syntax::no_line_end) return table;
    if (cells.size() != header.size()) {
      faults.push_back("ragged row: row " + std::to_string(number) + " has " + std::to_string(cells.size()) +
                       " cells, the header " + std::to_string(header.size()));
      continue;
    }
    if (cells.size() == 1 && cells.front().empty()) {
      faults.push_back("blank row: row " + std::to_string(number) + " may be read as none");
    }
    std::vector<Cell> row(table.columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (plain_of[i] && !cells[i].empty()) row[*plain_of[i]] = {cells[i]};
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!twin_of[i] || cells[i].empty()) continue;
      Cell& cell = row[*twin_of[i]];
      const std::string where = "'" + header[i] + "' in row " + std::to_string(number);
      auto values = decode_twin(cells[i]);
      if (!values) {
        faults.push_back("twin encoding: " + where + " is not $value$;$value$");
      } else if (values->size() < 2) {
        faults.push_back("twin of one value: " + where + " must be empty");
      } else if (joined(*values) != joined(cell)) {
        faults.push_back("twin differs: " + where + " does not hold the values of its column");
      } else {
        cell = std::move(*values);
      }
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<std::string> split_arguments(std::string_view spl) {
  std::vector<std::string> arguments;
  std::string current;
  bool quoted = false;
  for (std::size_t i = 0; i < spl.size(); ++i) {
    const char c = spl[i];
    if (c == '\\' && i + 1 < spl.size()) {
      current += c;
      current += spl[++i];
    } else if (quoted || (!is_blank(c) && c != ',')) {
      if (c == '"') quoted = !quoted;
      current += c;
    } else if (!current.empty()) {
      arguments.push_back(std::move(current));
      current.clear();
    }
  }
  if (!current.empty()) arguments.push_back(std::move(current));
  return arguments;
}

std::string plain_argument(std::string_view raw) {
  std::string plain;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\\' && i + 1 < raw.size() && (raw[i + 1] == '"' || raw[i + 1] == '\\')) {
      plain += raw[++i];
    } else if (raw[i] != '"') {
      plain += raw[i];
    }
  }
  return plain;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += digits[byte >> 4U];
      encoded += digits[byte & 15U];
    }
  }
  return encoded;
}

}  // namespace offhours::test::splunkd
