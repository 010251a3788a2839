# cmake -DFROM=/usr/share/javascript/mathjax -DTO=site/mathjax -P mathjax.cmake
# Of MathJax 2.7's 54 MB the site takes the 0.8 MB that it can use: no
# extension that the configuration brings already, no alphabet that this book
# does not write. A formula in one of those is seen by the browser tests.
foreach(part MathJax.js config/TeX-AMS_CHTML.js jax/output/CommonHTML
    jax/element/mml/optable extensions/TeX fonts/HTML-CSS/TeX/woff)
  if(NOT EXISTS ${FROM}/${part})
    message(FATAL_ERROR "${FROM}/${part}: no such file, expected MathJax 2.7")
  endif()
  get_filename_component(folder ${part} DIRECTORY)
  file(COPY ${FROM}/${part} DESTINATION ${TO}/${folder} FOLLOW_SYMLINK_CHAIN
    REGEX "/(mhchem|AMSmath|AMSsymbols|noErrors|noUndefined|autoload-all|text-macros|mediawiki|begingroup|AMScd)[^/]*$" EXCLUDE
    REGEX "/(MathJax_)?(Fraktur|Script|Typewriter|Vector|Caligraphic-Bold|SansSerif-Bold|SansSerif-Italic|Math-Regular)[^/]*$" EXCLUDE)
endforeach()
