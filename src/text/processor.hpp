// Which instructions this processor has beyond those that every processor of its kind has. The one place that asks.
#pragma once

namespace offhours::text {

#if defined(__x86_64__)
// Both read what the C runtime asked the processor at start, so they cost a load.
inline bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
inline bool has_carryless_product() { return __builtin_cpu_supports("pclmul") != 0; }
#endif

}  // namespace offhours::text
