// How far a cut or broken event could be read: whether a path that gave nothing was passed, so that it is not there, or
// lies in what could not be read. Only such events are read a second time for it.
//
//   {"api":{"operation":"PutImage"},"cloud":{"region":"eu-      `api.service.name` was passed: `api` is closed;
//                                                             `cloud.account.uid` and `status` were not.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "event/fields.hpp"
#include "event/plan.hpp"
#include "event/scan_reader.hpp"

namespace offhours::event {

class Reach {
 public:
  explicit Reach(const Plan& plan);

  // The event, which was cut or broken.
  void read(const Fields& event);

  // Whether a path of the plan that gave nothing was passed.
  bool passed(PathSlot path) const;
  // Whether the event is of a kind that never has such sources.
  bool rules_out(EventKind kind) const;
  // Whether an array on the way to a path was left open, so that it may have more values.
  bool left_open(PathSlot path) const;

 private:
  // What lies on the way to a path of the plan.
  struct Way {
    std::vector<PathSlot> outer;  // objects and arrays around it
    PathSlot array = 0;           // the outermost array
    bool in_array = false;
  };
  // Keys of the outermost level that tell a kind of event.
  struct Marks {
    std::vector<PathSlot> plain;
    std::vector<PathSlot> wrapped;
  };
  Way way_to(std::string_view path);
  PathSlot want(std::string_view path) { return paths_.want(path, true, true); }
  bool any(const Marks& marks) const;

  PathPlan paths_;
  std::vector<Way> ways_;
  Marks ocsf_;
  Marks cloudtrail_;
  RawSlots request_data_;
  RawSlots version_;
  std::optional<ScanReader> reader_;  // once the paths are complete
  Slots slots_;
  bool wrapped_ = false;
};

}  // namespace offhours::event
