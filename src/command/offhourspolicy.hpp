// The command `offhourspolicy`: shows the policy, as it holds and what is wrong with it. It never fails on what a
// policy holds.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "command/options.hpp"
#include "policy/policy.hpp"
#include "wire/session.hpp"

namespace offhours::command {

class OffhoursPolicy final : public wire::Command {
 public:
  // Faults: a schedule is asked for that the policy does not name.
  OffhoursPolicy(OffhoursPolicyOptions options, const std::string& lookups, Faults& faults);

  wire::GetInfoReply getinfo(const wire::GetInfo& info);
  void begin(bool, text::Buffer reply) override { out_ = std::move(reply); }
  std::size_t body(std::string_view unread) override { return unread.size(); }
  // The next rows; splunkd asks until a reply says that it was the last.
  wire::ExecuteReply end(std::string_view unread) override;

 private:
  using Values = std::vector<std::string>;  // of one cell

  void warn_of_faults(wire::ExecuteReply& reply) const;
  bool is_sound(std::string_view schedule) const;
  void make_effective();
  void show_schedule(const worktime::Schedule& schedule, const policy::Schedules::Entry* entry);
  void make_problems();
  void make_week();
  void make_self_test();
  void add_row(const std::vector<Values>& cells);

  OffhoursPolicyOptions options_;
  std::string lookups_;
  policy::Policy policy_;
  std::chrono::local_days date_;
  std::vector<std::string> columns_;
  std::vector<std::string> rows_;  // as CSV
  std::string nothing_to_find_;    // why the self test has no event of some form
  bool made_ = false;
  std::size_t next_ = 0;
  std::size_t most_rows_ = 0;
  text::Buffer out_;
};

}  // namespace offhours::command
