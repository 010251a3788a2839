# The site in a real browser: one survey of all its pages, one test for what
# each check found, and the same on a broken site, where each must find
# something. Without Debian's chromium, chromium-driver and python3-selenium, or
# without a site, they are skipped (77), in .ci/run they fail. See browse.py.
set(browse sh ${PROJECT_SOURCE_DIR}/tests/browser/browse.sh)
set(findings ${CMAKE_BINARY_DIR}/browser)
file(STRINGS ${PROJECT_SOURCE_DIR}/tests/browser/checks.py checks
  REGEX "^    \"[a-z]+\": \\(")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/tests/browser/checks.py)

set(every "browser: every page is read (needs ./book docs, chromium-driver, \
python3-selenium)")
add_test(NAME "${every}"
  COMMAND ${browse} survey ${CMAKE_BINARY_DIR}/site ${findings}/site.json
          --points ${CMAKE_BINARY_DIR}/live-points)
add_test(NAME "browser: the broken site is read"
  COMMAND ${browse} survey broken ${findings}/broken.json)
set_tests_properties("${every}" PROPERTIES
  FIXTURES_SETUP browser-site)
set_tests_properties("browser: the broken site is read" PROPERTIES
  FIXTURES_SETUP browser-broken)
set(browser_tests "${every}" "browser: the broken site is read")
foreach(line IN LISTS checks)
  string(REGEX REPLACE "^ *\"([a-z]+)\": \\(f?\"([^\"]*)\".*" "\\1;\\2" pair "${line}")
  list(GET pair 0 check)
  list(GET pair 1 words)
  string(REPLACE "{WIDTH}" "390" words "${words}")
  add_test(NAME "browser: ${words}"
    COMMAND ${browse} report ${findings}/site.json ${check})
  set_tests_properties("browser: ${words}" PROPERTIES
    FIXTURES_REQUIRED browser-site)
  add_test(NAME "browser: the check can fail that ${words}"
    COMMAND ${browse} report ${findings}/broken.json ${check} --caught)
  set_tests_properties("browser: the check can fail that ${words}" PROPERTIES
    FIXTURES_REQUIRED browser-broken)
  list(APPEND browser_tests "browser: ${words}"
    "browser: the check can fail that ${words}")
endforeach()

add_test(NAME "browser: only a page whose formulas are set is printed"
  COMMAND sh ${PROJECT_SOURCE_DIR}/tests/browser/paper.sh
          ${PROJECT_SOURCE_DIR}/docs ${CMAKE_BINARY_DIR}/site)
list(APPEND browser_tests
  "browser: only a page whose formulas are set is printed")
set_tests_properties(${browser_tests} PROPERTIES LABELS browser TIMEOUT 300
  SKIP_RETURN_CODE 77)
