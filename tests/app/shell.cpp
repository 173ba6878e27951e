#include "app/shell.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "folder.hpp"

namespace offhours::test {

namespace fs = std::filesystem;

Outcome run_script(std::string_view script, const fs::path& folder) {
  const Folder said;
  write_file(said / "script", script);
  const auto word = [&](const char* name) { return shell_word((said / name).string()); };
  const std::string command = "cd " + shell_word(folder.string()) + " && exec sh " + word("script") + " </dev/null >" +
                              word("out") + " 2>" + word("err");
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(said / "out"), read_file(said / "err")};
}

std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + "'";
}

std::string read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_file(const fs::path& file, std::string_view content) {
  std::ofstream stream(file, std::ios::binary);
  stream << content;
  if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

void write_program(const fs::path& file, std::string_view content) {
  write_file(file, content);
  fs::permissions(file, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec);
}

}  // namespace offhours::test
