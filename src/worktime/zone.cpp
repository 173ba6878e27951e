#include "worktime/zone.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <absl/time/internal/cctz/include/cctz/civil_time.h>
#include <absl/time/internal/cctz/include/cctz/time_zone.h>
#include <absl/time/internal/cctz/include/cctz/zone_info_source.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include "text/ascii.hpp"
#include "worktime/zone_words.hpp"

// The TZif files of all zones, one after the other (see cmake/pack_zones.cmake).
extern "C" const char offhours_zone_bytes[];  // NOLINT(readability-identifier-naming)

namespace offhours::worktime {
namespace {

namespace cctz = absl::time_internal::cctz;

struct ZoneEntry {
  std::string_view name;
  std::uint32_t offset;
  std::uint32_t size;
};

#include "zone_index.inc"

const ZoneEntry* find_entry(std::string_view name) {
  const auto* const found = std::ranges::lower_bound(zone_entries, name, {}, &ZoneEntry::name);
  return found != std::end(zone_entries) && found->name == name ? found : nullptr;
}

// `Area/Place` of letters, digits, `_`, `+` and `-`: nothing that could lead out of a folder.
bool is_zone_name(std::string_view name) {
  constexpr std::size_t longest = 64;
  if (name.empty() || name.size() > longest) return false;
  bool first = true;
  for (const char c : name) {
    const bool letter_or_digit = text::is_letter(c) || text::is_digit(c);
    if (first ? !letter_or_digit : !letter_or_digit && c != '_' && c != '+' && c != '-' && c != '/') return false;
    first = c == '/';
  }
  return !first;
}

// None: no regular file, too large, or no sound zone file.
std::optional<std::string> read_zone_file(const std::string& path) {
  constexpr std::size_t most = std::size_t{1} << 18;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return std::nullopt;
  std::string bytes;
  struct stat status {};
  bool good = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  while (good && bytes.size() <= most) {
    char part[8192];
    const ssize_t got = ::read(file, part, sizeof part);
    if (got <= 0) {
      good = got == 0;
      break;
    }
    bytes.append(part, static_cast<std::size_t>(got));
  }
  ::close(file);
  if (!good || bytes.size() > most || !is_sound_zone_file(bytes)) return std::nullopt;
  return bytes;
}

class ZoneSource : public cctz::ZoneInfoSource {
 public:
  explicit ZoneSource(std::string_view bytes) : rest_(bytes) {}
  explicit ZoneSource(std::string bytes) : own_(std::move(bytes)), rest_(own_) {}
  ZoneSource(const ZoneSource&) = delete;
  ZoneSource& operator=(const ZoneSource&) = delete;

  std::size_t Read(void* to, std::size_t size) override {  // NOLINT(readability-identifier-naming)
    size = std::min(size, rest_.size());
    std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
    return size;
  }
  int Skip(std::size_t bytes) override {  // NOLINT(readability-identifier-naming)
    rest_.remove_prefix(std::min(bytes, rest_.size()));
    return 0;
  }
  std::string Version() const override { return std::string(zone_version); }  // NOLINT(readability-identifier-naming)

