// Our program in an app of its own, with the example policy in place of the default one too.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "app/spl.hpp"
#include "folder.hpp"
#include "splunkd/driver.hpp"

namespace offhours::test {

inline const std::filesystem::path source = OFFHOURS_SOURCE_DIR;

class Installed : public testing::Test {
 protected:
  void SetUp() override;

  std::filesystem::path program() const { return folder_ / "bin/offhours"; }
  splunkd::SearchSetup setup(const SplCommand& command) const;

  Folder folder_;
};

// The lines of a file of events as an index would give them: `_time` and `_raw`.
splunkd::Table events_of(const std::filesystem::path& file);

}  // namespace offhours::test
