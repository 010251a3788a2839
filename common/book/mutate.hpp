/// \file
/// Changes to a line of code, one at a time: what a person may get wrong in an
/// equation. A test that lets one pass checks less than it says.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace unrolled::book {

/// The statement that a numbered line of code ends.
struct Statement {
  std::vector<std::string> equations;  ///< its numbers: "3.4"
  std::size_t line;                    ///< the numbered line, counted from 1
  std::size_t begin;  ///< where its code begins in the file's text
  std::size_t end;    ///< just after its semicolon
  std::string text;   ///< its code on one line, without comments
};

/// One change to a statement.
struct Mutation {
  std::string kind;   ///< "sign", "transpose", "exchange", "time", ...
  std::string text;   ///< the changed statement
  std::string guard;  ///< two operands that must both be matrices, or empty
};

/// The numbered statements of a file, in order. `const Matrix z = W * a;` just
/// above `z += b;  // (1.1)` belongs to the equation and comes before it.
/// \param source  the file's text
/// \return those that end in a comment as `// (3.4)`, and their parts
std::vector<Statement> numbered_statements(const std::string& source);

/// All changes to a statement, none twice.
/// \param statement  code on one line, as in Statement::text
/// \return the changes
std::vector<Mutation> mutations_of(const std::string& statement);

/// One change that is compiled in and waits to be switched on.
struct Switched {
  std::size_t id;     ///< what UNROLLED_MUTANT names, from 1
  Mutation mutation;  ///< the change
};

/// A statement with its changes beside it: the environment's UNROLLED_MUTANT
/// says which one runs. A compiler's message about a change says `mutant:ID`.
/// \param statement  code on one line
/// \param changes    to be compiled in
/// \param file       for messages about the rest
/// \param line       the statement's
/// \return code that takes the statement's place
std::string with_changes(const std::string& statement,
                         const std::vector<Switched>& changes,
                         const std::string& file, std::size_t line);

}  // namespace unrolled::book
