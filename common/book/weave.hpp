/// \file
/// From a page's source to Doxygen's input.
#pragma once
#include <string>

#include "common/book/pages.hpp"

namespace unrolled::book {

/// Weaves one page: formulas, equation numbers, results, figures, listings,
/// folds and links become what Doxygen understands. Lines stay where they are
/// as far as that can be, so that Doxygen's warnings name the right one.
/// \param page      the page's source
/// \param book      what it may refer to
/// \param problems  receives each thing that can't be resolved
/// \return Markdown for Doxygen
std::string weave(const Page& page, const Book& book, Problems& problems);

/// The page of the site that lists the book's source files.
/// \param book  the book
/// \return Markdown for Doxygen
std::string code_page(const Book& book);

/// The sidebar of every page: chapters, other pages, code.
/// \param book  the book
/// \return HTML, with Doxygen's $relpath^ before each address
std::string sidebar(const Book& book);

}  // namespace unrolled::book
