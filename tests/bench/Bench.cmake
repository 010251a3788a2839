# The bench: no part of `all`; the peers are optional.
#
#   cmake --build build/release --target bench

# What measures is a library of its own, for its tests.
add_library(bench-core OBJECT EXCLUDE_FROM_ALL tests/bench/own.cpp
  tests/bench/measure.cpp tests/bench/report.cpp tests/bench/bench.cpp)
target_link_libraries(bench-core PUBLIC common apart
  PRIVATE warnings CLI11::CLI11 nlohmann_json::nlohmann_json)
target_precompile_headers(bench-core REUSE_FROM precompiled)
set_source_files_properties(tests/bench/own.cpp PROPERTIES COMPILE_OPTIONS -O3
  SKIP_PRECOMPILE_HEADERS ON) # what is timed is compiled for speed
target_compile_definitions(bench-core PRIVATE
  UNROLLED_COMPILER="${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")

# (Its objects come first: what the peers' files compile for this machine's own
# instructions must not stand in for it.)
add_executable(bench EXCLUDE_FROM_ALL $<TARGET_OBJECTS:bench-core>
  tests/bench/main.cpp)
target_link_libraries(bench PRIVATE common apart warnings ${CMAKE_DL_LIBS})

# add_peer(NAME source folder...): a library's headers are not ours to warn of.
function(add_peer name source)
  target_sources(bench PRIVATE ${source})
  target_compile_definitions(bench PRIVATE UNROLLED_${name})
  target_include_directories(bench SYSTEM PRIVATE ${ARGN})
endfunction()

# A peer that is installed later is looked for again.
if(EXISTS /usr/include)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS /usr/include)
endif()

find_path(EIGEN_INCLUDE_DIR Eigen/Core PATH_SUFFIXES eigen3)
if(EIGEN_INCLUDE_DIR)
  add_peer(EIGEN tests/bench/eigen.cpp ${EIGEN_INCLUDE_DIR})
  set_source_files_properties(tests/bench/eigen.cpp PROPERTIES
    COMPILE_OPTIONS "-O3;-march=native;-Wno-maybe-uninitialized;-Wno-uninitialized")
endif()

find_path(TORCH_INCLUDE_DIR torch/torch.h
  PATH_SUFFIXES torch/csrc/api/include)
find_library(TORCH_LIBRARY torch)
find_library(TORCH_CPU_LIBRARY torch_cpu)
find_library(TORCH_C10_LIBRARY c10)
if(TORCH_INCLUDE_DIR AND TORCH_LIBRARY AND TORCH_CPU_LIBRARY
    AND TORCH_C10_LIBRARY)
  add_peer(TORCH tests/bench/torch.cpp ${TORCH_INCLUDE_DIR})
  target_link_libraries(bench PRIVATE
    ${TORCH_LIBRARY} ${TORCH_CPU_LIBRARY} ${TORCH_C10_LIBRARY})
endif()

# Chapter 5 shows a recorded run: a new record is a new figure.
add_custom_command(OUTPUT ${BOOK_RUN}/05-measured.stamp APPEND
  DEPENDS ${PROJECT_SOURCE_DIR}/chapters/05-cost/measured.csv)
