#include "policy/csv_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <optional>
#include <system_error>
#include <unordered_set>

#include "policy/splitter.hpp"
#include "text/ascii.hpp"
#include "text/byte_order_mark.hpp"
#include "text/utf16.hpp"

namespace offhours::policy {
namespace {

using fault::Code;

constexpr off_t most_bytes = off_t{1} << 28;

// What is wrong with a cell's quotes, if anything.
std::optional<Code> quoting_fault(std::string_view bytes) {
  if (bytes.find('"') == std::string_view::npos) return {};
  if (bytes.front() != '"') return Code::quote_inside;
  std::size_t i = 1;
  while (true) {
    i = bytes.find('"', i);
    if (i == std::string_view::npos) return Code::quote_not_closed;
    if (i + 1 == bytes.size()) return {};
    if (bytes[i + 1] != '"') return Code::text_behind_quote;
    i += 2;
  }
}

}  // namespace

CsvFile::CsvFile(const std::string& folder, std::string name, const Columns& columns)
    : name_(std::move(name)), path_(folder + '/' + name_) {
  load();
  if (there_ && faults_.empty()) read(columns);
}

void CsvFile::load() {
  const int file = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
  if (file < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return;
    there_ = true;
    if (errno == ELOOP) {
      add_fault(0, "file", path_, Code::linked);
      return;
    }
    add_fault(0, "file", path_, {Code::unreadable, {std::generic_category().message(errno)}});
    return;
  }
  there_ = true;
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    add_fault(0, "file", path_, Code::not_a_regular_file);
  } else if (status.st_size > most_bytes) {
    add_fault(0, "file", path_, Code::too_large);
  } else {
    bytes_.resize(static_cast<std::size_t>(status.st_size));
    std::size_t have = 0;
    while (have < bytes_.size()) {
      const ssize_t got = ::read(file, bytes_.data() + have, bytes_.size() - have);
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
    }
    bytes_.resize(have);
  }
  ::close(file);
}

void CsvFile::read(const Columns& columns) {
  if (!find_text()) {
    add_fault(0, "file", name_, Code::broken_utf16);
    return;
  }
  const std::size_t start = find_separator(columns);
  Splitter splitter(text_, start, separator_);
  std::vector<std::string_view> cells;
  if (!splitter.next_row(cells)) {
    add_fault(0, "file", name_, Code::no_header);
    return;
  }
  if (!faults_.empty()) return;
  sound_ = read_header(cells, columns);
  if (!sound_) return;
  cells_.reserve(text_.size() / 8);
  while (splitter.next_row(cells)) read_row(cells);
}

// UTF-16 is turned into UTF-8, told by its byte order mark or by its zeros. False: it is cut or broken.
bool CsvFile::find_text() {
  const auto form = text::find_utf16(bytes_);
  if (form == text::Utf16::none) {
    text_ = text::without_byte_order_mark(bytes_);
    return true;
  }
  if (!text::utf16_to_utf8(bytes_, form, converted_)) return false;
  text_ = text::without_byte_order_mark(converted_);
  return true;
}

// Commas, unless the first line says otherwise: `sep=;` as spreadsheets write it, or a header that names its columns
// between semicolons or tabs. Returns where the header starts.
std::size_t CsvFile::find_separator(const Columns& columns) {
  const auto line_at = [this](std::size_t start) {
    const std::string_view line = text_.substr(start, text_.find('\n', start) - start);
    return line.substr(0, line.find_last_not_of('\r') + 1);
  };
  std::string_view line = line_at(0);
  std::string_view bare = line;
  if (bare.size() > 1 && bare.front() == '"' && bare.back() == '"') bare = bare.substr(1, bare.size() - 2);
  constexpr std::string_view announcement = "sep=";
  if (bare.size() == announcement.size() + 1 && bare.starts_with(announcement) && !text::is_letter(bare.back())) {
    separator_ = bare.back();
    return std::min(text_.find('\n'), text_.size() - 1) + 1;
  }
  if (line.find(',') != std::string_view::npos) return 0;
  for (const char separator : {';', '\t'}) {
    if (line.find(separator) == std::string_view::npos) continue;
    Splitter splitter(line, 0, separator);
    std::vector<std::string_view> cells;
    splitter.next_row(cells);
    const auto names = [&](std::string_view name) {
      return std::ranges::any_of(cells, [&](std::string_view cell) { return cell_text(cell) == name; });
    };
    const auto missing = std::ranges::find_if_not(columns.required, names);
    if (missing == columns.required.end()) {
      separator_ = separator;
    } else if (std::ranges::any_of(columns.required, names)) {
      add_fault(0, "file", name_,
                {Code::other_separator, {separator == ';' ? "semicolons" : "tabs", std::string(*missing)}});
    }
    return 0;
  }
  return 0;
}

