# What makes a memory fault harder to use, should there be one, in the program that ships.
set(hardening -fstack-protector-strong -fstack-clash-protection)
# Bounds of the C library's calls are checked where the compiler knows the object; it knows only what it optimises.
list(APPEND hardening -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
# Indirect jumps land only where the compiler put a mark, and returns go back only where they came from.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  list(APPEND hardening -fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  list(APPEND hardening -mbranch-protection=standard)
endif()
add_compile_options("$<$<CONFIG:Release>:${hardening}>")
# Addresses that are filled in at start cannot be written afterwards, and no stack is executable.
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
