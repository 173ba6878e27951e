// The programs beside the launcher that OFFHOURS_LAUNCHER names, those that ship: what they are, and that they run
// where there is nothing but them.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "app/shell.hpp"
#include "folder.hpp"
#include "splunkd/driver.hpp"

namespace offhours::test {
namespace {

namespace fs = std::filesystem;

#if defined(__aarch64__)
constexpr std::string_view this_machine = "aarch64";
#else
constexpr std::string_view this_machine = "x86_64";
#endif

bool in_ci() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && *ci != '\0';
}

struct Processor {
  const char* name;
  std::uint16_t elf_machine;
  std::uint64_t largest_page;
};

// Little-endian numbers and the tables of a 64-bit ELF file.
class Elf {
 public:
  explicit Elf(std::string bytes) : bytes_(std::move(bytes)) {}

  template <typename Number>
  Number number(std::uint64_t at) const {
    Number value{};
    if (at <= bytes_.size() && sizeof value <= bytes_.size() - at)
      std::memcpy(&value, bytes_.data() + at, sizeof value);
    return value;
  }
  // Calls use(offset) for each entry of the table of segments or that of sections.
  template <typename Use>
  void each_segment(Use use) const {
    each(number<std::uint64_t>(32), number<std::uint16_t>(54), number<std::uint16_t>(56), use);
  }
  template <typename Use>
  void each_section(Use use) const {
    each(number<std::uint64_t>(40), number<std::uint16_t>(58), number<std::uint16_t>(60), use);
  }

 private:
  template <typename Use>
  static void each(std::uint64_t table, std::uint64_t size, std::uint64_t count, Use use) {
    for (std::uint64_t i = 0; i < count; ++i) use(table + size * i);
  }
  std::string bytes_;
};

class ProgramFile : public testing::TestWithParam<Processor> {
 protected:
  void SetUp() override {
    const char* launcher = std::getenv("OFFHOURS_LAUNCHER");
    if (launcher == nullptr) GTEST_SKIP() << "OFFHOURS_LAUNCHER names no launcher";
    file_ = fs::path(launcher).replace_filename(std::string("offhours-linux-") + GetParam().name);
    if (fs::exists(file_)) return;
    ASSERT_NE(GetParam().name, this_machine) << file_ << " is not there";
    ASSERT_FALSE(in_ci()) << file_ << " is not there";
    GTEST_SKIP() << "the app has this machine's program only";
  }

