#include "policy/csv_file.hpp"

#include <gtest/gtest.h>

#include <array>

#include "folder.hpp"

namespace offhours::test {
namespace {

using namespace policy;

constexpr std::array<std::string_view, 2> required = {"name", "hours"};
constexpr std::array<std::string_view, 1> optional = {"comment"};
constexpr Columns columns{required, optional, false, Candidates::none};

std::string line_of(const CsvFile& file, const Finding& finding) {
  return fault::to_line(
      {file.place(finding.start), std::string(finding.thing), std::string(finding.value), finding.what, {}});
}

struct Wrong {
  const char* bytes;
  const char* line;  // the first fault
};

class CsvFileFaults : public testing::TestWithParam<Wrong> {};

TEST_P(CsvFileFaults, AreToldWithTheirPlace) {
  const Folder folder;
  folder.write("t.csv", GetParam().bytes);
  const CsvFile file(folder.path(), "t.csv", columns);
  ASSERT_FALSE(file.faults().empty());
  EXPECT_EQ(line_of(file, file.faults().front()), GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    All, CsvFileFaults,
    testing::Values(
        Wrong{"", "t.csv:1:1: file 't.csv' is empty: its first line must name the columns"},
        Wrong{"name,hours,coment\n", "t.csv:1:12: column 'coment' is unknown"},
        Wrong{"name,name,hours\n", "t.csv:1:6: column 'name' is there twice"},
        Wrong{"name,\n", "t.csv:1:6: column '' has no name"}, Wrong{"name\n", "t.csv:1:1: column 'hours' is missing"},
        Wrong{"name,hours\na\n", "t.csv:2:1: row 'a' has 1 cell where the header has 2 columns"},
        Wrong{"name,hours\na,b,c\n", "t.csv:2:1: row 'a,b,c' has 3 cells where the header has 2 columns"},
        Wrong{"name,hours\nok,\"a\nb\"\n\nx,y\"z\n",
              "t.csv:5:3: cell 'y\"z' has a double quote inside, so it must be quoted and that quote doubled"},
        Wrong{"name,hours\n\"a\"b,c\n", "t.csv:2:1: cell '\"a\"b' has text after its closing double quote"},
        Wrong{"name,hours\nx,\"a\n", "t.csv:2:3: cell '\"a\\x0a' starts with a double quote that is never closed"}));

TEST(CsvFile, KnowsWhereEveryCellIs) {
  const Folder folder;
  folder.write("t.csv",
               "\xEF\xBB\xBFname,hours\r\n\"two\r\nlines, \"\"quoted\"\"\",x\r\n\r\n,,\r\n,\r\nlast,\xC3\xA4,");
  const CsvFile file(folder.path(), "t.csv", columns);
  ASSERT_EQ(file.rows(), 1U);
  EXPECT_EQ(file.cell(0, 0), "two\r\nlines, \"quoted\"");
  EXPECT_EQ(file.cell(0, 1), "x");
  EXPECT_EQ(file.cell(0, CsvFile::npos), "");
  EXPECT_EQ(file.place(file.start(0, 0)).line, 2U);
  EXPECT_EQ(file.place(file.start(0, 1)).line, 3U);
  EXPECT_EQ(file.place(file.start(0, 1)).column, 20U);
  EXPECT_EQ(file.place(file.header_start(1)).column, 6U);
  ASSERT_EQ(file.faults().size(), 1U);
  EXPECT_EQ(file.place(file.faults().front().start).line, 7U);
}

TEST(CsvFile, NotThereIsNoFaultButAFolderIs) {
  const Folder folder;
  const CsvFile none(folder.path(), "none.csv", columns);
  EXPECT_FALSE(none.there());
  EXPECT_TRUE(none.faults().empty());
  std::filesystem::create_directory(folder.path() + "/dir.csv");
  const CsvFile file(folder.path(), "dir.csv", columns);
  EXPECT_TRUE(file.there());
  ASSERT_EQ(file.faults().size(), 1U);
  EXPECT_EQ(file.faults().front().what.words(), "is not a regular file");
}

}  // namespace
}  // namespace offhours::test
