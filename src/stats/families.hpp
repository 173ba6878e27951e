// The aggregate functions, family by family: each is a file with its classes and their rows. The table that
// aggregate.hpp shows is made of these.
#pragma once

#include <span>

#include "stats/aggregate.hpp"

namespace offhours::stats {

std::span<const Function> counts();
std::span<const Function> sets();
std::span<const Function> extremes();
std::span<const Function> sums();
std::span<const Function> pushes();

}  // namespace offhours::stats
