// What walks need room for, kept from one to the next so that nothing is allocated for an event.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "event/automaton.hpp"

namespace offhours::event {

// Containers inside of so many others are not looked into.
constexpr std::size_t max_depth = 512;

struct WalkMemory {
  struct Level {
    Node* node;
    std::uint64_t serial;  // the container's
    bool is_array;
  };
  struct OpenContainer {
    PathSlot path;
    std::uint64_t rank;
    const char* start;  // null: only marked
    std::size_t depth;
    bool keep_cut;
  };
  std::array<Level, max_depth> levels;
  std::vector<OpenContainer> open;  // those that are wanted
  std::string key;
  std::uint64_t serial = 0;
};

}  // namespace offhours::event
