#include "event/names.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "event/computed.hpp"

namespace offhours::event {

std::span<const std::string_view> computed_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const ComputedName& row : computed_table()) all.push_back(row.name);
    return all;
  }();
  return names;
}

const ComputedName* find_computed(std::string_view name) {
  const auto found = std::ranges::find(computed_table(), name, &ComputedName::name);
  return found == computed_table().end() ? nullptr : &*found;
}

bool is_pipeline_column(std::string_view name) {
  constexpr std::array<std::string_view, 5> columns = {"host", "source", "sourcetype", "index", "splunk_server"};
  return name.starts_with('_') || std::ranges::find(columns, name) != columns.end();
}

std::span<const Source> wrapping_evidence() {
  using enum EventKind;
  static constexpr std::array<Source, 8> evidence = {{{ocsf, "", "class_uid"},
                                                      {ocsf, "", "metadata.version"},
                                                      {ocsf, "", "api.operation"},
                                                      {cloudtrail, "", "eventVersion"},
                                                      {cloudtrail, "", "eventName"},
                                                      {cloudtrail, "", "eventSource"},
                                                      {cloudtrail, "", "userIdentity.type"},
                                                      {cloudtrail, "", "userIdentity.arn"}}};
  return evidence;
}

}  // namespace offhours::event
