# What the reader's answers are compiled against: one precompiled header of
# <armadillo> and Catch2, and one archive with what the checks call. Plainly
# compiled, whatever the build type: an answer is small and compiles often.
set(bench ${CMAKE_BINARY_DIR}/exercises)
set(bench_flags -std=c++20 -O0)
if(Catch2_VERSION VERSION_LESS 3)
  set(bench_catch <catch2/catch.hpp>)
  list(APPEND bench_flags -DUNROLLED_CATCH2_V2)
  set(bench_libraries $<TARGET_FILE:Catch2::Catch2WithMain>)
else()
  set(bench_catch <catch2/catch_all.hpp>)
  set(bench_libraries $<TARGET_FILE:Catch2::Catch2WithMain>
    $<TARGET_FILE:Catch2::Catch2>)
endif()
file(CONFIGURE OUTPUT ${bench}/bench.hpp CONTENT "// Nothing of the book: what \
stands here is compiled once.\n#include <armadillo>\n#include @bench_catch@\n"
  @ONLY)
set(bench_header ${bench}/bench.hpp.gch)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  set(bench_header ${bench}/bench.hpp.pch)
endif()
add_custom_command(OUTPUT ${bench_header}
  COMMAND ${CMAKE_CXX_COMPILER} ${bench_flags} -x c++-header ${bench}/bench.hpp
          -o ${bench_header}
  DEPENDS ${bench}/bench.hpp COMMENT "Precompiling what exercises include"
  VERBATIM)

# The reporter sees more of Catch2 than the precompiled header.
set(bench_objects)
foreach(source common/book/exercises_judge common/gradient_check
    tests/exercise_reporter)
  get_filename_component(name ${source} NAME)
  set(object ${bench}/${name}.o)
  set(header -include ${bench}/bench.hpp)
  if(name STREQUAL "exercise_reporter")
    set(header)
  endif()
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_CXX_COMPILER} ${bench_flags} ${header}
            -I${PROJECT_SOURCE_DIR} -MMD -MF ${object}.d
            -c ${PROJECT_SOURCE_DIR}/${source}.cpp -o ${object}
    DEPENDS ${PROJECT_SOURCE_DIR}/${source}.cpp ${bench_header}
    DEPFILE ${object}.d
    COMMENT "Compiling what exercises are checked with" VERBATIM)
  list(APPEND bench_objects ${object})
endforeach()

list(JOIN bench_flags "\", \"" words)
list(JOIN bench_objects "\", \"" objects)
list(JOIN bench_libraries "\", \"" libraries)
list(JOIN ARMADILLO_LIBRARIES "\", \"" armadillo_libraries)
file(GENERATE OUTPUT ${bench}/bench.json CONTENT "{\"compile\": \
[\"${CMAKE_CXX_COMPILER}\", \"${words}\", \"-include\", \"${bench}/bench.hpp\"],
\"link\": [\"${objects}\", \"${libraries}\", \"${armadillo_libraries}\"]}\n")
add_custom_target(exercise-support ALL DEPENDS ${bench_header} ${bench_objects})
if(TARGET test-book)
  add_dependencies(test-book exercise-support)
endif()

# The session that the page "Doing the exercises" shows.
file(GLOB_RECURSE exercise_files CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/chapters/*/exercises/*)
add_custom_command(OUTPUT ${BOOK_RUN}/exercise-session.md
  COMMAND sh docs/exercise-session.sh $<TARGET_FILE:book-tool>
          ${PROJECT_SOURCE_DIR} ${CMAKE_BINARY_DIR} > ${BOOK_RUN}/exercise-session.md
  DEPENDS book-tool exercise-support ${PROJECT_SOURCE_DIR}/docs/exercise-session.sh ${exercise_files}
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
  COMMENT "Doing an exercise" VERBATIM)
add_custom_target(exercise-session DEPENDS ${BOOK_RUN}/exercise-session.md)
set_property(GLOBAL APPEND PROPERTY BOOK_STAMPS ${BOOK_RUN}/exercise-session.md)

# The proof of each exercise is a test. Answers are compiled plainly in every
# build: with sanitizers it would prove the same again.
file(GLOB exercises CONFIGURE_DEPENDS LIST_DIRECTORIES true
  RELATIVE ${PROJECT_SOURCE_DIR}
  ${PROJECT_SOURCE_DIR}/chapters/*/exercises/*)
if(UNROLLED_SANITIZE)
  set(exercises)
endif()
foreach(exercise IN LISTS exercises)
  string(REGEX REPLACE "chapters/0*([0-9]+)-.*/([0-9]+)$" "\\1-\\2" name ${exercise})
  add_test(NAME "exercises: ${name} is one" COMMAND book-tool prove
    --home ${PROJECT_SOURCE_DIR} --build ${CMAKE_BINARY_DIR} ${name})
  set_tests_properties("exercises: ${name} is one" PROPERTIES
    LABELS exercises TIMEOUT 300)
endforeach()
