/// \file
/// The book's pages as they are written: their order, headings and equations,
/// and the results and figures that the programs left for them.
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace unrolled::book {

/// What could not be resolved, each "file:line: what, expected ...".
using Problems = std::vector<std::string>;

/// A heading of a page.
struct Heading {
  std::size_t level;  ///< 2 for `##`
  std::string id;     ///< what links name; made when the page gives none
  std::string text;   ///< without the id
  std::size_t line;   ///< counted from 1
};

/// A numbered equation.
struct Equation {
  std::string number;   ///< "3.4"
  std::string page;     ///< id of its page
  std::string file;     ///< its page's source
  std::size_t line;     ///< counted from 1
  bool stated = false;  ///< no program computes it
};

/// A page's source.
struct Page {
  std::string file;   ///< path from the book's root
  std::string id;     ///< what links name, and the page's file in the site
  std::string title;  ///< its first heading
  std::size_t chapter = 0;          ///< 0: not a chapter
  std::string text;                 ///< all of it
  std::vector<Heading> headings;    ///< in order, without the title
  std::vector<Equation> equations;  ///< in order
};

/// What a program left for the pages.
struct Result {
  std::map<std::string, std::string> values;  ///< by key
  std::map<std::string, std::string> tables;  ///< by key, as Markdown
};

/// The whole book.
struct Book {
  std::filesystem::path source;               ///< the root of the repository
  std::filesystem::path run;                  ///< where the programs wrote
  std::vector<Page> pages;                    ///< main page, chapters, the rest
  std::map<std::string, Equation> equations;  ///< by number
  std::map<std::string, Result> results;      ///< by program: "03-sunspots"
  std::set<std::string> figures;              ///< names, as drawn
  std::map<std::string, std::string> listings;  ///< source file to site page
};

/// Reads one page.
/// \param file      path from the book's root; tells a chapter's number
/// \param text      its content
/// \param problems  receives what is wrong
/// \return the page
Page read_page(const std::string& file, const std::string& text,
               Problems& problems);

/// Reads every page, and what the programs left.
/// \param source    the root of the repository
/// \param run       the folder where the programs wrote results and figures
/// \param problems  receives what is wrong
/// \return the book
Book read_book(const std::filesystem::path& source,
               const std::filesystem::path& run, Problems& problems);

/// A page of the site.
/// \param page  the page
/// \return its file: "ch_bptt.html", and "index.html" for the main page
std::string site_file(const Page& page);

/// The page with an id.
/// \param book  the book
/// \param id    its id
/// \return the page, or null
const Page* find_page(const Book& book, std::string_view id);

/// The anchor of an equation.
/// \param number  "3.4"
/// \return "eq_3_4"
std::string equation_anchor(const std::string& number);

/// Whether Doxygen documents a source file: the headers of the book.
/// \param file  path from the root
/// \return true for headers of common/ and of the chapters
bool is_documented(const std::string& file);

/// The address of a line of a listing.
/// \param page  where the file is listed
/// \param line  counted from 1
/// \return "src_common_loss_hpp.html#l41"
std::string line_address(const std::string& page, std::size_t line);

/// Whether a line opens or closes a fenced code block.
/// \param line  without its end
/// \return true for ``` and ~~~, indented or not
bool is_fence(std::string_view line);

/// The lines of a text.
/// \param text  any
/// \return without their ends
std::vector<std::string> lines_of(std::string_view text);

/// Text that may stand in HTML, also between double quotes.
/// \param text  any
/// \return with & < > and quotes escaped
std::string escaped(std::string_view text);

/// What may stand in a cell of a Markdown table.
/// \param text  plain text
/// \return the text escaped, without a bar
std::string table_cell(std::string_view text);

/// The cells of a CSV line; a cell in double quotes may hold commas, and "" for
/// a quote.
/// \param line  without its end
/// \return the cells
std::vector<std::string> csv_cells(std::string_view line);

/// Where and what, in one line.
/// \param file  the file
/// \param line  counted from 1
/// \param what  what is wrong, and what was expected
/// \return "file:line: what"
std::string problem(const std::string& file, std::size_t line,
                    const std::string& what);

}  // namespace unrolled::book
