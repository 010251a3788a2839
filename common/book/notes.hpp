/// \file
/// The notes, checked: the inventory of everything in the five notes, what the
/// tests found out about it, and the page's tables.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/book/pages.hpp"
#include "common/book/tree.hpp"

namespace unrolled::book {

/// A formula, claim, figure or question of a note: a line of
/// tests/notes/inventory.csv.
struct Row {
  std::string id;                  ///< "B8"
  std::string state;               ///< how the note prints it: ok, lost, ...
  std::string verdict;             ///< what its test must find
  std::vector<std::string> where;  ///< "3.11", "#anchor", "fig-name", "03-run"
  std::string later;    ///< the chapter that it, or a part of it, waits for
  std::string formula;  ///< as it should be, with TeX
  std::string printed;  ///< as the note has it, where that is wrong
  std::string words;    ///< what it is, and under which condition it holds
  std::size_t line;     ///< of the file
};

/// A number with the words that say what it is.
struct Measured {
  double value;      ///< the number
  std::string what;  ///< its meaning
};

/// What a test found out about a row: a file that tests/notes.hpp wrote.
struct Finding {
  std::string row;                          ///< "B8"
  std::string verdict;                      ///< what was found
  std::optional<double> error;              ///< of what should be right
  std::optional<double> off;                ///< of what should be wrong
  std::optional<Measured> smaller, larger;  ///< the two sides of a comparison
  std::string file;                         ///< of the test
  std::size_t line = 0;                     ///< of the call, counted from 1
};

/// Everything that the verdicts are checked against.
struct Notes {
  std::vector<Row> rows;         ///< in each note's own order
  std::vector<Finding> records;  ///< in any order
};

/// Reads tests/notes/inventory.csv.
/// \param root      of the repository
/// \param problems  receives what is wrong with it
/// \return its rows
std::vector<Row> read_inventory(const std::filesystem::path& root,
                                Problems& problems);

/// Reads what the tests left.
/// \param folder    with one folder a test program
/// \param problems  receives what is wrong
/// \return the records
std::vector<Finding> read_findings(const std::filesystem::path& folder,
                                   Problems& problems);

/// What can be said without a run: a row has a test that has its id among its
/// tags and calls its verdict; a test names rows that are there; a word or a
/// figure is on its page; what is to come has not come.
/// \param rows  from read_inventory()
/// \param tree  sources and pages
/// \param book  pages and their equations
/// \return what is wrong
Problems check_rows(const std::vector<Row>& rows, const Tree& tree,
                    const Book& book);

/// What only a run can say: every row that needs a test got its verdict from
/// one, and no other verdict.
/// \param notes  rows and records
/// \param tree   sources
/// \return what is wrong
Problems check_findings(const Notes& notes, const Tree& tree);

/// What the pages take: a table for each note, and single values.
/// \param notes  checked rows and records
/// \param tree   sources
/// \param book   pages and listings
/// \return the tables by key, as Markdown, and the values by key
Result notes_result(const Notes& notes, const Tree& tree, const Book& book);

}  // namespace unrolled::book
