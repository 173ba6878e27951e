// What is wrapped round events: whatever the bytes are, each event that comes out shows what it is, and one that shows
// it at the top level comes out as it stands.
#include "event/envelopes.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "event/names.hpp"
#include "event/seen.hpp"
#include "reference/json_reader.hpp"
#include "targets.hpp"

namespace offhours::fuzz {
namespace {

// Whether the object that a text begins with shows some of the evidence, itself or below EventBridge's key.
class Evidence {
 public:
  Evidence() {
    for (const event::Source& source : event::wrapping_evidence()) {
      plan_.want(source.path);
      plan_.want(std::string(event::wrapping_key) + '.' + std::string(source.path));
    }
  }
  bool in(std::string_view text) const {
    event::Slots slots;
    if (test::reference::JsonReader(plan_).read(text, slots) == event::Shape::none) return false;
    for (event::PathSlot slot = 0; slot < plan_.paths().size(); ++slot) {
      if (!slots.value(slot).missing()) return true;
    }
    return false;
  }

 private:
  event::PathPlan plan_;
};

}  // namespace

void envelopes(std::string_view bytes) {
  static const Evidence evidence;
  static event::Envelopes opener;
  const auto events = opener.open(bytes);
  require(events.size() <= bytes.size(), "more events than bytes");
  for (const event::EnvelopedEvent& event : events) require(evidence.in(event.text), "an event without evidence");
  if (evidence.in(bytes)) {
    require(!events.empty() && events.front().envelope.empty(), "an event is hidden behind an envelope of its making");
  }
  const std::size_t count = events.size();
  test::Seen seen(bytes);
  require(seen.recognised() == (count > 0), "a row shows another event than its text");
  std::size_t seen_events = 1;
  while (seen.next()) ++seen_events;
  require(seen_events == std::max<std::size_t>(count, 1), "a row has other events than its text");
}

}  // namespace offhours::fuzz
