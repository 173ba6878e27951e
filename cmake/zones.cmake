# Compiles src/worktime/tzdata/tzdata.zi into one block of bytes and an index, both linked into the program.
find_program(OFFHOURS_ZIC zic PATHS /usr/sbin /sbin REQUIRED)

function(offhours_zone_data target)
  set(text ${CMAKE_CURRENT_SOURCE_DIR}/tzdata/tzdata.zi)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/zones)
  add_custom_command(
    OUTPUT ${out}/zone_data.S ${out}/zone_index.inc
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${out}/compiled
    COMMAND ${OFFHOURS_ZIC} -b slim -d ${out}/compiled ${text}
    COMMAND ${CMAKE_COMMAND} -DCOMPILED=${out}/compiled -DTEXT=${text} -DOUT=${out} -P ${CMAKE_SOURCE_DIR}/cmake/pack_zones.cmake
    DEPENDS ${text} ${CMAKE_SOURCE_DIR}/cmake/pack_zones.cmake
    COMMENT "Compiling the time zones")
  target_sources(${target} PRIVATE ${out}/zone_data.S ${out}/zone_index.inc)
  target_include_directories(${target} PRIVATE ${out})
endfunction()
