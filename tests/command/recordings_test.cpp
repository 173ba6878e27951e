// What real splunkd versions sent, where it is at hand, played to both commands.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

#include "command/program.hpp"

namespace offhours::test {
namespace {

struct RecordedFrame {
  std::string metadata;
  std::string body;
};

std::string contents(const std::string& file) {
  const std::string command = (file.ends_with(".gz") ? "gzip -dc '" : "cat '") + file + "'";
  const auto close = [](std::FILE* pipe) { ::pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(::popen(command.c_str(), "r"), close);
  std::string text;
  std::array<char, 65536> block;
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe.get())) > 0;)
    text.append(block.data(), n);
  return text;
}

// Whole frames only; what is left over is a cut frame.
std::vector<RecordedFrame> frames_of(std::string_view text, std::string_view& rest) {
  std::vector<RecordedFrame> frames;
  while (true) {
    rest = text;
    unsigned long metadata = 0;
    unsigned long body = 0;
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return frames;
    if (std::sscanf(std::string(text.substr(0, end)).c_str(), "chunked 1.0,%lu,%lu", &metadata, &body) != 2)
      return frames;
    if (text.size() < end + 1 + metadata + body) return frames;
    frames.push_back({std::string(text.substr(end + 1, metadata)), std::string(text.substr(end + 1 + metadata, body))});
    text.remove_prefix(end + 1 + metadata + body);
  }
}

// The recorded getinfo with another command and other arguments.
std::string for_command(std::string_view command) {
  splunkd::SearchInfo info;
  info.command = command;
  if (command == "offhoursstats") info.raw_args = {"keep=all", "count", "as", "n"};
  return splunkd::getinfo_metadata(info);
}

std::vector<std::string> recordings() {
  std::vector<std::string> files;
  if (shared_folder().empty()) return files;
  for (const auto& entry : std::filesystem::directory_iterator(shared_folder() + "/recordings")) {
    const std::string name = entry.path().filename();
    if (name.find(".input") != std::string::npos) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::size_t rows_of(const std::string& csv) {
  std::vector<std::string> faults;
  return splunkd::from_csv(csv, faults).rows.size();
}

TEST(Recordings, ArePlayedToBothCommands) {
  const auto files = recordings();
  if (files.empty()) GTEST_SKIP() << "the recorded splunkd sessions are not at hand (OFFHOURS_SHARED)";
  EXPECT_GE(files.size(), 9U);
  for (const std::string& file : files) {
    const std::string text = contents(file);
    std::string_view rest;
    const auto frames = frames_of(text, rest);
    ASSERT_FALSE(frames.empty()) << file;
    for (const char* command : {"offhours", "offhoursstats"}) {
      splunkd::Process process(program());
      process.getinfo(for_command(command));
      std::size_t sent = 0;
      for (std::size_t i = 1; i < frames.size(); ++i) {
        const bool finished = frames[i].metadata.find("\"finished\":true") != std::string::npos;
        const auto reply = process.execute_with(frames[i].metadata, frames[i].body, finished);
        const std::size_t rows = rows_of(frames[i].body);
        sent += rows;
        if (std::string_view(command) == "offhours") {
          EXPECT_EQ(reply.table.rows.size(), rows) << file;
        } else if (finished) {
          // Events without a usable time are counted in a WARN instead.
          std::size_t counted = std::stoul(reply.table.text(0, "n"));
          for (const auto& message : reply.messages) {
            if (message.text.find("had no usable time") != std::string::npos) counted += std::stoul(message.text);
          }
          EXPECT_EQ(counted, sent) << file;
        }
      }
      if (!rest.empty()) process.write_raw(rest);
      process.close_input();
      EXPECT_EQ(process.wait(rest.empty() ? splunkd::Ending::between_frames : splunkd::Ending::cut), 0) << file;
      // The recorded frames lack the columns that our getinfo reply asked for: adding them is no breach here.
      std::vector<std::string> violations = process.violations();
      std::erase_if(violations, [](const std::string& breach) { return breach.starts_with("new column:"); });
      EXPECT_EQ(joined(violations), "") << file << " " << command;
    }
  }
}

TEST(Recordings, OfGetinfoAreUnderstoodByteForByte) {
  const auto files = recordings();
  if (files.empty()) GTEST_SKIP() << "the recorded splunkd sessions are not at hand (OFFHOURS_SHARED)";
  for (const std::string& file : files) {
    const std::string text = contents(file);
    std::string_view rest;
    const auto frames = frames_of(text, rest);
    splunkd::Process process(program());
    const auto reply = process.getinfo(frames.front().metadata);
    // Another program's commands: a fault that names them, not silence.
    EXPECT_TRUE(reply.error.starts_with("command '")) << file << ": " << reply.error;
    process.close_input();
    EXPECT_EQ(process.wait(), 0) << file;
    EXPECT_EQ(joined(process.violations()), "") << file;
  }
}

}  // namespace
}  // namespace offhours::test