 private:
  std::string own_;
  std::string_view rest_;
};

std::unique_ptr<cctz::ZoneInfoSource> open_zone(
    const std::string& name, const std::function<std::unique_ptr<cctz::ZoneInfoSource>(const std::string&)>&) {
  if (const std::string folder = zone_folder(); !folder.empty()) {
    if (!is_zone_name(name)) return nullptr;
    auto bytes = read_zone_file(folder + '/' + name);
    if (!bytes) return nullptr;
    return std::make_unique<ZoneSource>(std::move(*bytes));
  }
  const ZoneEntry* entry = find_entry(name);
  if (entry == nullptr) return nullptr;
  return std::make_unique<ZoneSource>(std::string_view(offhours_zone_bytes + entry->offset, entry->size));
}

using Seconds = cctz::time_point<cctz::seconds>;

// A damaged file may name seconds that milliseconds cannot count to: the nearest that they can.
Instant to_instant(Seconds second) {
  constexpr auto least = std::chrono::ceil<std::chrono::seconds>(Instant::min().time_since_epoch());
  constexpr auto most = std::chrono::floor<std::chrono::seconds>(Instant::max().time_since_epoch());
  return Instant(std::clamp<std::chrono::seconds>(second.time_since_epoch(), least, most));
}

}  // namespace

struct Zone::Data {
  cctz::time_zone zone;
};

namespace {

// Names of the database that are no place's: the abbreviations that it keeps for old programs, and its placeholder.
bool is_refused(std::string_view name) { return is_zone_abbreviation(name) || name == "Factory"; }

}  // namespace

std::optional<Zone> Zone::find(std::string_view name) {
  if (is_refused(name)) return std::nullopt;
  Zone zone;
  zone.name_ = name;
  if (zone_folder().empty()) {
    if (find_entry(name) == nullptr) return std::nullopt;
    return zone;
  }
  if (!is_zone_name(name)) return std::nullopt;
  auto data = std::make_shared<Data>();
  if (!cctz::load_time_zone(zone.name_, &data->zone)) return std::nullopt;
  zone.data_ = std::move(data);
  return zone;
}

Zone Zone::utc() {
  Zone zone;
  zone.name_ = "UTC";
  return zone;
}

Zone::Span Zone::find_span(Instant instant) const {
  const cctz::time_zone& zone = data_->zone;
  const auto second = Seconds(std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch());
  const std::chrono::seconds offset(zone.lookup(second).offset);
  // Transitions by a zone's rule are listed for some centuries only; later ones are still looked up, one by one.
  constexpr Seconds listed(std::chrono::seconds(10'413'792'000));  // 2300-01-01
  if (second >= listed) return {to_instant(second), to_instant(second + std::chrono::seconds(1)), offset};
  // A transition is found by its civil end, whose lookup tells the instant, be the hour skipped or repeated.
  cctz::time_zone::civil_transition transition;
  const Instant from = zone.prev_transition(second + std::chrono::seconds(1), &transition)
                           ? to_instant(zone.lookup(transition.to).trans)
                           : Instant::min();
  const Instant until =
      zone.next_transition(second, &transition) ? to_instant(zone.lookup(transition.to).trans) : to_instant(listed);
  return {from, until, offset};
}

const Zone::KnownSpans& Zone::look_up(Instant instant) const {
  if (data_ == nullptr) {
    auto data = std::make_shared<Data>();
    // Cannot fail: find() saw the zone, and UTC needs no data.
    (void)cctz::load_time_zone(name_, &data->zone);
    data_ = std::move(data);
  }
  if (known_.empty()) known_.resize(places);
  KnownSpans& known = known_[place_of(instant)];
  const Span span = find_span(instant);
  known = {span.from, span.until, span.until, span.offset, span.offset};
  // The other side of a transition within these days will be asked for as well.
  if (span.from > Instant::min() && stretch_of(span.from) == stretch_of(instant)) {
    const Span earlier = find_span(span.from - std::chrono::milliseconds(1));
    if (earlier.until == span.from) known = {earlier.from, span.from, span.until, earlier.offset, span.offset};
  } else if (stretch_of(span.until) == stretch_of(instant)) {
    const Span later = find_span(span.until);
    if (later.from == span.until) known = {span.from, span.until, later.until, span.offset, later.offset};
  }
  return known;
}

bool is_sound_zone_file(std::string_view bytes) {
  constexpr std::size_t header_size = 44;
  constexpr std::size_t most_footer = 256;
  constexpr std::size_t legacy_time = 4;
  constexpr std::size_t modern_time = 8;
  const auto count = [&](std::size_t place) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[20 + place * 4 + i]);
    return value;
  };
  // Moves past a header and its block.
  const auto skip_block = [&](std::size_t time_size) {
    if (bytes.size() < header_size || !bytes.starts_with("TZif")) return false;
    const std::size_t size =
        count(3) * (time_size + 1) + count(4) * 6 + count(5) + count(2) * (time_size + 4) + count(1) + count(0);
    if (size > bytes.size() - header_size) return false;
    bytes.remove_prefix(header_size + size);
    return true;
  };
  if (bytes.size() < header_size) return false;
  const char version = bytes[4];
  if (!skip_block(legacy_time)) return false;
  if (version == '\0') return true;
  return skip_block(modern_time) && bytes.size() <= most_footer;
}

std::vector<std::string_view> zone_names() {
  std::vector<std::string_view> names;
  for (const ZoneEntry& entry : zone_entries) {
    if (!is_refused(entry.name)) names.push_back(entry.name);
  }
  return names;
}

std::string zone_folder() {
  const char* const folder = std::getenv("OFFHOURS_ZONEINFO");
  return folder == nullptr ? std::string() : folder;
}

std::string_view zone_data_version() { return zone_version; }

}  // namespace offhours::worktime

// Abseil looks for zones through this hook; its own definition is weak. Its namespace is an inline one, which clang 14
// does not reopen by the outer names alone.
namespace absl {
ABSL_NAMESPACE_BEGIN
namespace time_internal::cctz_extension {
ZoneInfoSourceFactory zone_info_source_factory = offhours::worktime::open_zone;  // NOLINT
}  // namespace time_internal::cctz_extension
ABSL_NAMESPACE_END
}  // namespace absl
