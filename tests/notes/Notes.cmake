# The notes, checked: each test program runs its tests that have a row of the
# notes among their tags, once; what they find is what the page says.
set(NOTES_INVENTORY ${PROJECT_SOURCE_DIR}/tests/notes/inventory.csv)
set(NOTES_RECORDS ${CMAKE_BINARY_DIR}/notes)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${NOTES_INVENTORY})
file(STRINGS ${NOTES_INVENTORY} notes_rows REGEX "^[A-E][0-9]+,")
list(TRANSFORM notes_rows REPLACE "^([A-E][0-9]+),.*" "[\\1]")
list(JOIN notes_rows "," notes_tags)

set(notes_stamps)
foreach(folder IN LISTS folders)
  if(NOT TARGET test-${folder} OR folder STREQUAL "book")
    continue()
  endif()
  set(stamp ${NOTES_RECORDS}/${folder}.stamp)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${NOTES_RECORDS}/${folder}
    COMMAND ${CMAKE_COMMAND} -E env OPENBLAS_NUM_THREADS=1
            UNROLLED_NOTES=${NOTES_RECORDS}/${folder}
            $<TARGET_FILE:test-${folder}> ${notes_tags}
            $<$<VERSION_GREATER_EQUAL:${Catch2_VERSION},3>:--allow-running-no-tests>
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS test-${folder} ${NOTES_INVENTORY}
    COMMENT "What test-${folder} finds out about the notes"
    COMMAND_EXPAND_LISTS VERBATIM)
  list(APPEND notes_stamps ${stamp})
endforeach()
add_custom_target(notes-run DEPENDS ${notes_stamps})

file(GLOB_RECURSE notes_sources CONFIGURE_DEPENDS docs/*.md docs/*.csv chapters/*.md
  chapters/*.hpp chapters/*.cpp common/*.hpp tests/*.cpp)
set(BOOK_NOTES ${BOOK_RUN}/notes.json)
add_custom_command(OUTPUT ${BOOK_NOTES}
  COMMAND book-tool notes --source ${PROJECT_SOURCE_DIR} --run ${BOOK_RUN}
          --records ${NOTES_RECORDS} --out ${BOOK_NOTES}
  DEPENDS book-tool ${notes_stamps} ${NOTES_INVENTORY} ${notes_sources}
          ${BOOK_RUN}/exercise-session.md
  COMMENT "A verdict for every row of the notes" VERBATIM)
add_custom_target(notes DEPENDS ${BOOK_NOTES})

# PyTorch itself, where it is installed; 77: it is not.
add_test(NAME "notes: PyTorch makes the kept numbers again"
  COMMAND sh ${PROJECT_SOURCE_DIR}/tests/notes/pytorch.sh)
set_tests_properties("notes: PyTorch makes the kept numbers again" PROPERTIES
  LABELS notes SKIP_RETURN_CODE 77)
