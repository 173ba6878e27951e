#include "rows/row.hpp"

namespace offhours::rows {

std::string_view Cell::undouble(std::string& scratch) const {
  // Quotes toggle; a quote right after a closing one stands for itself. What follows a closing quote is kept as it is.
  scratch.clear();
  scratch.reserve(bytes_.size());
  bool in_quotes = true;
  std::string_view rest = bytes_.substr(1);
  while (!rest.empty()) {
    const std::size_t quote = in_quotes ? rest.find('"') : std::string_view::npos;
    scratch.append(rest.substr(0, quote));
    if (quote == std::string_view::npos) break;
    rest.remove_prefix(quote + 1);
    if (!rest.empty() && rest.front() == '"') {
      scratch += '"';
      rest.remove_prefix(1);
    } else {
      in_quotes = false;
    }
  }
  return scratch;
}

}  // namespace offhours::rows
