// Which instructions this processor has beyond those that every processor of its kind has. The one place that asks.
#pragma once

namespace offhours::text {

#if defined(__x86_64__)
// They read what the C runtime asked the processor at start, so they cost a load. "bmi" clears and counts up to the
// lowest bit in one instruction.
inline bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
inline bool has_carryless_product() { return __builtin_cpu_supports("pclmul") != 0; }
inline bool has_bit_instructions() { return __builtin_cpu_supports("bmi") != 0; }
#endif

}  // namespace offhours::text
