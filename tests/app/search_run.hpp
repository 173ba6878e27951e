// A search run from its text: our commands by the program, as splunkd would start it, and the commands of Splunk's that
// our searches use by small ones of our own.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/conf_file.hpp"
#include "splunkd/driver.hpp"

namespace offhours::app {

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

// Events of a file with the fields that Splunk would extract: `_raw` and its JSON (KV_MODE=json), or for a file that
// ends in `.fields.jsonl` the fields of each line as they stand. A `_time` that the line does not give is a working
// hour.
splunkd::Table extracted_events(const std::filesystem::path& file);

}  // namespace offhours::app
