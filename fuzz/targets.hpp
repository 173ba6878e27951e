// The fuzz targets. Each takes any bytes, and ends the process where something that has to hold for all bytes does not.
// A target is linked with libFuzzer (./dev fuzz) and, over its kept corpus, as a test (./dev test).
#pragma once

#include <string_view>

namespace offhours::fuzz {

using Target = void (*)(std::string_view bytes);

void aggregate_states(std::string_view bytes);
void arguments(std::string_view bytes);
void envelopes(std::string_view bytes);
void events(std::string_view bytes);
void holidays(std::string_view bytes);
void inner_text(std::string_view bytes);
void law(std::string_view bytes);
void multivalue(std::string_view bytes);
void partials(std::string_view bytes);
void policy_files(std::string_view bytes);
void rows(std::string_view bytes);
void sessions(std::string_view bytes);
void wire(std::string_view bytes);
void zone_files(std::string_view bytes);

struct NamedTarget {
  std::string_view name;
  Target run;
};
inline constexpr NamedTarget targets[] = {
    {"aggregate_states", aggregate_states},
    {"arguments", arguments},
    {"envelopes", envelopes},
    {"events", events},
    {"holidays", holidays},
    {"inner_text", inner_text},
    {"law", law},
    {"multivalue", multivalue},
    {"partials", partials},
    {"policy_files", policy_files},
    {"rows", rows},
    {"sessions", sessions},
    {"wire", wire},
    {"zone_files", zone_files},
};

// Runs a target, and ends the process if it costs more processor time than is in proportion to the bytes.
void run_bounded(Target target, std::string_view bytes);

// Ends the process, saying what is broken.
void require(bool holds, std::string_view what);

// Takes the text up to the next byte 0xFF, which stands in no text that is read here as UTF-8, off the front.
std::string_view consume_part(std::string_view& bytes);

}  // namespace offhours::fuzz
