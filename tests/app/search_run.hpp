// A search run from its text: our commands by the program, as splunkd would start it, and the commands of Splunk's that
// our searches use by small ones of our own.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/conf_file.hpp"
#include "splunkd/driver.hpp"

namespace offhours::test {

struct SearchRun {
  std::filesystem::path program;
  ConfFile macros;
  // The time of the run, in epoch seconds: what `_index_earliest=-70m@m` counts from.
  long long now = 0;

  // What the last call was told by our commands.
  std::vector<std::string> messages;

  // The results. Throws std::runtime_error if the search fails, a rule of the protocol is broken, or the text holds
  // what these commands do not know. Of what `search` asks for, index, source, sourcetype and tag count only where the
  // events have such a column, and a word is looked for in `_raw`.
  splunkd::Table run(std::string_view search, splunkd::Table events);
};

// The text with each `$name$` replaced by the value of a result's column, and each `$name|s$` by that value as a text
// in quotes, with quotes and backslashes escaped: in one pass, so that a value that looks like a token stays what it
// is. What names no column stays and is added to `unknown`.
std::string with_result(std::string_view text, const splunkd::Table& result, std::size_t row,
                        std::vector<std::string>& unknown);

// Events of a file with the fields that Splunk would extract: `_raw` and its JSON (KV_MODE=json), or for a file that
// ends in `.fields.jsonl` the fields of each line as they stand. A `_time` that the line does not give is a working
// hour.
splunkd::Table extracted_events(const std::filesystem::path& file);

}  // namespace offhours::test
