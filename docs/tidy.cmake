# cmake -DSITE=site -P tidy.cmake
# Doxygen's alphabetical indexes and lists of members: nothing leads to them.
file(GLOB orphans ${SITE}/functions*.html ${SITE}/namespacemembers*.html
  ${SITE}/*-members.html
  ${SITE}/annotated.html ${SITE}/classes.html ${SITE}/hierarchy.html
  ${SITE}/files.html ${SITE}/namespaces.html ${SITE}/pages.html
  ${SITE}/jquery.js ${SITE}/dynsections.js ${SITE}/tabs.css ${SITE}/[a-bd-z]*.png
  ${SITE}/doxygen.svg)
if(orphans)
  file(REMOVE ${orphans})
endif()
# For an alias Doxygen makes a link to an anchor of its namespace's page that it
# does not write: the page itself will do.
file(GLOB pages ${SITE}/*.html)
foreach(page IN LISTS pages)
  file(READ ${page} before)
  string(REGEX REPLACE "\"(namespace[a-z_0-9]+\\.html)#namespace[a-z_0-9]+\""
    "\"\\1\"" after "${before}")
  if(NOT after STREQUAL before)
    file(WRITE ${page} "${after}")
  endif()
endforeach()
