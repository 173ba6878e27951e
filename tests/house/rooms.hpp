// The rooms of src/ as their files, their CMake lines and ARCHITECTURE.md tell of them, and where these do not agree.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::test {

struct Room {
  std::string name;
  std::set<std::string> public_arrows;   // rooms it links PUBLIC
  std::set<std::string> private_arrows;  // rooms it links PRIVATE
  std::set<std::string> public_headers;  // `event/plan.hpp`: those that other rooms may include
};

// A row of the table in ARCHITECTURE.md.
struct TableRow {
  std::string room;
  std::set<std::string> may_use;                              // rooms by name
  std::map<std::string, std::set<std::string>> only_headers;  // `event (names)`: of that room, event/names.hpp alone
  bool all_above = false;
};

struct House {
  std::vector<Room> rooms;
  std::map<std::string, std::string> files;  // path below src/, and its text
  std::vector<TableRow> table;
};

std::vector<TableRow> read_table_of_rooms(std::string_view markdown);

// Each disagreement in a line. None is the law.
std::vector<std::string> broken_arrows(const House& house);

// `symbols`: what `nm -gC --defined-only` says of a room's library. What a .cpp defines for others has to be declared
// in the header of the same name. A table that is made of families has one header, families.hpp, with a function for
// each that bears the name of its file.
std::vector<std::string> strangers(const House& house, std::string_view room, std::string_view symbols);

}  // namespace offhours::test
