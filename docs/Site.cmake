# The site: diagrams drawn, pages woven, then Doxygen, MathJax and the links
# between equations and code.
find_package(Doxygen 1.9.4 REQUIRED COMPONENTS dot)
find_path(DOXYGEN_AWESOME_DIR doxygen-awesome.css REQUIRED
  PATHS /usr/share/doxygen-awesome-css)
set(UNROLLED_MATHJAX /usr/share/javascript/mathjax CACHE PATH
  "MathJax 2.7, of which the site takes what it uses")
set(BOOK_WOVEN ${CMAKE_BINARY_DIR}/woven)
set(BOOK_SITE ${CMAKE_BINARY_DIR}/site)
configure_file(docs/Doxyfile.in ${CMAKE_BINARY_DIR}/Doxyfile @ONLY)

# Diagrams. Their colours follow the theme once woven into a page.
file(GLOB diagrams CONFIGURE_DEPENDS chapters/*/*.dot docs/*.dot)
set(drawn)
foreach(diagram IN LISTS diagrams)
  get_filename_component(name ${diagram} NAME_WE)
  add_custom_command(OUTPUT ${BOOK_RUN}/${name}.svg
    COMMAND Doxygen::dot -Tsvg -o ${BOOK_RUN}/${name}.svg ${diagram}
    COMMAND ${CMAKE_COMMAND} -E copy ${diagram} ${BOOK_RUN}/${name}.dot
    DEPENDS ${diagram} COMMENT "Drawing ${name}" VERBATIM)
  list(APPEND drawn ${BOOK_RUN}/${name}.svg)
endforeach()
add_custom_target(diagrams DEPENDS ${drawn})
add_dependencies(figures diagrams)

# The site is removed first: Doxygen leaves stale pages behind.
file(GLOB_RECURSE site_sources CONFIGURE_DEPENDS docs/* common/*.hpp
  common/*.cpp chapters/*.md chapters/*.hpp chapters/*.cpp tests/*.hpp
  tests/*.cpp)
add_custom_command(OUTPUT ${BOOK_SITE}/index.html
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${BOOK_WOVEN} ${BOOK_SITE}
  COMMAND $<TARGET_FILE:book-tool> weave --source ${PROJECT_SOURCE_DIR}
          --run ${BOOK_RUN} --out ${BOOK_WOVEN}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${BOOK_SITE}
  COMMAND Doxygen::doxygen ${CMAKE_BINARY_DIR}/Doxyfile
  COMMAND ${CMAKE_COMMAND} -DFROM=${UNROLLED_MATHJAX} -DTO=${BOOK_SITE}/mathjax
          -P ${PROJECT_SOURCE_DIR}/docs/mathjax.cmake
  COMMAND ${CMAKE_COMMAND} -DSITE=${BOOK_SITE}
          -P ${PROJECT_SOURCE_DIR}/docs/tidy.cmake
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${BOOK_WOVEN}/figures
          ${BOOK_SITE}/figures
  COMMAND $<TARGET_FILE:book-tool> equations --source ${PROJECT_SOURCE_DIR}
          --run ${BOOK_RUN} --site ${BOOK_SITE} --tags ${CMAKE_BINARY_DIR}/site.tags
  COMMAND ${CMAKE_COMMAND} -E touch ${BOOK_SITE}/index.html
  DEPENDS book-tool ${site_sources} ${BOOK_STAMPS} ${drawn} ${BOOK_NOTES}
          ${CMAKE_BINARY_DIR}/Doxyfile
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
  COMMENT "Making the site: ${BOOK_SITE}/index.html" VERBATIM)
add_custom_target(site DEPENDS ${BOOK_SITE}/index.html)
add_dependencies(site figures)

# All of it as one page, for paper: docs/pdf.sh prints it.
add_custom_target(print
  COMMAND book-tool print --source ${PROJECT_SOURCE_DIR} --run ${BOOK_RUN}
          --site ${BOOK_SITE} --out ${CMAKE_BINARY_DIR}/print.html
  VERBATIM)
add_dependencies(print site)
