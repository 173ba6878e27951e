// The events that are measured: made up, always the same, in the shapes that splunkd sends (every column has its
// `__mv_` twin, all plain columns first; every cell with a byte outside [A-Za-z0-9] is quoted).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace offhours::bench {

enum class Workload {
  putimage,  // 7 KB OCSF 1.1.0 PutImage in _raw, with the command's own columns, which arrive empty
  wide,      // 20 fields and their twins, one of them a _raw of 2 KB
  narrow,    // 10 fields and their twins, no _raw: what raw=false asks for
};

std::string_view name_of(Workload workload);
// The arguments of `offhours` and of `offhoursstats` for it.
std::vector<std::string> annotate_arguments(Workload workload);
std::vector<std::string> detect_arguments(Workload workload);

// A frame's body: header and rows. `first` is the number of its first row, so that frames differ.
std::string make_body(Workload workload, std::size_t rows, std::size_t first);
// A row's worth of `_raw` alone.
std::string make_putimage(std::size_t number);

}  // namespace offhours::bench
