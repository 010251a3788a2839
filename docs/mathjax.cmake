# cmake -DFROM=/usr/share/javascript/mathjax -DTO=site/mathjax -P mathjax.cmake
# Of MathJax 2.7's 54 MB the site takes the 1.0 MB that it uses.
foreach(part MathJax.js config/TeX-AMS_CHTML.js jax/output/CommonHTML
    jax/element/mml/optable extensions/TeX fonts/HTML-CSS/TeX/woff)
  if(NOT EXISTS ${FROM}/${part})
    message(FATAL_ERROR "${FROM}/${part}: no such file, expected MathJax 2.7")
  endif()
  get_filename_component(folder ${part} DIRECTORY)
  file(COPY ${FROM}/${part} DESTINATION ${TO}/${folder} FOLLOW_SYMLINK_CHAIN
    PATTERN "mhchem*" EXCLUDE)
endforeach()
