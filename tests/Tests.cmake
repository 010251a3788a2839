# Every folder of tests/ is one test program; every test has its folder's label.
find_package(Catch2 REQUIRED) # 2.13 (Debian 12) or 3
include(Catch)
add_library(catch INTERFACE)
target_link_libraries(catch INTERFACE Catch2::Catch2WithMain)
if(Catch2_VERSION VERSION_LESS 3)
  target_compile_definitions(catch INTERFACE UNROLLED_CATCH2_V2)
endif()

# One precompiled header for all tests.
add_library(precompiled-tests OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
set(test_definitions
  UNROLLED_SOURCE="${PROJECT_SOURCE_DIR}" UNROLLED_BUILD="${CMAKE_BINARY_DIR}")
target_compile_definitions(precompiled-tests PRIVATE ${test_definitions})
target_link_libraries(precompiled-tests PRIVATE common apart warnings catch
  nlohmann_json::nlohmann_json)
target_precompile_headers(precompiled-tests PRIVATE
  <armadillo> ${PROJECT_SOURCE_DIR}/tests/catch.hpp)

file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true
  RELATIVE ${PROJECT_SOURCE_DIR}/tests tests/*)
list(FILTER folders EXCLUDE REGEX "\\.|^bench$|^browser$|^fuzz$")
foreach(folder IN LISTS folders)
  file(GLOB sources CONFIGURE_DEPENDS tests/${folder}/*.cpp)
  if(NOT sources)
    continue()
  endif()
  add_executable(test-${folder} ${sources})
  target_link_libraries(test-${folder} PRIVATE common apart warnings catch
    nlohmann_json::nlohmann_json)
  target_compile_definitions(test-${folder} PRIVATE ${test_definitions})
  target_precompile_headers(test-${folder} REUSE_FROM precompiled-tests)
  if(NOT folder MATCHES "book|05-cost") # the parts of these use the same names
    together(test-${folder} EXCEPT typeset)
  endif()
  string(SUBSTRING ${folder} 0 2 number)
  if(TARGET ${number}-work) # tests of worked examples run the program
    add_dependencies(test-${folder} ${number}-work)
  endif()
  catch_discover_tests(test-${folder} TEST_PREFIX "${folder}: "
    PROPERTIES LABELS ${folder} TIMEOUT 120
    ENVIRONMENT "OPENBLAS_NUM_THREADS=1")
endforeach()
include(tests/bench/Bench.cmake)
if(TARGET test-book)
  target_link_libraries(test-book PRIVATE tool bench-core)
endif()
include(tests/notes/Notes.cmake)
# What the figures that compute in a page must compute.
add_executable(live-points tests/browser/points.cpp)
target_link_libraries(live-points PRIVATE common apart warnings
  nlohmann_json::nlohmann_json)
target_precompile_headers(live-points REUSE_FROM precompiled)
include(tests/browser/Browser.cmake)
if(UNROLLED_FUZZ)
  include(tests/fuzz/Fuzz.cmake)
endif()
include(common/book/Exercises.cmake)
