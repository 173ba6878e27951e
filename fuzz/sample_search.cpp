#include "sample_search.hpp"

#include "splunkd/driver.hpp"
#include "targets.hpp"

namespace offhours::fuzz {
namespace {

test::InProcess::Places places() { return {lookups().path(), dispatch_folder().path()}; }

}  // namespace

const test::Folder& dispatch_folder() {
  static const test::Folder folder;
  return folder;
}

const test::Folder& lookups() {
  static const test::Folder folder;
  static const bool written = [] {
    folder.write("offhours_schedules.csv",
                 "schedule,time_zone,days,hours,holidays\ndefault,Europe/Berlin,mon-fri,08:00-18:00,de\n"
                 "night,Asia/Kathmandu,sun-thu,22:00-06:00,\n");
    folder.write("offhours_holidays.csv", "calendar,date,kind,hours,name\nde,*-12-25,closed,,Christmas\n");
    folder.write("offhours_assignments.csv",
                 "user_role,team,api.operation,schedule\n*night*,,,night\n,blue,Put*,always\n,,Delete?,never\n");
    folder.write("offhours_exceptions.csv",
                 "vendor_account,from,to,reason\n111122223333,2026-05-16T00:00:00Z,2026-05-17T00:00:00Z,move\n");
    return true;
  }();
  (void)written;
  return folder;
}

test::InProcess start(std::string_view command, std::vector<std::string> raw_args) {
  return {command, std::move(raw_args), places()};
}

test::InProcess start(std::string_view command, std::string_view arguments) { return {command, arguments, places()}; }

std::optional<std::string> answer_of_one_pass(const std::vector<std::string>& raw_args,
                                              std::span<const std::string> frames) {
  test::InProcess search = start("offhoursstats", raw_args);
  if (search.getinfo.error) return std::nullopt;
  for (const std::string& frame : frames) {
    (void)search.body(frame, false);
    if (!search.error.empty()) return std::nullopt;
  }
  std::string answer = search.body({}, true);
  if (!search.error.empty()) return std::nullopt;
  return answer;
}

std::optional<std::string> answer_of_map_and_reduce(const std::vector<std::string>& raw_args,
                                                    std::span<const std::string> frames) {
  test::InProcess reduce = start("offhoursstats", raw_args);
  if (reduce.getinfo.error || !reduce.getinfo.streaming_preop) return std::nullopt;
  constexpr std::string_view command = "| offhoursstats ";
  const std::string_view preop = *reduce.getinfo.streaming_preop;
  const std::size_t at = preop.rfind(command);
  require(at != std::string_view::npos, "the preop has no map phase");
  for (std::size_t i = frames.size(); i-- > 0;) {
    test::InProcess map = start("offhoursstats", preop.substr(at + command.size()));
    require(!map.getinfo.error, map.getinfo.error.value_or(""));
    const std::string partials = map.body(frames[i], true);
    if (!map.error.empty()) return std::nullopt;
    (void)reduce.body(partials, false);
    require(reduce.error.empty(), reduce.error);
  }
  std::string answer = reduce.body({}, true);
  require(reduce.error.empty(), reduce.error);
  return answer;
}

}  // namespace offhours::fuzz
