/// \file
/// Listings of programs and tests: every line can be linked to.
#pragma once
#include <string>
#include <string_view>

namespace unrolled::book {

/// C++ as HTML for a <pre>: each line in an element with the id l1, l2, ...;
/// comments, strings, keywords and directives marked with Doxygen's classes.
/// \param code  C++
/// \return HTML
std::string listing_html(std::string_view code);

}  // namespace unrolled::book
