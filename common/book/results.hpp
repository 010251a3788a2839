/// \file
/// The table that ./book ends with: the programs, their claims, and whether
/// each held.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace unrolled::book {

/// What became of a program's claim.
enum class Verdict { held, did_not_hold, did_not_finish };

/// One row of the table.
struct Outcome {
  std::string program;  ///< "01-mazur"
  std::string claim;    ///< a sentence; why there is none, if it is unknown
  Verdict verdict = Verdict::did_not_finish;
};

/// Reads what a program left in the run's folder: PROGRAM.json with at least
/// `name`, `claim` and `held`. A program that left nothing did not finish.
/// \param run      the run's folder
/// \param program  its name
/// \return the row
/// \throws std::runtime_error when the file is there but is not what it should
///         be
Outcome read_outcome(const std::filesystem::path& run,
                     const std::string& program);

/// The table as text, claims wrapped, with a line at its end that counts.
/// \param outcomes  the rows
/// \param width     columns of the whole table
/// \return lines, each ended
std::string results_table(const std::vector<Outcome>& outcomes,
                          std::size_t width = 80);

}  // namespace unrolled::book
