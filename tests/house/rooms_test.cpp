// The law of the rooms: who may use whom, and by which headers.
#include "house/rooms.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace offhours::test {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// What CMake wrote: lines of `room NAME`, and then of it `public NAME`, `private NAME`, `header PATH`, `library PATH`.
struct Built {
  std::vector<Room> rooms;
  std::vector<std::pair<std::string, std::string>> libraries;  // by room
};

Built built() {
  Built made;
  std::istringstream in(text_of(OFFHOURS_ROOMS));
  for (std::string kind, value; in >> kind && std::getline(in >> std::ws, value);) {
    if (kind == "room") made.rooms.push_back({value, {}, {}, {}});
    Room& room = made.rooms.back();
    if (kind == "public") room.public_arrows.insert(value);
    if (kind == "private") room.private_arrows.insert(value);
    if (kind == "header") room.public_headers.insert(fs::relative(value, OFFHOURS_SOURCE_DIR "/src").string());
    if (kind == "library") made.libraries.emplace_back(room.name, value);
  }
  return made;
}

House house() {
  House made;
  made.rooms = built().rooms;
  const fs::path sources = OFFHOURS_SOURCE_DIR "/src";
  for (const auto& entry : fs::recursive_directory_iterator(sources)) {
    const auto extension = entry.path().extension();
    if (extension != ".cpp" && extension != ".hpp") continue;
    made.files[fs::relative(entry.path(), sources).string()] = text_of(entry.path());
  }
  made.table = read_table_of_rooms(text_of(OFFHOURS_SOURCE_DIR "/ARCHITECTURE.md"));
  return made;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + "\n";
  return all;
}

TEST(Rooms, KeepTheLaw) {
  const House ours = house();
  EXPECT_GE(ours.rooms.size(), 10U);
  EXPECT_EQ(joined(broken_arrows(ours)), "");
}

TEST(Rooms, DefineWhatTheirHeadersDeclare) {
  const House ours = house();
  for (const auto& [room, library] : built().libraries) {
    std::string symbols;
    std::FILE* const pipe = ::popen(("nm -gC --defined-only '" + library + "'").c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    char part[4096];
    for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, pipe)) > 0;) symbols.append(part, got);
    ASSERT_EQ(::pclose(pipe), 0) << library;
    EXPECT_EQ(joined(strangers(ours, room, symbols)), "");
  }
}

// A house of two rooms in which all is well.
House sound_house() {
  House made;
  made.rooms = {{"ground", {}, {}, {"ground/stone.hpp"}}, {"roof", {"ground"}, {}, {"roof/tile.hpp"}}};
  made.files = {{"ground/stone.hpp", ""},
                {"ground/sand.hpp", ""},
                {"ground/sand.cpp", "#include \"ground/sand.hpp\"\n"},
                {"roof/tile.hpp", "#include \"ground/stone.hpp\"\n"},
                {"roof/tile.cpp", "// Tiles.\n#include \"roof/tile.hpp\"\n#include <vector>\n"}};
  made.table = read_table_of_rooms(
      "| room | holds | may use |\n| --- | --- | --- |\n| `ground` | a | nothing of ours |\n| `roof` | b | ground "
      "|\n\n");
  return made;
}

