// OFFHOURS_ZONEINFO: zones from a folder that somebody else may have filled.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "worktime/zone.hpp"

namespace offhours::worktime {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The folder stays named for the whole program: zones once read are remembered by their names.
struct ZoneFolder : testing::Test {
  ZoneFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "offhours-zones-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    std::filesystem::create_directory(folder + "/Test");
    ::setenv("OFFHOURS_ZONEINFO", folder.c_str(), 1);
  }
  ~ZoneFolder() override {
    ::unsetenv("OFFHOURS_ZONEINFO");
    std::filesystem::remove_all(folder);
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder + '/' + name, std::ios::binary) << bytes;
  }
  std::string folder;
  std::string berlin = read(OFFHOURS_COMPILED_ZONES "/Europe/Berlin");
};

TEST_F(ZoneFolder, IsUsedInsteadOfTheBuiltInZones) {
  write("Test/Mine", berlin);
  const auto zone = Zone::find("Test/Mine");
  ASSERT_TRUE(zone);
  EXPECT_EQ(zone->at(Instant(std::chrono::seconds(1774746000))).offset, std::chrono::hours(2));
  EXPECT_FALSE(Zone::find("Europe/Berlin"));
  EXPECT_EQ(Zone::utc().at(Instant(std::chrono::seconds(0))).offset.count(), 0);
}

TEST_F(ZoneFolder, NamesCannotLeadOut) {
  write("secret", berlin);
  std::filesystem::create_directory(folder + "/Sub");
  for (const char* name : {"../secret", "Sub/../secret", "/secret", "./secret", "Sub//secret", "secret/", "Sub/..", "",
                           ".", "..", "Sub", "se cret", "secret\n"}) {
    EXPECT_FALSE(Zone::find(name)) << name;
  }
  EXPECT_FALSE(Zone::find(std::string(100, 'a')));
  EXPECT_FALSE(Zone::find(std::string_view("secret\0x", 8)));
  EXPECT_TRUE(Zone::find("secret"));
}

TEST_F(ZoneFolder, HostileFilesAreRefused) {
  std::string counts = berlin;
  for (std::size_t i = 20; i < 44; ++i) counts[i] = '\x7f';
  std::string second = berlin;
  const std::size_t second_header = second.find("TZif", 4);
  ASSERT_NE(second_header, std::string::npos);
  for (std::size_t i = second_header + 20; i < second_header + 44; ++i) second[i] = '\xff';
  const struct {
    const char* name;
    std::string bytes;
  } cases[] = {{"Test/Empty", ""},
               {"Test/Text", "not a zone"},
               {"Test/Cut", berlin.substr(0, 100)},
               {"Test/Header", berlin.substr(0, 44)},
               {"Test/Counts", counts},
               {"Test/Second", second},
               {"Test/Footer", berlin + std::string(1000, 'x')},
               {"Test/Large", std::string(std::size_t{1} << 20, 'x')}};
  for (const auto& c : cases) {
    write(c.name, c.bytes);
    EXPECT_FALSE(Zone::find(c.name)) << c.name;
  }
  std::filesystem::create_symlink("/dev/zero", folder + "/Test/Zero");
  EXPECT_FALSE(Zone::find("Test/Zero"));
  ASSERT_EQ(::system(("mkfifo '" + folder + "/Test/Pipe'").c_str()), 0);
  EXPECT_FALSE(Zone::find("Test/Pipe")) << "and nobody waits for a writer";
}

TEST_F(ZoneFolder, DamagedFilesDoNoHarm) {
  const char* const seed_text = std::getenv("OFFHOURS_SEED");
  const unsigned seed = seed_text != nullptr ? static_cast<unsigned>(std::atol(seed_text)) : std::random_device()();
  SCOPED_TRACE("OFFHOURS_SEED=" + std::to_string(seed));
  std::mt19937 random(seed);
  const int tries = std::getenv("OFFHOURS_LONG") != nullptr ? 20'000 : 1'000;
  int read_anyway = 0;
  for (int i = 0; i < tries; ++i) {
    std::string bytes = berlin;
    for (auto n = 1 + random() % 6; n > 0; --n) bytes[random() % bytes.size()] = static_cast<char>(random());
    if (random() % 8 == 0) bytes.resize(random() % bytes.size());
    const std::string name = "Test/Damaged" + std::to_string(seed % 1000) + '-' + std::to_string(i);
    write(name, bytes);
    const auto zone = Zone::find(name);
    if (!zone) continue;
    ++read_anyway;
    for (const std::int64_t second : {0LL, 1774746000LL, 4102444800LL, 253402300799LL}) {
      (void)zone->at(Instant(std::chrono::seconds(second)));
    }
  }
  EXPECT_GT(read_anyway, 0);
}

}  // namespace
}  // namespace offhours::worktime
