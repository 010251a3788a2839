# What all targets share.
add_library(armadillo INTERFACE)
add_library(warnings INTERFACE)
target_compile_options(warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion
  -Wshadow)
# g++ 12 sees frees and overlaps that do not happen, in a local arma::uvec and
# in "literal" + std::string (GCC bugs 104475 and 105651); and
# with -O1 the vector that a moved std::variant does not hold.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(warnings INTERFACE -Wno-free-nonheap-object
    -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds
    -Wno-maybe-uninitialized)
endif()
if(UNROLLED_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
find_package(Armadillo 11.4 REQUIRED)
target_link_libraries(armadillo INTERFACE ${ARMADILLO_LIBRARIES})
target_include_directories(armadillo SYSTEM INTERFACE ${ARMADILLO_INCLUDE_DIRS})

# One precompiled <armadillo>. Its target has no definitions of its own, else
# g++ would refuse it in silence.
file(WRITE ${CMAKE_BINARY_DIR}/precompiled.cpp "// empty\n")
add_library(precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
target_link_libraries(precompiled PRIVATE armadillo warnings)
target_precompile_headers(precompiled PRIVATE <armadillo>)

# together(target PARTS a b): compiles the files of the target that begin with a
# as one, those with b as one, and the rest as one. The templates that they
# share are then compiled once, which halves the time of a build. A file that
# EXCEPT names stays apart.
function(together target)
  cmake_parse_arguments(PARSE_ARGV 1 "" "" "EXCEPT" "PARTS")
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_filename_component(name ${source} NAME_WE)
    if(name STREQUAL "${_EXCEPT}")
      continue()
    endif()
    set(group rest)
    foreach(part IN LISTS _PARTS)
      if(name MATCHES "^(${part})")
        string(MAKE_C_IDENTIFIER ${part} group)
      endif()
    endforeach()
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
  endforeach()
endfunction()

# Loops that are worth compiling apart, for the compiler to widen.
file(GLOB loops CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/chapters/*/loops/*.cpp)
add_library(apart INTERFACE)
if(loops)
  add_library(loops STATIC ${loops})
  target_include_directories(loops PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(loops PRIVATE -O3 -fno-math-errno -fno-trapping-math)
  target_link_libraries(loops PRIVATE warnings)
  target_link_libraries(apart INTERFACE loops)
endif()

# The chapters' programs run with one thread and the plainest kernels, so that
# a figure's numbers are the same on every x86-64 machine.
set(BOOK_RUN ${CMAKE_BINARY_DIR}/run)
# (Chapter 5 measures the machine's own kernels.)
set(BOOK_ENVIRONMENT OPENBLAS_NUM_THREADS=1 OPENBLAS_CORETYPE=Prescott)
set(BOOK_STAMPS)
add_custom_target(figures)
add_custom_target(programs)

# add_room(01-backpropagation): a program for each .cpp of the folder, called
# 01-NAME; all but work.cpp are run, and leave figures and results in BOOK_RUN.
function(add_room room)
  string(SUBSTRING ${room} 0 2 number)
  file(GLOB programs CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/chapters/${room}
    ${PROJECT_SOURCE_DIR}/chapters/${room}/*.cpp)
  set(environment ${BOOK_ENVIRONMENT})
  if(number STREQUAL "05")
    set(environment OPENBLAS_NUM_THREADS=1)
  endif()
  add_custom_target(figures-${number})
  add_dependencies(figures figures-${number})
  foreach(source IN LISTS programs)
    get_filename_component(name ${source} NAME_WE)
    set(program ${number}-${name})
    add_executable(${program} ${PROJECT_SOURCE_DIR}/chapters/${room}/${source})
    target_link_libraries(${program} PRIVATE common apart warnings)
    # The presets compile with -O1, which is short and as fast where the time
    # goes to BLAS and tanh. What is timed is compiled for speed.
    if(number STREQUAL "05")
      target_compile_options(${program} PRIVATE -O3)
    else()
      target_precompile_headers(${program} REUSE_FROM precompiled)
    endif()
    add_dependencies(programs ${program})
    if(NOT name STREQUAL "work")
      set(stamp ${BOOK_RUN}/${program}.stamp)
      add_custom_command(OUTPUT ${stamp}
        COMMAND ${CMAKE_COMMAND} -E env ${environment}
                $<TARGET_FILE:${program}> --out ${BOOK_RUN} > ${BOOK_RUN}/${program}.txt
        COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
        DEPENDS ${program} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        COMMENT "Running ${program}" VERBATIM)
      add_custom_target(figures-${program} DEPENDS ${stamp})
      add_dependencies(figures-${number} figures-${program})
      list(APPEND BOOK_STAMPS ${stamp})
    endif()
  endforeach()
  file(MAKE_DIRECTORY ${BOOK_RUN})
  set(BOOK_STAMPS ${BOOK_STAMPS} PARENT_SCOPE)
endfunction()
