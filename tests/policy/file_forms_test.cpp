// Lookups as people save them: what is sure is read, all else is one fault that says what it is.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "folder.hpp"
#include "policy/policy.hpp"

namespace offhours::test {
namespace {

using namespace policy;

const std::string plain =
    "schedule,time_zone,days,hours,comment\ndefault,Europe/Berlin,\"mon,tue\",08:00-20:00,\"Z\xC3\xBCrich "
    "\xF0\x9F\x98\x80\"\n";

std::string with_separator(char separator) {
  std::string text = plain;
  bool quoted = false;
  for (char& c : text) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) c = separator;
  }
  return text;
}

// Of the text above, whose only characters beyond ASCII are these two.
std::string utf16(const std::string& text, bool big, bool mark) {
  std::u16string units = mark ? u"\uFEFF" : u"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\xC3\xBC") == 0) {
      units += u"\u00FC";
      ++i;
    } else if (text.compare(i, 4, "\xF0\x9F\x98\x80") == 0) {
      units += u"\U0001F600";
      i += 3;
    } else {
      units += static_cast<char16_t>(text[i]);
    }
  }
  std::string bytes;
  for (const char16_t unit : units) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

TEST(FileForms, ThatAreSureAreRead) {
  struct Case {
    std::string name;
    std::string text;
  };
  for (const auto& [name, text] : std::vector<Case>{
           {"commas", plain},
           {"a byte order mark", "\xEF\xBB\xBF" + plain},
           {"semicolons", with_separator(';')},
           {"tabs", with_separator('\t')},
           {"sep=;", "sep=;\r\n" + with_separator(';')},
           {"quoted sep=;", "\"sep=;\"\n" + with_separator(';')},
           {"sep=|", "sep=|\n" + with_separator('|')},
           {"sep=,", "sep=,\n" + plain},
           {"UTF-16LE", utf16(plain, false, true)},
           {"UTF-16BE", utf16(plain, true, true)},
           {"UTF-16LE without a mark", utf16(plain, false, false)},
           {"UTF-16BE without a mark", utf16(plain, true, false)},
           {"Excel's Unicode text", utf16(with_separator('\t'), false, true)},
       }) {
    const Folder folder;
    folder.write("offhours_schedules.csv", text);
    const Policy policy(folder.path(), "offhours");
    ASSERT_EQ(policy.fault_count(), 0U) << name << ": " << fault::to_line(policy.faults(1));
    EXPECT_EQ(policy.find_schedule("default")->zone().name(), "Europe/Berlin") << name;
    const CsvFile& file = policy.schedules().file();
    EXPECT_EQ(file.cell(0, file.column("comment")), "Z\xC3\xBCrich \xF0\x9F\x98\x80") << name;
    EXPECT_EQ(file.line(0), name.find("sep=") == std::string::npos ? 2U : 3U) << name;
  }
}

std::string fault_of(const Folder& folder) {
  const Policy policy(folder.path(), "offhours");
  if (policy.fault_count() == 0) return {};
  fault::Fault first = policy.faults(1).front();
  first.more = policy.fault_count() - 1;
  return fault::to_line(first);
}

TEST(FileForms, OthersAreOneFaultThatSaysWhatTheyAre) {
  struct Case {
    std::string text;
    std::string fault;
  };
  for (const auto& [text, expected] : std::vector<Case>{
           {utf16(plain, false, true).substr(0, 101),
            "is UTF-16 that is cut or broken; save it as CSV UTF-8 (comma delimited)"},
           {std::string("\xFF\xFE\x00\xD8\x61\x00", 6), "is UTF-16 that is cut or broken"},
           {"schedule;time_zone;day;hour\nx;UTC;mon;08:00-09:00\n",
            "separates its columns by semicolons, and its first line does not name days; save it as CSV UTF-8"},
           {"schedule\ttime_zone\nx\tUTC\n", "separates its columns by tabs"},
       }) {
    const Folder folder;
    folder.write("offhours_schedules.csv", text);
    const std::string told = fault_of(folder);
    EXPECT_NE(told.find(expected), std::string::npos) << told;
    EXPECT_EQ(told.find("more)"), std::string::npos) << told;
  }
}

// Whatever stands there, a message must not carry it to whoever reads the search's messages.
TEST(FileForms, WhatIsNoPolicyIsNotRepeated) {
  for (const std::string& text :
       {std::string("root:$6$secret:19000:0:99999:7:::\nbin:*:19000\n"),
        std::string("\x7F"
                    "ELF\x02\x01\x01\0secret,secret\n",
                    23),
        std::string("-----BEGIN SECRET KEY-----\nsecret\n"), std::string("secret,secret\nsecret,secret\n")}) {
    for (const char* file :
         {"offhours_schedules.csv", "offhours_holidays.csv", "offhours_assignments.csv", "offhours_exceptions.csv"}) {
      const Folder folder;
      folder.write(file, text);
      const std::string told = fault_of(folder);
      EXPECT_NE(told.find("is not a file of a policy: its first line must name the columns "), std::string::npos)
          << told;
      EXPECT_EQ(told.find("secret"), std::string::npos) << told;
      EXPECT_EQ(told.find("SECRET"), std::string::npos) << told;
    }
  }
}

TEST(FileForms, LinksAndDevicesAreNotRead) {
  namespace fs = std::filesystem;
  struct Case {
    const char* name;
    void (*make)(const fs::path& path, const fs::path& folder);
    const char* fault;
  };
  const Case cases[] = {
      {"a link", [](const fs::path& path, const fs::path& folder) { fs::create_symlink(folder / "real.csv", path); },
       "is a link, and links are not read"},
      {"a dangling link", [](const fs::path& path, const fs::path&) { fs::create_symlink("/nowhere", path); },
       "is a link, and links are not read"},
      {"a link to a device", [](const fs::path& path, const fs::path&) { fs::create_symlink("/dev/zero", path); },
       "is a link, and links are not read"},
      {"a FIFO", [](const fs::path& path, const fs::path&) { ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0); },
       "is not a regular file"},
      {"a folder", [](const fs::path& path, const fs::path&) { fs::create_directory(path); }, "is not a regular file"},
  };
  for (const Case& c : cases) {
    for (const char* file :
         {"offhours_schedules.csv", "offhours_holidays.csv", "offhours_assignments.csv", "offhours_exceptions.csv"}) {
      const Folder folder;
      folder.write("real.csv", plain);
      c.make(folder / file, folder.path());
      const std::string told = fault_of(folder);
      EXPECT_NE(told.find(c.fault), std::string::npos) << c.name << ": " << told;
      EXPECT_NE(told.find(file), std::string::npos) << told;
    }
  }
}

}  // namespace
}  // namespace offhours::test
