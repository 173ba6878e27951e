// The four files of a policy, as anybody may have left them, read by the commands that use them.
#include <array>
#include <string>

#include "command/in_process.hpp"
#include "folder.hpp"
#include "targets.hpp"

namespace offhours::fuzz {

void policy_files(std::string_view bytes) {
  static const test::Folder folder;
  for (const std::string_view file : {"p_schedules.csv", "p_holidays.csv", "p_assignments.csv", "p_exceptions.csv"}) {
    folder.write(file, consume_part(bytes));
  }
  for (const std::string_view view : {"view=problems", "view=effective", "view=week schedule=a"}) {
    const auto shown =
        test::run_command(folder.path(), "offhourspolicy", "policy=p date=2026-05-16 " + std::string(view));
    require(!view.ends_with("problems") || shown.error.empty(), "view=problems fails the search");
  }
  static const test::TextTable events = test::raw_events(
      {R"({"time":1,"actor":{"user":{"name":"ann"}}})",
       R"({"time":1778925600000,"actor":{"user":{"name":"bob","account":{"uid":"111122223333"}}}})",
       R"({"time":253402300799999,"actor":{"user":{"uid":"arn:aws:sts::111122223333:assumed-role/r/s"}}})"});
  const auto judged = test::run_command(folder.path(), "offhours", "policy=p", events);
  require(!judged.error.empty() || judged.table.rows.size() == events.rows.size(), "an event is lost");
}

}  // namespace offhours::fuzz