  fs::path file_;
};

TEST_P(ProgramFile, IsForItsProcessorAndNeedsNothingOfTheMachine) {
  const auto bytes = read_file(file_);
  ASSERT_TRUE(
      bytes.starts_with("\x7f"
                        "ELF\2\1"));
  EXPECT_EQ(bytes.find(OFFHOURS_SOURCE_DIR), std::string::npos) << "it holds a path of the machine that built it";
  const Elf elf(bytes);
  constexpr std::uint16_t shared_object = 3;
  EXPECT_EQ(elf.number<std::uint16_t>(16), shared_object) << "not position-independent";
  EXPECT_EQ(elf.number<std::uint16_t>(18), GetParam().elf_machine);

  constexpr std::uint32_t load = 1, dynamic = 2, interpreter = 3, stack = 0x6474E551, writable_and_executable = 3;
  constexpr std::uint64_t end = 0, needed = 1, flags_1 = 0x6FFFFFFB, pie = 0x08000000;
  bool position_independent = false;
  int loaded = 0;
  elf.each_segment([&](std::uint64_t segment) {
    const auto type = elf.number<std::uint32_t>(segment);
    EXPECT_NE(type, interpreter) << "it wants a dynamic linker";
    if (type == load || type == stack) {
      const auto access = elf.number<std::uint32_t>(segment + 4);
      EXPECT_NE(access & writable_and_executable, writable_and_executable) << "a segment is writable and executable";
    }
    if (type == load) {
      ++loaded;
      EXPECT_GE(elf.number<std::uint64_t>(segment + 48), GetParam().largest_page)
          << "a kernel with the largest pages cannot load it";
    }
    if (type != dynamic) return;
    for (auto at = elf.number<std::uint64_t>(segment + 8);; at += 16) {
      const auto tag = elf.number<std::uint64_t>(at);
      if (tag == end) break;
      EXPECT_NE(tag, needed) << "it wants a shared library";
      if (tag == flags_1) position_independent = (elf.number<std::uint64_t>(at + 8) & pie) != 0;
    }
  });
  EXPECT_GT(loaded, 1);
  EXPECT_TRUE(position_independent) << "a shared library, not a program";

  constexpr std::uint32_t symbols = 2;
  int sections = 0;
  elf.each_section([&](std::uint64_t section) {
    ++sections;
    EXPECT_NE(elf.number<std::uint32_t>(section + 4), symbols) << "not stripped";
  });
  EXPECT_GT(sections, 1);
}

// A mark that the compiler puts where an indirect jump may land: `endbr64`; `paciasp` of a function that signs where it
// returns to. Debian's own static libraries have none, so the program as a whole does not ask the processor to insist.
TEST_P(ProgramFile, IsHardened) {
  const auto bytes = read_file(file_);
  const Elf elf(bytes);
  constexpr std::uint32_t dynamic = 2, stack = 0x6474E551, read_only_after_start = 0x6474E552, executable = 1;
  constexpr std::uint64_t end = 0, flags = 30, bind_now = 8;
  bool has_stack = false, has_read_only = false, binds_now = false;
  elf.each_segment([&](std::uint64_t segment) {
    const auto type = elf.number<std::uint32_t>(segment);
    has_read_only |= type == read_only_after_start;
    if (type == stack) {
      has_stack = true;
      EXPECT_EQ(elf.number<std::uint32_t>(segment + 4) & executable, 0U) << "the stack is executable";
    }
    if (type != dynamic) return;
    for (auto at = elf.number<std::uint64_t>(segment + 8); elf.number<std::uint64_t>(at) != end; at += 16) {
      if (elf.number<std::uint64_t>(at) == flags) binds_now = (elf.number<std::uint64_t>(at + 8) & bind_now) != 0;
    }
  });
  EXPECT_TRUE(has_stack);
  EXPECT_TRUE(has_read_only && binds_now) << "addresses that are filled in at start can be written later";
  EXPECT_NE(bytes.find("stack smashing detected"), std::string::npos) << "no stack protector";
  EXPECT_NE(bytes.find("buffer overflow detected"), std::string::npos) << "no checked calls of the C library";
  const bool x86 = GetParam().elf_machine == 62;
  const std::string mark = x86 ? "\xF3\x0F\x1E\xFA" : "\x3F\x23\x03\xD5";
  std::size_t marks = 0;
  for (std::size_t at = 0; (at = bytes.find(mark, at)) != std::string::npos; ++at) ++marks;
  EXPECT_GT(marks, 1000U) << "not compiled with marks for indirect jumps";
  for (const char* path : {"/home/", "/build/", "/root/", "/tmp/"}) {
    EXPECT_EQ(bytes.find(path), std::string::npos)
        << "it holds a path of a machine that built it: " << bytes.substr(bytes.find(path), 60);
  }
}

TEST_P(ProgramFile, AnswersWhereThereIsNothingElse) {
  const Folder folder;
  const auto run = [&](const std::string& script) {
    return run_script("PATH=$PATH:/usr/sbin:/sbin\n" + script, folder.path());
  };
  // Root may change the root folder, and so may anybody in a user namespace of his own, where the system lets him.
  std::string change_root;
  for (const std::string way : {"chroot", "unshare -r chroot"}) {
    if (change_root.empty() && run(way + " / true").status == 0) change_root = way;
  }
  if (change_root.empty()) {
    ASSERT_FALSE(in_ci()) << "neither chroot nor unshare -r may be used";
    GTEST_SKIP() << "neither chroot nor unshare -r may be used here";
  }
  const auto root = folder / "root";
  fs::create_directory(root);
  fs::copy_file(file_, root / "offhours");
  std::string program = "/offhours";
  if (GetParam().name != this_machine) {
    const auto emulator = std::string("qemu-") + GetParam().name + "-static";
    if (run("cp \"$(command -v " + emulator + ")\" root/emulator").status != 0)
      GTEST_SKIP() << emulator << " is not here (Debian: qemu-user-static)";
    program = "/emulator /offhours";
  }

  splunkd::SearchInfo info;
  info.command = "offhours";
  info.raw_args = splunkd::split_arguments("time_zone=Europe/Berlin days=mon-fri hours=08:00-20:00 fields=user");
  const std::string event =
      R"csv("{""time"":1795255200250,""metadata"":{""version"":""1.1.0""},)csv"
      R"csv(""actor"":{""user"":{""uid"":""arn:aws:iam::111122223333:user/m\u00fcller""}}}",1795255201,0)csv";
  const std::string events = R"csv("_raw","_time","_chunked_idx")csv"
                             "\n" +
                             event + "\n";
  write_file(folder / "in", splunkd::frame(splunkd::getinfo_metadata(info), "") +
                                splunkd::frame(R"({"action":"execute","finished":true})", events));
  const std::string told =
      R"({"type":"streaming","required_fields":["_raw","_time","off_hours","off_hours_reason","off_hours_schedule",)"
      R"("off_hours_time_zone","off_hours_local_time","off_hours_detail","user"],"finished":false})";
  const std::string judged =
      R"csv("_raw","_time","_chunked_idx","off_hours","off_hours_reason","off_hours_schedule","off_hours_time_zone",)csv"
      R"csv("off_hours_local_time","off_hours_detail",user,"__mv_off_hours","__mv_off_hours_reason",)csv"
      R"csv("__mv_off_hours_schedule","__mv_off_hours_time_zone","__mv_off_hours_local_time",)csv"
      R"csv("__mv_off_hours_detail","__mv_user")csv"
      "\n" +
      event +
      R"csv(,1,"day_off",inline,"Europe/Berlin","2026-11-21T11:00:00.250+01:00","Sat 2026-11-21 11:00:00.250 )csv"
      R"csv(Europe/Berlin is a day off in schedule inline (mon-fri 08:00-20:00)",)csv"
      R"csv("arn:aws:iam::111122223333:user/müller",,,,,,,)csv"
      "\n";
  const auto outcome = run(change_root + " root " + program + " <in");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out, splunkd::frame(told, "") + splunkd::frame(R"({"finished":true})", judged));
}

INSTANTIATE_TEST_SUITE_P(Processors, ProgramFile,
                         testing::Values(Processor{"x86_64", 62, 4096}, Processor{"aarch64", 183, 65536}),
                         [](const auto& processor) { return std::string(processor.param.name); });

}  // namespace
}  // namespace offhours::test
