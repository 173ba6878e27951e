// The events in a text of `_raw` that is not plainly one event: what collectors wrap round them, undone.
//
//     {"Records":[{…},{…}]}               a file of CloudTrail that was not split
//     {"event":{…}}                       and the other keys of envelope_keys(), the inside as an object, a list, or as
//     {"message":"{\"eventName\":…}"}     their JSON text
//     May 13 21:00:00 host app: {…}       a header before the object
//     {…}{…}   {…},\n{…}   [{…},{…}]      several objects
//
// The shape is sure only where a level shows none of the evidence of an event (wrapping_evidence()) and the level
// inside of it does. So an event cannot hide its own fields behind an envelope of its making, and what holds no
// evidence is no event. Envelopes may be in envelopes, to a depth that no collector reaches; each level is read once,
// so that the cost is linear in the bytes.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/paths.hpp"
#include "event/scan_reader.hpp"

namespace offhours::event {

// The keys below which an event may be, in the order in which they are tried: the first that holds events counts.
std::span<const std::string_view> envelope_keys();

// Without what may stand between objects.
std::string_view without_separators(std::string_view text);

struct EnvelopedEvent {
  std::string_view text;      // begins with its brace; what follows the closing one is of no interest
  std::string_view envelope;  // the outermost object around it; empty if there is none
};

class Envelopes {
 public:
  Envelopes();

  // In their order; none if the shape is not sure. Views over `text` and this, until the next call.
  std::span<const EnvelopedEvent> open(std::string_view text);

 private:
  static constexpr std::size_t max_levels = 8;

  // What is read of an object of one level.
  struct Level {
    explicit Level(const PathPlan& plan) : reader(plan) {}
    ScanReader reader;
    Slots slots;
  };

  bool open_text(std::string_view text, std::size_t level);
  bool open_object(std::string_view text, std::size_t level, std::size_t& size);
  bool open_elements(std::string_view text, std::size_t level);
  bool open_key(const Slots& slots, PathSlot slot, std::size_t level);
  // Room for a text that has to be written anew.
  std::string& room();

  PathPlan plan_;
  std::vector<PathSlot> evidence_;
  std::vector<PathSlot> wrapped_evidence_;
  std::vector<PathSlot> keys_;
  PathSlot account_ = 0;
  std::deque<Level> levels_;  // as many as any text had
  std::vector<EnvelopedEvent> events_;
  std::string_view envelope_;
  std::deque<std::string> rooms_;
  std::size_t rooms_used_ = 0;
};

}  // namespace offhours::event
