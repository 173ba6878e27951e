#include "house/rooms.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

namespace offhours::test {
namespace {

std::vector<std::string> lines(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> all;
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" `");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" `") - first + 1));
}

std::string room_of(std::string_view path) { return std::string(path.substr(0, path.find('/'))); }

// `#include "event/plan.hpp"` of our own files, with their line numbers.
std::vector<std::pair<int, std::string>> includes_of(std::string_view text) {
  static const std::regex quoted(R"re(^\s*#\s*include\s+"([a-z_]+/[^"]+)")re");
  std::vector<std::pair<int, std::string>> found;
  int number = 0;
  for (const std::string& line : lines(text)) {
    ++number;
    if (std::smatch match; std::regex_search(line, match, quoted)) found.emplace_back(number, match[1]);
  }
  return found;
}

bool has_word(const std::string& text, const std::string& word) {
  return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

const Room* find_room(const House& house, std::string_view name) {
  const auto found = std::ranges::find(house.rooms, name, &Room::name);
  return found == house.rooms.end() ? nullptr : &*found;
}

// Nothing if the file may include the header, else what is wrong and how to mend it.
std::string fault_of_include(const House& house, const Room& room, const std::string& file, const std::string& header) {
  const std::string other = room_of(header);
  if (other == room.name) return {};
  const Room* const owner = find_room(house, other);
  if (owner == nullptr) return "there is no room '" + other + "'";
  const bool in_header = file.ends_with(".hpp");
  const bool linked = room.public_arrows.contains(other) || (!in_header && room.private_arrows.contains(other));
  if (!linked) {
    return "room '" + room.name + "' has no arrow to '" + other + "'" +
           (in_header && room.private_arrows.contains(other) ? " that is PUBLIC, as a header needs" : "");
  }
  if (!owner->public_headers.contains(header)) return header + " is private to its room";
  const auto row = std::ranges::find(house.table, room.name, &TableRow::room);
  if (row == house.table.end()) return {};
  const auto only = row->only_headers.find(other);
  if (only != row->only_headers.end() && !only->second.contains(header)) {
    return "ARCHITECTURE.md lets '" + room.name + "' use less of '" + other + "'";
  }
  return {};
}

void check_includes(const House& house, std::vector<std::string>& faults) {
  std::set<std::pair<std::string, std::string>> used;
  for (const auto& [file, text] : house.files) {
    const Room* const room = find_room(house, room_of(file));
    if (room == nullptr) continue;
    const auto includes = includes_of(text);
    for (const auto& [line, header] : includes) {
      used.emplace(room->name, room_of(header));
      const std::string fault = fault_of_include(house, *room, file, header);
      if (!fault.empty()) {
        faults.push_back("src/" + file + ":" + std::to_string(line) + " includes " + header + ", and " + fault);
      }
    }
    if (!file.ends_with(".cpp")) continue;
    const std::string own = file.substr(0, file.size() - 3) + "hpp";
    if (house.files.contains(own) && (includes.empty() || includes.front().second != own)) {
      faults.push_back("src/" + file + " does not include its own header first, which shows that it stands by itself");
    }
  }
  for (const Room& room : house.rooms) {
    for (const auto* arrows : {&room.public_arrows, &room.private_arrows}) {
      for (const std::string& other : *arrows) {
        if (!used.contains({room.name, other})) {
          faults.push_back("room '" + room.name + "' links '" + other + "' and includes nothing of it");
        }
      }
    }
    for (const std::string& header : room.public_headers) {
      if (!house.files.contains(header)) faults.push_back(header + " is public and not there");
    }
  }
}

void check_table(const House& house, std::vector<std::string>& faults) {
  std::set<std::string> above;
  for (const TableRow& row : house.table) {
    const Room* const room = find_room(house, row.room);
    if (room == nullptr) {
      faults.push_back("ARCHITECTURE.md has a room '" + row.room + "' and src/ has none");
      continue;
    }
    std::set<std::string> arrows = room->public_arrows;
    arrows.insert(room->private_arrows.begin(), room->private_arrows.end());
    for (const std::string& other : arrows) {
      if (!above.contains(other)) faults.push_back("the arrow from '" + row.room + "' to '" + other + "' runs up");
      if (!row.all_above && !row.may_use.contains(other)) {
        faults.push_back("'" + row.room + "' links '" + other + "', and ARCHITECTURE.md does not say so");
      }
    }
    for (const std::string& other : row.may_use) {
      if (!arrows.contains(other)) {
        faults.push_back("ARCHITECTURE.md lets '" + row.room + "' use '" + other + "', and it does not link it");
      }
    }
    above.insert(row.room);
  }
  for (const Room& room : house.rooms) {
    if (!above.contains(room.name)) faults.push_back("room '" + room.name + "' is not in the table of ARCHITECTURE.md");
  }
}

}  // namespace

std::vector<TableRow> read_table_of_rooms(std::string_view markdown) {
  std::vector<TableRow> table;
  bool inside = false;
  for (const std::string& line : lines(markdown)) {
    if (line.starts_with("| room |")) inside = true;
    if (!inside || line.starts_with("| room |") || line.starts_with("| ---")) continue;
    if (!line.starts_with('|')) break;
    const auto second = line.find('|', 1);
    const auto third = line.rfind('|', line.size() - 2);
    TableRow row;
    row.room = trimmed(line.substr(1, second - 1));
    if (row.room.ends_with(".cpp")) continue;
    const std::string uses = trimmed(line.substr(third + 1, line.rfind('|') - third - 1));
    static const std::regex name(R"(([a-z]+)(?: \(([a-z_, ]+)\))?(?:, |$))");
    row.all_above = uses == "all above";
    if (!row.all_above && uses != "nothing of ours") {
      for (std::sregex_iterator match(uses.begin(), uses.end(), name), end; match != end; ++match) {
        const std::string room = (*match)[1];
        row.may_use.insert(room);
        std::istringstream headers((*match)[2]);
        for (std::string header; std::getline(headers, header, ',');) {
          row.only_headers[room].insert(room + '/' + trimmed(header) + ".hpp");
        }
      }
    }
    table.push_back(std::move(row));
  }
  return table;
}

std::vector<std::string> broken_arrows(const House& house) {
  std::vector<std::string> faults;
  check_includes(house, faults);
  check_table(house, faults);
  return faults;
}

std::vector<std::string> strangers(const House& house, std::string_view room, std::string_view symbols) {
  static const std::regex object(R"(^([a-z_0-9]+)\.cpp\.o:$)");
  static const std::regex defined(R"(^[0-9a-f]+ [TDRB] offhours::([a-z_]+)::(~?[A-Za-z_0-9]+))");
  std::vector<std::string> faults;
  std::string stem;
  for (const std::string& line : lines(symbols)) {
    std::smatch match;
    if (std::regex_search(line, match, object)) stem = match[1];
    if (!std::regex_search(line, match, defined)) continue;
    const std::string header = std::string(room) + '/' + stem + ".hpp";
    const auto declares = [&](const std::string& file) {
      const auto found = house.files.find(file);
      return found != house.files.end() && has_word(found->second, match[2]);
    };
    if (declares(header) || (match[2] == stem && declares(std::string(room) + "/families.hpp"))) continue;
    faults.push_back("src/" + std::string(room) + '/' + stem + ".cpp defines " + line.substr(line.find("offhours::")) +
                     ", which " + header + " does not declare");
  }
  return faults;
}

}  // namespace offhours::test
