/// \file
/// Checks one answer: compiles it with its exercise's check, runs both, and
/// says in a few lines what came of it.
///
/// The answer is a translation unit of its own, so that what the compiler says
/// of it is about the answer alone. The check is compiled once and kept.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "common/book/exercises.hpp"

namespace unrolled::book {

/// How a process ended.
struct Finished {
  int code = -1;          ///< its exit code, when it had one
  int signal = 0;         ///< what ended it, else 0
  bool too_long = false;  ///< it was ended at the time limit
  std::string output;     ///< standard output and standard error
};

/// Runs a program and waits for it.
/// \param words    the program and its words
/// \param folder   where it runs
/// \param seconds  of processor time (six times that of a clock); 0: no limit
/// \return how it ended; code 127 when there is no such program
Finished run_process(const std::vector<std::string>& words,
                     const std::filesystem::path& folder, double seconds = 0);

/// Where answers are checked.
struct Bench {
  std::filesystem::path root;   ///< of the book
  std::filesystem::path build;  ///< with exercises/bench.json in it
  double seconds = 10;          ///< a check's time limit

  /// \return whether the target exercise-support has been built
  bool is_ready() const;
};

/// What came of a check.
enum class Result_kind {
  right,         ///< every test holds
  wrong,         ///< a test failed
  no_program,    ///< the answer does not compile, or lacks what was asked for
  crashed,       ///< a signal ended it
  too_long,      ///< the time limit ended it
  not_checkable  ///< the check itself did not compile
};

/// One test that did not hold.
struct Failure {
  std::string test;  ///< its name
  std::string text;  ///< expected, came, and the typical mistake
  bool thrown;       ///< an exception ended it
};

/// The outcome of a check.
struct Checked {
  Result_kind kind = Result_kind::not_checkable;
  std::size_t tests = 0;          ///< how many there are
  std::size_t held = 0;           ///< how many hold
  std::vector<Failure> failures;  ///< of those that do not
  std::string about;     ///< errors of the compiler, the signal, the limit
  std::string warnings;  ///< what the compiler warns of
  std::string printed;   ///< what the answer printed itself

  /// \return whether every test holds
  bool is_right() const { return kind == Result_kind::right; }
};

/// Checks an answer.
/// \param bench     compiler and limits
/// \param exercise  which
/// \param answer    the file; messages show it as `shown`
/// \param shown     "my/exercise-3-2.cpp"
/// \return what came of it
/// \throws std::runtime_error when there is no bench, or no room to work in
Checked check_answer(const Bench& bench, const Exercise& exercise,
                     const std::filesystem::path& answer,
                     const std::string& shown);

/// The outcome as the reader sees it.
/// \param checked  the outcome
/// \param first    only the first failure in full, the others by name
/// \return lines, each ended
std::string report(const Checked& checked, bool first = true);

/// What a compiler said, brought down to the lines of one file.
/// \param output  what g++ or clang++ wrote
/// \param file    whose lines are kept, as the compiler calls it
/// \param source  that file's content
/// \param kind    "error" or "warning"
/// \return at most three, each with its line and a mark below; then how many
///         more there are
std::string diagnostics(const std::string& output, const std::string& file,
                        const std::string& source, const std::string& kind);

/// Reads what a check wrote, also when it breaks off.
/// \param written  by the reporter of tests/exercise_reporter.cpp
/// \param checked  receives tests, held and failures
/// \return the name of the test that crashed or did not end; empty when all did
std::string read_report(const std::string& written, Checked& checked);

}  // namespace unrolled::book
