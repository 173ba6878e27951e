#include "policy/csv_file.hpp"

#include <gtest/gtest.h>

#include <array>

#include "folder.hpp"

namespace offhours::policy {
namespace {

struct Wrong {
  const char* bytes;
  const char* line;  // the first fault
};

class CsvFileFaults : public testing::TestWithParam<Wrong> {};

TEST_P(CsvFileFaults, AreToldWithTheirPlace) {
  const test::Folder folder;
  folder.write("t.csv", GetParam().bytes);
  Faults faults;
  CsvFile file(folder.path(), "t.csv", faults);
  constexpr std::array<std::string_view, 2> required = {"name", "hours"};
  constexpr std::array<std::string_view, 1> optional = {"comment"};
  file.check_columns(required, optional, false, faults);
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(fault::to_line(faults.front()), GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    All, CsvFileFaults,
    testing::Values(
        Wrong{"", "t.csv:1:1: file 't.csv' is empty: its first line must name the columns"},
        Wrong{"name,hours,coment\n", "t.csv:1:12: column 'coment' is unknown; did you mean comment?"},
        Wrong{"name,name,hours\n", "t.csv:1:6: column 'name' is there twice"},
        Wrong{"name,\n", "t.csv:1:6: column '' has no name"}, Wrong{"name\n", "t.csv:1:1: column 'hours' is missing"},
        Wrong{"name,hours\na\n", "t.csv:2:1: row 'a' has 1 cell where the header has 2 columns"},
        Wrong{"name,hours\na,b,c\n", "t.csv:2:1: row 'a,b,c' has 3 cells where the header has 2 columns"},
        Wrong{"name,hours\nok,\"a\nb\"\n\nx,y\"z\n",
              "t.csv:5:3: cell 'y\"z' has a double quote inside, so it must be quoted and that quote doubled"},
        Wrong{"name,hours\n\"a\"b,c\n", "t.csv:2:1: cell '\"a\"b' has text after its closing double quote"},
        Wrong{"name,hours\nx,\"a\n", "t.csv:2:3: cell '\"a\\x0a' starts with a double quote that is never closed"}));

TEST(CsvFile, KnowsWhereEveryCellIs) {
  const test::Folder folder;
  folder.write("t.csv",
               "\xEF\xBB\xBFname,hours\r\n\"two\r\nlines, \"\"quoted\"\"\",x\r\n\r\n,,\r\n,\r\nlast,\xC3\xA4,");
  Faults faults;
  const CsvFile file(folder.path(), "t.csv", faults);
  ASSERT_EQ(file.rows(), 1U);
  EXPECT_EQ(file.cell(0, 0), "two\r\nlines, \"quoted\"");
  EXPECT_EQ(file.cell(0, 1), "x");
  EXPECT_EQ(file.cell(0, CsvFile::npos), "");
  EXPECT_EQ(file.place(0, 0).line, 2U);
  EXPECT_EQ(file.place(0, 1).line, 3U);
  EXPECT_EQ(file.place(0, 1).column, 20U);
  EXPECT_EQ(file.header_place(1).column, 6U);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().place->line, 7U);
}

TEST(CsvFile, NotThereIsNoFaultButAFolderIs) {
  const test::Folder folder;
  Faults faults;
  EXPECT_FALSE(CsvFile(folder.path(), "none.csv", faults).there());
  EXPECT_TRUE(faults.empty());
  std::filesystem::create_directory(folder.path() + "/dir.csv");
  EXPECT_TRUE(CsvFile(folder.path(), "dir.csv", faults).there());
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().what, "is no regular file");
}

}  // namespace
}  // namespace offhours::policy
