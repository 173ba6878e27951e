// OFFHOURS_ZONEINFO: zones from a folder that somebody else may have filled.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "folder.hpp"
#include "trials.hpp"
#include "worktime/zone.hpp"

namespace offhours::test {
namespace {

using namespace worktime;

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct ZoneFolder : testing::Test {
  ZoneFolder() {
    std::filesystem::create_directory(folder / "Test");
    ::setenv("OFFHOURS_ZONEINFO", folder.path().c_str(), 1);
  }
  ~ZoneFolder() override { ::unsetenv("OFFHOURS_ZONEINFO"); }
  void write(const std::string& name, const std::string& bytes) const { folder.write(name, bytes); }

  Folder folder;
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
  std::filesystem::create_directory(folder.path() + "/Sub");
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
  std::filesystem::create_symlink("/dev/zero", folder.path() + "/Test/Zero");
  EXPECT_FALSE(Zone::find("Test/Zero"));
  ASSERT_EQ(::system(("mkfifo '" + folder.path() + "/Test/Pipe'").c_str()), 0);
  EXPECT_FALSE(Zone::find("Test/Pipe")) << "and nobody waits for a writer";
}

TEST_F(ZoneFolder, DamagedFilesDoNoHarm) {
  int read_anyway = 0;
  int tried = 0;
  run_trials("damaged zones", std::chrono::milliseconds(500), [&](Random& random) {
    std::string bytes = berlin;
    for (auto n = 1 + random() % 6; n > 0; --n) bytes[random() % bytes.size()] = static_cast<char>(random());
    if (random() % 8 == 0) bytes.resize(random() % bytes.size());
    const std::string name = "Test/Damaged" + std::to_string(tried++);
    write(name, bytes);
    const auto zone = Zone::find(name);
    if (!zone) return;
    ++read_anyway;
    for (const std::int64_t second : {0LL, 1774746000LL, 4102444800LL, 253402300799LL}) {
      (void)zone->at(Instant(std::chrono::seconds(second)));
    }
  });
  EXPECT_GT(read_anyway, 0);
}

}  // namespace
}  // namespace offhours::test
