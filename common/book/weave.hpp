/// \file
/// From a page's source to Doxygen's input.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/book/pages.hpp"

namespace unrolled::book {

/// Files of HTML that the woven pages include, by name.
using Pieces = std::map<std::string, std::string>;

/// Weaves one page: formulas, equation numbers, results, figures, listings,
/// folds and links become what Doxygen understands. Lines stay where they are
/// as far as that can be, so that Doxygen's warnings name the right one.
/// \param page      the page's source
/// \param book      what it may refer to
/// \param pieces    receives what the page includes
/// \param problems  receives each thing that can't be resolved
/// \return Markdown for Doxygen
std::string weave(const Page& page, const Book& book, Pieces& pieces,
                  Problems& problems);

/// The page of the site that lists the book's source files.
/// \param book  the book
/// \return Markdown for Doxygen
std::string code_page(const Book& book);

/// The sidebar of every page: chapters, other pages, code.
/// \param book  the book
/// \return HTML, with Doxygen's $relpath^ before each address
std::string sidebar(const Book& book);

/// Which chapter's code includes which, as a small picture.
/// \param book  the book
/// \param here  the chapter it stands in; 0: none
/// \return HTML; empty for fewer than two chapters
std::string chapter_map(const Book& book, std::size_t here);

/// What a reader may look for: every part of every page, as a classic script.
/// \param book  the book
/// \return JavaScript that sets window.UNROLLED_SEARCH
std::string search_index(const Book& book);

/// A page's HTML as a part of one document that holds several: links to these
/// become links within it, links to other files of the site are taken away.
/// \param html   of the page
/// \param files  the pages that the document holds
/// \return the same with other addresses
std::string with_inner_links(const std::string& html,
                             const std::set<std::string>& files);

/// Reads `--name value` pairs; says on standard error what is wrong.
/// \param argc   number of words
/// \param argv   the command and its words
/// \param names  the options, all required
/// \return the values by name; empty when something is wrong
std::map<std::string, std::string> options(
    int argc, char** argv, const std::vector<std::string>& names);

}  // namespace unrolled::book
