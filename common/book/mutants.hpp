/// \file
/// Proof by mutation: every numbered line of a chapter is changed, one change
/// at a time, and the chapter's tests must fail each time.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "common/book/mutate.hpp"
#include "common/book/pages.hpp"
#include "common/book/tree.hpp"

namespace unrolled::book {

/// One change to the code, and what became of it.
struct Mutant {
  std::string equation;  ///< "3.4"
  std::string file;      ///< from the root
  std::string kind;      ///< "sign", ...; "as it is" for the line unchanged
  std::string code;      ///< the changed statement
  std::string outcome;   ///< "caught" by a value, "stopped" by an error,
                         ///< "survived", "equivalent"; or empty
};

/// Why a change changes nothing.
struct Equivalent {
  std::string equation;  ///< "3.4"
  std::string code;      ///< the changed statement
  std::string why;       ///< the reason
};

/// The numbered statements of a chapter, in its folder and in common/, each
/// with the names just above it that it takes its parts from.
/// \param tree     sources
/// \param chapter  1, 2, ...
/// \return one "as it is" for each
std::vector<Mutant> numbered_code(const Tree& tree, unsigned chapter);

/// Reads docs/mutants-NN.csv.
/// \param root      of the repository
/// \param chapter   1, 2, ...
/// \param problems  receives what is wrong
/// \return its rows; none when there is no such file
std::vector<Mutant> read_mutants(const std::filesystem::path& root,
                                 unsigned chapter, Problems& problems);

/// Reads docs/mutants-equivalent.csv.
/// \param root      of the repository
/// \param problems  receives what is wrong
/// \return the changes that change nothing, each with its reason
std::vector<Equivalent> read_equivalents(const std::filesystem::path& root,
                                         Problems& problems);

/// Whether the kept results are those of the code as it is: the same numbered
/// statements, each with a change; no survivor without a reason, no reason
/// without a survivor.
/// \param tree  sources and kept results
/// \return what is wrong, of every chapter that has kept results
Problems check_mutants(const Tree& tree);

/// The tables for the page "How this book is checked".
/// \param tree  sources and kept results
/// \return `mutants` by chapter, `mutants_by_kind`, `equivalents` with their
/// reasons
Result mutants_result(const Tree& tree);

}  // namespace unrolled::book
