/// \file
/// What a reader does with an exercise: begin, check, ask, begin anew.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "common/book/exercises.hpp"
#include "common/book/exercises_check.hpp"

namespace unrolled::book {

/// How far a reader has come with an exercise.
enum class State {
  not_begun,  ///< no file
  not_yet,    ///< checked, and not right
  done,       ///< checked, and right
  changed,    ///< its file or its check changed since the last check
  gone        ///< begun, and its file is no longer there
};

/// A reader's exercises: the book's texts, the folder of answers, progress.
class Reader {
 public:
  /// \param bench  where the book and its build are, and the time limit
  /// \param my     the reader's folder
  /// \throws std::runtime_error when an exercise's text can't be read
  Reader(Bench bench, std::filesystem::path my);

  /// \return every exercise, in order
  const std::vector<Exercise>& all() const { return exercises_; }

  /// \param name  "3-2"
  /// \return the exercise, or null
  const Exercise* find(const std::string& name) const;

  /// \param exercise  which
  /// \return the state, from files and records alone
  State state_of(const Exercise& exercise) const;

  /// The next one to do: the first after this that is not done, else the first
  /// of all.
  /// \param after  "3-2"; empty: from the start
  /// \return the exercise, or null when all are done
  const Exercise* next(const std::string& after = "") const;

  /// The list of all exercises with their states. Those that changed are
  /// checked again first, if that is possible.
  /// \return the exit code, 0
  int list();

  /// Begins the exercise if need be, checks the answer, says what came.
  /// \param exercise  which
  /// \return 0 when it is right, else 1
  int check(const Exercise& exercise);

  /// Checks, then again at each save, until the answer is right.
  /// \param exercise  which
  /// \return 0
  int watch(const Exercise& exercise);

  /// Shows the next hint.
  /// \param exercise  which
  /// \return 0
  int hint(const Exercise& exercise);

  /// Shows the solution and its reasons.
  /// \param exercise  which
  /// \param anyway    also when it is not done
  /// \return 0; 1 when it is not done and not asked for anyway
  int solution(const Exercise& exercise, bool anyway);

  /// Begins anew; what was there is kept beside under another name.
  /// \param exercise  which
  /// \return 0
  int reset(const Exercise& exercise);

 private:
  std::filesystem::path path_of(const Exercise& exercise) const;
  std::string shown(const Exercise& exercise) const;
  void begin(const Exercise& exercise);
  Checked checked(const Exercise& exercise);
  State refreshed(const Exercise& exercise);

  Bench bench_;
  std::filesystem::path my_;
  std::vector<Exercise> exercises_;
  Progress progress_;
};

}  // namespace unrolled::book
