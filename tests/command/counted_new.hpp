// A test program that is linked with counted_new.cpp counts its allocations.
#pragma once

#include <cstdint>

namespace offhours::test {

extern std::uint64_t allocations;

}  // namespace offhours::test
