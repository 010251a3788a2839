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
