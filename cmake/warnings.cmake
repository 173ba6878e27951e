# Warnings are errors, under gcc and clang alike. System headers (Boost, Abseil) are exempt.
add_library(offhours_warnings INTERFACE)
target_compile_options(offhours_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wimplicit-fallthrough -Werror)
if(OFFHOURS_SANITIZE)
  add_compile_options(-fsanitize=${OFFHOURS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${OFFHOURS_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # gcc finds false ones in the standard library under sanitizers, and says so in its manual.
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
endif()
