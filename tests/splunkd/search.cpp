#include <algorithm>
#include <set>
#include <unordered_map>

#include "splunkd/driver.hpp"

namespace offhours::test::splunkd {
namespace {

constexpr std::string_view chunk_index = "_chunked_idx";

// Collects rows that may each come with other columns.
class Collector {
 public:
  explicit Collector(Table& table) : table_(table) {}

  std::size_t slot(const std::string& name) {
    const auto [found, added] = slots_.try_emplace(name, table_.columns.size());
    if (added) {
      table_.columns.push_back(name);
      for (auto& row : table_.rows) row.emplace_back();
    }
    return found->second;
  }
  void begin_row() { table_.rows.emplace_back(table_.columns.size()); }
  void set(std::size_t slot, Cell cell) { table_.rows.back()[slot] = std::move(cell); }

 private:
  Table& table_;
  std::unordered_map<std::string, std::size_t> slots_;
};

// The rows [begin, end) of the events with just the named columns; columns that no event has are empty.
Table selection(const Table& events, std::size_t begin, std::size_t end, const std::vector<std::string>& names,
                bool with_index) {
  Table sent;
  sent.columns = names;
  if (with_index) sent.columns.emplace_back(chunk_index);
  std::vector<std::optional<std::size_t>> from;
  from.reserve(names.size());
  for (const std::string& name : names) from.push_back(events.column(name));
  for (std::size_t row = begin; row < end; ++row) {
    std::vector<Cell>& cells = sent.rows.emplace_back();
    for (const auto& column : from) cells.push_back(column ? events.rows[row][*column] : Cell{});
    if (with_index) cells.push_back({std::to_string(row - begin)});
  }
  return sent;
}

// A reply in place of the events of its frame: the columns that travelled are those of the reply, the rest is kept.
void merge(Collector& result, const Table& events, std::size_t begin, const Table& sent, const Table& reply) {
  const auto index = reply.column(chunk_index);
  if (!index) return;
  std::vector<std::pair<std::size_t, std::size_t>> kept;
  std::vector<std::pair<std::size_t, std::size_t>> answered;
  for (std::size_t i = 0; i < events.columns.size(); ++i) {
    const std::size_t slot = result.slot(events.columns[i]);
    if (!sent.column(events.columns[i])) kept.emplace_back(i, slot);
  }
  for (std::size_t i = 0; i < reply.columns.size(); ++i) {
    if (i != *index) answered.emplace_back(i, result.slot(reply.columns[i]));
  }
  for (const auto& row : reply.rows) {
    const std::string number = row[*index].empty() ? std::string() : row[*index].front();
    if (number.empty() || number.size() > 9 || number.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::size_t at = begin + std::stoul(number);
    if (at >= begin + sent.rows.size()) continue;
    result.begin_row();
    for (const auto& [column, slot] : kept) result.set(slot, events.rows[at][column]);
    for (const auto& [column, slot] : answered) result.set(slot, row[column]);
  }
}

void append(Collector& result, const Table& reply) {
  std::vector<std::size_t> slots;
  for (const std::string& name : reply.columns) slots.push_back(result.slot(name));
  for (const auto& row : reply.rows) {
    result.begin_row();
    for (std::size_t i = 0; i < row.size(); ++i) result.set(slots[i], row[i]);
  }
}

struct Cut {
  std::size_t begin;
  std::size_t end;
  bool finished;
  bool body;
};

std::vector<Cut> cut(const SearchSetup& setup, std::size_t rows) {
  std::vector<Cut> cuts;
  for (std::size_t begin = 0, number = 0; begin < rows; ++number) {
    std::size_t size = rows;
    if (!setup.frame_rows.empty()) size = setup.frame_rows[number % setup.frame_rows.size()];
    const std::size_t end = begin + std::clamp<std::size_t>(size, 1, rows - begin);
    cuts.push_back({begin, end, false, true});
    begin = end;
  }
  if (cuts.empty() || setup.last_frame != LastFrame::with_rows) {
    cuts.push_back({rows, rows, false, setup.last_frame != LastFrame::no_body});
  }
  cuts.back().finished = true;
  return cuts;
}

void add_all(std::vector<std::string>& to, const std::vector<std::string>& from, const std::string& prefix) {
  for (const std::string& text : from) to.push_back(prefix + text);
}

}  // namespace

SearchResult run_search(const SearchSetup& setup, const Table& events) {
  SearchResult result;
  for (std::size_t i = 0; i < setup.probes; ++i) {
    SearchInfo parsing = setup.info;
    parsing.sid = "searchparsetmp_" + std::to_string(i);
    parsing.session_key.clear();
    parsing.dispatch_dir.clear();
    Process probe(setup.program, setup.delivery);
    result.getinfo = probe.getinfo(parsing);
    probe.wait();
    add_all(result.violations, probe.violations(), "probe " + std::to_string(i + 1) + ": ");
    result.error = result.getinfo.error;
    result.messages = result.getinfo.messages;
    if (!result.getinfo.received || !result.error.empty()) return result;
  }

  Process process(setup.program, setup.delivery);
  result.getinfo = process.getinfo(setup.info);
  result.messages = result.getinfo.messages;
  result.error = result.getinfo.error;
  bool usable = result.getinfo.received && result.error.empty();

  const GetInfoReply& info = result.getinfo;
  const bool row_wise = info.type == "streaming" || info.type == "stateful";
  const bool selected = info.required_fields && info.type != "events";
  std::vector<std::string> names;
  std::set<std::string> once;
  for (const std::string& name : selected ? *info.required_fields : events.columns) {
    if (once.insert(name).second) names.push_back(name);
  }
  const bool with_index = selected && (row_wise || info.generating);

  Collector collector(result.table);
  const auto exchange = [&](const Table& sent, const Cut& part) {
    ExecuteReply reply = part.body ? process.execute(sent, part.finished) : process.execute("", part.finished);
    result.messages.insert(result.messages.end(), reply.messages.begin(), reply.messages.end());
    result.error = reply.error;
    usable = reply.received && reply.error.empty();
    return reply;
  };
  if (info.generating) {
    const Table header = selected ? selection(Table{}, 0, 0, names, true) : Table{};
    for (bool more = usable; more;) {
      ExecuteReply reply = exchange(header, {0, 0, true, true});
      if (const auto index = reply.table.column(chunk_index)) {
        reply.table.columns.erase(reply.table.columns.begin() + static_cast<std::ptrdiff_t>(*index));
        for (auto& row : reply.table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(*index));
      }
      append(collector, reply.table);
      more = usable && !reply.finished;
    }
  } else {
    for (const Cut& part : cut(setup, events.rows.size())) {
      if (!usable) break;
      const Table sent = selection(events, part.begin, part.end, names, with_index);
      const ExecuteReply reply = exchange(sent, part);
      if (with_index) {
        merge(collector, events, part.begin, sent, reply.table);
      } else {
        append(collector, reply.table);
      }
    }
  }
  process.wait();
  add_all(result.violations, process.violations(), "");
  return result;
}

}  // namespace offhours::test::splunkd
