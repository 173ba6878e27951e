#include "cli/cli.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "version.hpp"
#include "worktime/zone.hpp"

namespace offhours::cli {
namespace {

constexpr std::string_view help =
    "offhours finds container image uploads made outside working hours.\n"
    "\n"
    "It is the program behind two search commands of the Splunk app DA-ESS-OffHours:\n"
    "  ... | offhours [option=value]...              judge every event, or keep only some\n"
    "  ... | offhoursstats [option=value]... <aggregate>... [by <field>...]\n"
    "                                                find off-hours events and aggregate them\n"
    "\n"
    "splunkd starts it without arguments and speaks the chunked protocol on its stdin and stdout.\n"
    "\n"
    "  offhours --version   the versions of the program and of its time zone data\n"
    "  offhours --help      this text\n";

void print(std::FILE* to, std::string_view text) { (void)std::fwrite(text.data(), 1, text.size(), to); }

}  // namespace

int run(std::span<const std::string_view> arguments) {
  if (arguments.empty() || arguments.front() == "--help" || arguments.front() == "-h") {
    print(stdout, help);
    return 0;
  }
  if (arguments.front() == "--version") {
    const std::string folder = worktime::zone_folder();
    const std::string zones =
        folder.empty() ? std::string(worktime::zone_data_version()) : "of OFFHOURS_ZONEINFO=" + folder;
    print(stdout, "offhours " + std::string(version) + " (time zones " + zones + ")\n");
    return 0;
  }
  constexpr std::array<std::string_view, 2> legacy = {"__GETINFO__", "__EXECUTE__"};
  if (std::ranges::find(legacy, arguments.front()) != legacy.end()) {
    print(stderr,
          "offhours: splunkd calls with the legacy protocol; set chunked = true for this command in commands.conf\n");
    return 2;
  }
  print(stderr, "offhours: argument '" + std::string(arguments.front()) + "' is unknown; see offhours --help\n");
  return 2;
}

}  // namespace offhours::cli
