#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace offhours::test {

struct Outcome {
  int status = -1;
  std::string out;
  std::string err;
};

// Runs a script of the POSIX shell in a folder, with nothing on standard input.
Outcome run_script(std::string_view script, const std::filesystem::path& folder);

// The text as one word of the shell.
std::string shell_word(std::string_view text);

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, std::string_view content);
void write_program(const std::filesystem::path& file, std::string_view content);

}  // namespace offhours::test