TEST(BrokenHouse, IsFound) {
  EXPECT_EQ(joined(broken_arrows(sound_house())), "");
  const struct {
    const char* fault;
    void (*spoil)(House&);
  } cases[] = {
      {"src/roof/tile.cpp:2 includes ground/sand.hpp, and ground/sand.hpp is private to its room\n",
       [](House& house) {
         house.files["roof/tile.cpp"] = "#include \"roof/tile.hpp\"\n#include \"ground/sand.hpp\"\n";
       }},
      {"src/ground/sand.cpp:2 includes roof/tile.hpp, and room 'ground' has no arrow to 'roof'\n",
       [](House& house) { house.files["ground/sand.cpp"] += "#include \"roof/tile.hpp\"\n"; }},
      {"src/roof/tile.hpp:1 includes ground/stone.hpp, and room 'roof' has no arrow to 'ground' that is PUBLIC, as a "
       "header needs\n",
       [](House& house) { std::swap(house.rooms[1].public_arrows, house.rooms[1].private_arrows); }},
      {"src/roof/tile.cpp:3 includes cellar/door.hpp, and there is no room 'cellar'\n",
       [](House& house) {
         house.files["roof/tile.cpp"] = "#include \"roof/tile.hpp\"\n\n#include \"cellar/door.hpp\"\n";
       }},
      {"src/roof/tile.cpp does not include its own header first, which shows that it stands by itself\n",
       [](House& house) {
         house.files["roof/tile.cpp"] = "#include \"ground/stone.hpp\"\n#include \"roof/tile.hpp\"\n";
       }},
      {"room 'roof' links 'ground' and includes nothing of it\n",
       [](House& house) { house.files["roof/tile.hpp"].clear(); }},
      {"ground/rock.hpp is public and not there\n",
       [](House& house) { house.rooms[0].public_headers.insert("ground/rock.hpp"); }},
      {"'roof' links 'ground', and ARCHITECTURE.md does not say so\n",
       [](House& house) { house.table[1].may_use.clear(); }},
      {"ARCHITECTURE.md lets 'ground' use 'roof', and it does not link it\n",
       [](House& house) { house.table[0].may_use = {"roof"}; }},
      {"the arrow from 'roof' to 'ground' runs up\n", [](House& house) { std::swap(house.table[0], house.table[1]); }},
      {"ARCHITECTURE.md has a room 'attic' and src/ has none\n",
       [](House& house) {
         house.table.push_back({"attic", {}, {}, false});
       }},
      {"room 'shed' is not in the table of ARCHITECTURE.md\n",
       [](House& house) {
         house.rooms.push_back({"shed", {}, {}, {}});
       }},
      {"src/roof/tile.hpp:1 includes ground/stone.hpp, and ARCHITECTURE.md lets 'roof' use less of 'ground'\n",
       [](House& house) { house.table[1].only_headers["ground"] = {"ground/sand.hpp"}; }},
  };
  for (const auto& c : cases) {
    House spoilt = sound_house();
    c.spoil(spoilt);
    EXPECT_EQ(joined(broken_arrows(spoilt)), c.fault);
  }
}

TEST(BrokenHouse, HasDefinitionsWhereNobodyLooks) {
  House made = sound_house();
  made.files["roof/tile.hpp"] = "class Tile;\nvoid lay(Tile);\n";
  EXPECT_EQ(joined(strangers(made, "roof",
                             "tile.cpp.o:\n0000 T offhours::roof::lay(offhours::roof::Tile)\n"
                             "0000 T offhours::roof::Tile::turn()\n0000 T main\n0000 W offhours::roof::other()\n")),
            "");
  EXPECT_EQ(joined(strangers(made, "roof", "\ntile.cpp.o:\n0000 T offhours::roof::tear(int)\n")),
            "src/roof/tile.cpp defines offhours::roof::tear(int), which roof/tile.hpp does not declare\n");
  EXPECT_EQ(joined(strangers(made, "roof", "\nnail.cpp.o:\n0000 T offhours::roof::lay(int)\n")),
            "src/roof/nail.cpp defines offhours::roof::lay(int), which roof/nail.hpp does not declare\n");
  made.files["roof/families.hpp"] = "int nail();\nint hook();\n";
  EXPECT_EQ(joined(strangers(made, "roof", "\nnail.cpp.o:\n0000 T offhours::roof::nail()\n")), "");
  EXPECT_EQ(joined(strangers(made, "roof", "\nnail.cpp.o:\n0000 T offhours::roof::hook()\n")),
            "src/roof/nail.cpp defines offhours::roof::hook(), which roof/nail.hpp does not declare\n");
}

TEST(TableOfRooms, IsReadAsItStands) {
  const auto table = read_table_of_rooms(
      "# A\n\n| room | holds | may use |\n| --- | --- | --- |\n| `a` | x | nothing of ours |\n"
      "| `b` | a `|`less text | a |\n| `c` | y | a, b (one, two), a |\n| `d` | z | all above |\n| `main.cpp` | q | d "
      "|\n\n"
      "| room | of another table | a |\n");
  ASSERT_EQ(table.size(), 4U);
  EXPECT_TRUE(table[0].may_use.empty());
  EXPECT_EQ(table[2].may_use, (std::set<std::string>{"a", "b"}));
  EXPECT_EQ(table[2].only_headers.at("b"), (std::set<std::string>{"b/one.hpp", "b/two.hpp"}));
  EXPECT_TRUE(table[3].all_above);
}

}  // namespace
}  // namespace offhours::test
