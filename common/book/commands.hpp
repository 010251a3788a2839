/// \file
/// The commands of the tool behind ./book, each in a file of its own name.
///
/// Each takes the command line from its own name on: argv[0] is "exercises".
/// Exit codes: 0 fine, 1 something did not hold, 2 usage or input.
#pragma once

/// The tool behind ./book.
namespace unrolled::book {

/// The list of the exercises with their states.
/// \param argc  number of words
/// \param argv  `exercises --home HOME --build BUILD`
/// \return the exit code
int exercises_main(int argc, char** argv);

/// Checks one exercise, or shows a hint or the solution.
/// \param argc  number of words
/// \param argv  `exercise --home HOME --build BUILD N-M [--hint | --solution
///              [--anyway] | --reset | --watch]`; `--my FOLDER` and `--limit
///              SECONDS` may stand before
/// \return the exit code; 1 when it is not yet right
int exercise_main(int argc, char** argv);

/// Proves exercises: stubs fail, solutions pass, wrong answers are told apart.
/// \param argc  number of words
/// \param argv  `prove --home HOME --build BUILD [N-M ...]`
/// \return the exit code; 1 when one is not what it should be
int prove_main(int argc, char** argv);

}  // namespace unrolled::book
