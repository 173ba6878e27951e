// Splits a lookup's text into rows and cells. A cell that starts with a double quote ends behind the quote that closes
// it; line ends and separators inside belong to it. Cells keep their quotes.
#pragma once

#include <string_view>
#include <vector>

namespace offhours::policy {

class Splitter {
 public:
  // From `start` on; cells end at `separator`.
  explicit Splitter(std::string_view text, std::size_t start = 0, char separator = ',')
      : text_(text), at_(start), separator_(separator) {}

  // False: the text is at its end.
  bool next_row(std::vector<std::string_view>& cells) {
    cells.clear();
    if (at_ == text_.size()) return false;
    while (true) {
      const std::size_t end = cell_end();
      std::string_view cell = text_.substr(at_, end - at_);
      const bool last = end == text_.size() || text_[end] == '\n';
      if (end < text_.size() && text_[end] == '\n' && cell.ends_with('\r')) cell.remove_suffix(1);
      cells.push_back(cell);
      at_ = end == text_.size() ? end : end + 1;
      if (last) return true;
    }
  }

 private:
  std::size_t cell_end() const {
    std::size_t at = at_;
    if (at < text_.size() && text_[at] == '"') {
      do {
        at = text_.find('"', at + 1);
        if (at == std::string_view::npos) return text_.size();
        ++at;
      } while (at < text_.size() && text_[at] == '"');
    }
    while (at < text_.size() && text_[at] != separator_ && text_[at] != '\n') ++at;
    return at;
  }

  std::string_view text_;
  std::size_t at_;  // the next cell's first byte
  char separator_;
};

}  // namespace offhours::policy
