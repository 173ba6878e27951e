// A search over a few frames, for targets that compare two ways to the same answer.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command/in_process.hpp"
#include "folder.hpp"

namespace offhours::fuzz {

// The lookups of a small policy that asks for names of the event and for a column of the pipeline, and a folder for
// what does not fit in memory.
const test::Folder& lookups();
const test::Folder& dispatch_folder();

test::InProcess start(std::string_view command, std::vector<std::string> raw_args);
test::InProcess start(std::string_view command, std::string_view arguments);

// The answer of `offhoursstats` over frames of events, in one pass; nothing if it is an error.
std::optional<std::string> answer_of_one_pass(const std::vector<std::string>& raw_args,
                                              std::span<const std::string> frames);
// The same by way of the map phase: each frame on an indexer of its own, and what they send in the opposite order.
std::optional<std::string> answer_of_map_and_reduce(const std::vector<std::string>& raw_args,
                                                    std::span<const std::string> frames);

}  // namespace offhours::fuzz
