/// \file
/// The house rules, each a function from the tree to what breaks it.
#pragma once
#include <string>
#include <vector>

#include "common/book/tree.hpp"

namespace unrolled::book {

/// One place where a rule is broken.
struct Violation {
  std::string file;  ///< path from the root
  std::size_t line;  ///< counted from 1
  std::string rule;  ///< its name
  std::string what;  ///< what was found, and what is expected
};

/// Places where rules are broken.
using Violations = std::vector<Violation>;

/// One line: `file:line: rule: what was found, what is expected`.
/// \param violation  the place
/// \return the line, without an end
std::string line_of(const Violation& violation);

/// The include graph is the reading order: a chapter includes common/ and
/// itself or earlier ones, common/ no chapter, and tests/ only tests. Headers
/// that are slow to compile stay inside .cpp files of common/, and in tests.
/// \param tree  the book
/// \return what breaks the rule
Violations check_includes(const Tree& tree);

/// A program that states a claim has at most 140 lines (a worked example,
/// work.cpp, may have more), and code that is shown 80 columns.
/// \param tree  the book
/// \return what breaks the rule
Violations check_lengths(const Tree& tree);

/// Names of tests hold no sign that ctest takes for its own, and tags that
/// name a row of the notes name one that is there.
/// \param tree  the book
/// \return what breaks the rule
Violations check_tests(const Tree& tree);

/// One equation, one number: each stands once on a page of its chapter, in a
/// test, and, unless it is only stated, at the end of a line of code; every
/// number in code, tests and prose stands on a page.
/// \param tree  the book
/// \return what breaks the rule
Violations check_equations(const Tree& tree);

/// Numbers never shift: those of a chapter are 1, 2, ... without a gap; an
/// insertion has the letter after its predecessor's.
/// \param tree  the book
/// \return what breaks the rule
Violations check_numbering(const Tree& tree);

/// What a page refers to is there: listings, figures, results, links.
/// \param tree  the book
/// \return what breaks the rule
Violations check_references(const Tree& tree);

/// The names of figures and diagrams begin with their chapter, and no two are
/// the same.
/// \param tree  the book
/// \return what breaks the rule
Violations check_figure_names(const Tree& tree);

/// Every chapter has a page, and every page its parts in their order; headings
/// have ids that no other has.
/// \param tree  the book
/// \return what breaks the rule
Violations check_parts(const Tree& tree);

/// All rules.
/// \param tree  the book
/// \return what breaks them
Violations check_all(const Tree& tree);

/// A tag of a test: `[3.4]`, `[B8]`, `[house]`.
struct TestTag {
  std::string text;  ///< without its brackets
  std::string file;  ///< where
  std::size_t line;  ///< counted from 1
};

/// A test's name and tags.
struct TestCase {
  std::string name;           ///< as written, escapes kept
  std::string file;           ///< where
  std::size_t line;           ///< counted from 1
  std::vector<TestTag> tags;  ///< in order
};

/// The test cases of a source.
/// \param source  a file of tests/
/// \return every TEST_CASE in it
std::vector<TestCase> test_cases(const Source& source);

/// Whether a word is an equation's number: "3.4" or "3.4a".
/// \param word  any
/// \return true when it is
bool is_equation_number(std::string_view word);

/// The numbers at the end of a line of code: `// (1.3) (1.4)`.
/// \param line  of code
/// \return the numbers; none when the comment holds anything else, or when no
///         code stands before it
std::vector<std::string> trailing_numbers(std::string_view line);

}  // namespace unrolled::book
