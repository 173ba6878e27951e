#include "policy/csv_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>

#include "rows/reader.hpp"
#include "text/byte_order_mark.hpp"

namespace offhours::policy {
namespace {

using text::byte_order_mark;

// What is wrong with a cell's quotes, if anything.
std::string_view quoting_fault(std::string_view bytes) {
  if (bytes.find('"') == std::string_view::npos) return {};
  if (bytes.front() != '"') return "has a double quote inside, so it must be quoted and that quote doubled";
  std::size_t i = 1;
  while (true) {
    i = bytes.find('"', i);
    if (i == std::string_view::npos) return "starts with a double quote that is never closed";
    if (i + 1 == bytes.size()) return {};
    if (bytes[i + 1] != '"') return "has text after its closing double quote";
    i += 2;
  }
}

}  // namespace

CsvFile::CsvFile(const std::string& folder, std::string name, Faults& faults)
    : name_(std::move(name)), path_(folder + '/' + name_) {
  constexpr off_t most = off_t{1} << 28;
  const auto unreadable = [&](const std::string& why) {
    there_ = true;
    faults.push_back({fault::Place{name_, 1, 1}, "file", path_, why, {}});
  };
  const int file = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    if (errno != ENOENT && errno != ENOTDIR) unreadable("cannot be read: " + std::generic_category().message(errno));
    return;
  }
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    unreadable("is no regular file");
  } else if (status.st_size > most) {
    unreadable("is larger than 256 MB");
  } else {
    there_ = true;
    bytes_.resize(static_cast<std::size_t>(status.st_size));
    std::size_t have = 0;
    while (have < bytes_.size()) {
      const ssize_t got = ::read(file, bytes_.data() + have, bytes_.size() - have);
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
    }
    bytes_.resize(have);
    read(faults);
  }
  ::close(file);
}

void CsvFile::read(Faults& faults) {
  rows::Reader reader;
  reader.start_frame();
  const auto start_of = [&](const rows::Cell& cell) {
    return static_cast<std::uint32_t>(cell.bytes().data() - bytes_.data());
  };
  const auto text_of = [&](const rows::Cell& cell) {
    std::string scratch;
    const std::string_view text = cell.text(scratch);
    return scratch.empty() ? text : std::string_view(undoubled_.emplace_back(std::move(scratch)));
  };
  if (!reader.next(bytes_, true)) {
    faults.push_back({fault::Place{name_, 1, 1}, "file", name_, "is empty: its first line must name the columns", {}});
    return;
  }
  sound_ = true;
  for (const rows::Cell& cell : reader.cells()) {
    header_starts_.push_back(start_of(cell));
    columns_.push_back(text_of(cell));
    const std::string_view wrong = quoting_fault(cell.bytes());
    if (wrong.empty()) continue;
    sound_ = false;
    faults.push_back({place_of(header_starts_.back()), "column", std::string(cell.bytes()), std::string(wrong), {}});
  }
  if (!sound_) return;
  const std::size_t width = columns_.size();
  cells_.reserve(bytes_.size() / 8);
  while (reader.next(bytes_, true)) {
    const std::span<const rows::Cell> row = reader.cells();
    if (std::ranges::all_of(row, &rows::Cell::empty)) continue;
    bool whole = true;
    for (const rows::Cell& cell : row) {
      const std::string_view wrong = quoting_fault(cell.bytes());
      if (wrong.empty()) continue;
      faults.push_back({place_of(start_of(cell)), "cell", std::string(cell.bytes()), std::string(wrong), {}});
      whole = false;
    }
    if (whole && row.size() != width) {
      const std::string_view last = row.back().bytes();
      const std::string_view all(row.front().bytes().data(),
                                 static_cast<std::size_t>(last.data() + last.size() - row.front().bytes().data()));
      faults.push_back({place_of(start_of(row.front())),
                        "row",
                        std::string(all),
                        "has " + std::to_string(row.size()) + (row.size() == 1 ? " cell" : " cells") +
                            " where the header has " + std::to_string(width) + " columns",
                        {}});
      whole = false;
    }
    if (!whole) continue;
    for (const rows::Cell& cell : row) cells_.push_back({text_of(cell), start_of(cell)});
  }
}

std::size_t CsvFile::column(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name);
  return found == columns_.end() ? npos : static_cast<std::size_t>(found - columns_.begin());
}

void CsvFile::check_columns(std::span<const std::string_view> required, std::span<const std::string_view> optional,
                            bool others, Faults& faults) {
  if (!sound_) return;
  std::vector<std::string_view> known(required.begin(), required.end());
  known.insert(known.end(), optional.begin(), optional.end());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string_view name = columns_[i];
    const auto wrong = [&](std::string_view what, std::string mend = {}) {
      faults.push_back({header_place(i), "column", std::string(name), std::string(what), std::move(mend)});
      sound_ = false;
    };
    if (name.empty()) {
      wrong("has no name");
    } else if (column(name) != i) {
      wrong("is there twice");
    } else if (!others && std::ranges::find(known, name) == known.end()) {
      std::vector<std::string_view> missing;
      std::ranges::copy_if(known, std::back_inserter(missing), [&](std::string_view k) { return column(k) == npos; });
      wrong("is unknown", fault::nearest(name, missing));
    }
  }
  for (const std::string_view name : required) {
    if (column(name) != npos) continue;
    faults.push_back({fault::Place{name_, 1, 1}, "column", std::string(name), "is missing", {}});
    sound_ = false;
  }
}

fault::Place CsvFile::place(std::size_t row, std::size_t column) const {
  return place_of(cells_[row * columns_.size() + (column == npos ? 0 : column)].start);
}

fault::Place CsvFile::place_of(std::size_t byte) const {
  const std::string_view before = std::string_view(bytes_).substr(0, byte);
  const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n'));
  std::size_t line_start = before.rfind('\n') + 1;
  if (line == 0 && before.starts_with(byte_order_mark)) line_start = byte_order_mark.size();
  return {name_, line + 1, byte - line_start + 1};
}

}  // namespace offhours::policy
