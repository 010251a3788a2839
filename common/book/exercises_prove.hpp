/// \file
/// Proves that an exercise is one: that its stub fails, its solution passes,
/// and each wrong answer is told from the others.
#pragma once
#include <string>
#include <vector>

#include "common/book/exercises.hpp"
#include "common/book/exercises_check.hpp"

namespace unrolled::book {

/// What is wrong with an exercise.
/// \param bench     where answers are checked
/// \param exercise  which
/// \return objections, each a sentence; none when all holds:
///         the stub compiles without a warning and fails by a value with a
///         message; the solution passes; there are two or more wrong answers,
///         each fails with the message that its first line quotes, and no
///         other answer meets that message; there are three hints, none empty;
///         the check's tests carry the exercise's tag; what to do and what the
///         check says fit the terminal; equations that are mentioned exist
std::vector<std::string> prove(const Bench& bench, const Exercise& exercise);

}  // namespace unrolled::book
