# The two parsers under libFuzzer (clang). With the preset:
#   cmake --preset fuzz && cmake --build --preset fuzz
#   cd build/fuzz
#   ./fuzz-worked -max_total_time=60 found-worked ../../tests/fuzz/corpus/worked
#   ./fuzz-csv -max_total_time=60 found-csv ../../tests/fuzz/corpus/csv
# New inputs go into the first folder named; the corpus stays as it is.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "UNROLLED_FUZZ needs clang")
endif()

# The parsers are compiled again, so that the fuzzer sees their branches.
set(parsers data worked_input worked_recurrent worked_sheet gradient_check)
list(TRANSFORM parsers PREPEND ${PROJECT_SOURCE_DIR}/common/)
list(TRANSFORM parsers APPEND .cpp)
add_library(fuzzed STATIC EXCLUDE_FROM_ALL ${parsers})
target_include_directories(fuzzed PUBLIC ${PROJECT_SOURCE_DIR})
target_compile_definitions(fuzzed PRIVATE
  UNROLLED_SOURCE="${PROJECT_SOURCE_DIR}")
target_compile_options(fuzzed PUBLIC
  -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
target_link_libraries(fuzzed PUBLIC armadillo fmt::fmt
  PRIVATE warnings nlohmann_json::nlohmann_json)

add_custom_target(fuzz)
foreach(parser worked csv)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/found-${parser})
  add_executable(fuzz-${parser} EXCLUDE_FROM_ALL
    ${CMAKE_CURRENT_LIST_DIR}/${parser}.cpp)
  target_link_options(fuzz-${parser} PRIVATE
    -fsanitize=fuzzer,address,undefined)
  target_link_libraries(fuzz-${parser} PRIVATE fuzzed warnings)
  add_dependencies(fuzz fuzz-${parser})
endforeach()