// Whether the first line names a column of this lookup, or one that was hardly meant otherwise.
bool CsvFile::is_policy(const Columns& columns) const {
  if (columns_.size() == 1 && columns_.front().empty()) return true;
  for (const auto& known : {columns.required, columns.optional}) {
    for (const std::string_view column : columns_) {
      if (std::ranges::find(known, column) != known.end() || !fault::nearest(column, known).empty()) return true;
    }
  }
  return false;
}

std::string_view CsvFile::cell_text(std::string_view bytes) {
  if (bytes.size() < 2 || bytes.front() != '"' || bytes.back() != '"') return bytes;
  const std::string_view inner = bytes.substr(1, bytes.size() - 2);
  if (inner.find('"') == std::string_view::npos) return inner;
  std::string& text = undoubled_.emplace_back();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    text += inner[i];
    if (inner[i] == '"') ++i;
  }
  return text;
}

bool CsvFile::read_header(std::span<const std::string_view> cells, const Columns& columns) {
  bool sound = true;
  for (const std::string_view cell : cells) {
    header_starts_.push_back(start_of(cell));
    columns_.push_back(cell_text(cell));
    const std::optional<Code> wrong = quoting_fault(cell);
    if (!wrong) continue;
    sound = false;
    add_fault(header_starts_.back(), "column", cell, *wrong);
  }
  if (!is_policy(columns)) {
    // What it holds may be anything, and is not repeated.
    faults_.clear();
    const std::vector<std::string_view> wanted(columns.required.begin(), columns.required.end());
    add_fault(0, "file", name_, {Code::not_a_policy_file, {fault::list_text(wanted)}});
    return false;
  }
  if (!sound) return false;
  const auto is_known = [&](std::string_view name) {
    return std::ranges::find(columns.required, name) != columns.required.end() ||
           std::ranges::find(columns.optional, name) != columns.optional.end();
  };
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string_view name = columns_[i];
    if (name.empty()) {
      add_fault(header_starts_[i], "column", name, Code::no_name);
    } else if (!seen.insert(name).second) {
      add_fault(header_starts_[i], "column", name, Code::there_twice);
    } else if (!columns.others && !is_known(name)) {
      add_fault(header_starts_[i], "column", name, Code::unknown, columns.candidates);
    }
  }
  for (const std::string_view name : columns.required) {
    if (seen.contains(name)) continue;
    const auto meant = std::ranges::find(columns_, name, text::trim_spaces);
    if (meant == columns_.end()) {
      add_fault(0, "column", name, Code::missing);
      continue;
    }
    const auto place = static_cast<std::size_t>(meant - columns_.begin());
    faults_.push_back({FindingKind::fault, Candidates::none, header_starts_[place], "column", *meant, Code::blank_edge,
                       std::string(name)});
  }
  for (const auto& known : {columns.required, columns.optional}) {
    std::ranges::copy_if(known, std::back_inserter(missing_columns_),
                         [&](std::string_view name) { return !seen.contains(name); });
  }
  return faults_.empty();
}

void CsvFile::read_row(std::span<const std::string_view> cells) {
  if (std::ranges::all_of(cells, [](std::string_view cell) { return cell.empty() || cell == "\"\""; })) return;
  bool sound = true;
  for (const std::string_view cell : cells) {
    const std::optional<Code> wrong = quoting_fault(cell);
    if (!wrong) continue;
    add_fault(start_of(cell), "cell", cell, *wrong);
    sound = false;
  }
  if (!sound) return;
  const std::size_t width = columns_.size();
  if (cells.size() != width) {
    const char* const end = cells.back().data() + cells.back().size();
    add_fault(start_of(cells.front()), "row",
              {cells.front().data(), static_cast<std::size_t>(end - cells.front().data())},
              {Code::wrong_width, {fault::counted(cells.size(), "cell"), fault::counted(width, "column")}});
    return;
  }
  for (const std::string_view cell : cells) cells_.push_back({cell_text(cell), start_of(cell)});
}

std::size_t CsvFile::column(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name);
  return found == columns_.end() ? npos : static_cast<std::size_t>(found - columns_.begin());
}

fault::Place CsvFile::place(std::uint32_t start) const {
  if (line_starts_.empty()) {
    line_starts_.push_back(0);
    for (std::size_t end = text_.find('\n'); end != std::string_view::npos; end = text_.find('\n', end + 1)) {
      line_starts_.push_back(static_cast<std::uint32_t>(end + 1));
    }
  }
  const auto next = std::ranges::upper_bound(line_starts_, start);
  return {name_, static_cast<std::size_t>(next - line_starts_.begin()), start - *(next - 1) + 1};
}

void CsvFile::add_fault(std::uint32_t start, std::string_view thing, std::string_view value, fault::What what,
                        Candidates candidates) {
  faults_.push_back({FindingKind::fault, candidates, start, thing, value, std::move(what)});
}

void CsvFile::sort_faults() { std::ranges::stable_sort(faults_, {}, &Finding::start); }

}  // namespace offhours::policy
