/// \file
/// What the check of an exercise says of a value: what was expected, what came,
/// and which mistake it is when it is a typical one.
#pragma once
#include <string>
#include <vector>

#include "common/matrix.hpp"

/// What the checks of the exercises share.
namespace unrolled::exercises {

/// A wrong value that people arrive at, and what to tell them.
struct Mistake {
  std::string says;  ///< a sentence
  Matrix value;      ///< what this mistake leads to
};

/// Judges a value that the answer computed from numbers it was given.
/// \param what      what it is, for the message
/// \param came      the reader's
/// \param expected  the true one, found without the reader's code
/// \param mistakes  the one that is nearest is told, if it is near; one that
///                  equals the true value is left out
/// \param tolerance of the error relative to the expected value's norm
/// \return empty when it is right; else the message
std::string judge(const std::string& what, const Matrix& came,
                  const Matrix& expected,
                  const std::vector<Mistake>& mistakes = {},
                  double tolerance = 1e-9);

/// Judges a number.
/// \copydetails judge(const std::string&, const Matrix&, const Matrix&, const
/// std::vector<Mistake>&, double)
std::string judge(const std::string& what, double came, double expected,
                  const std::vector<Mistake>& mistakes = {},
                  double tolerance = 1e-9);

/// Judges a number that the reader worked out or predicted. The message gives
/// a way to it in place of the number.
/// \param what      what it is, for the message
/// \param way       how to find it: "delta(1) times h(0), equation (3.14)"
/// \param came      the reader's
/// \param expected  the true one
/// \param mistakes  as in judge()
/// \param tolerance of the error relative to the expected number; of the error
///                  itself where 0 is expected
/// \return empty when it is right; else the message
std::string judge_by_hand(const std::string& what, const std::string& way,
                          double came, double expected,
                          const std::vector<Mistake>& mistakes = {},
                          double tolerance = 1e-4);

/// A mistake that is a single number.
/// \param says   a sentence
/// \param value  what this mistake leads to
/// \return the mistake
inline Mistake mistake(std::string says, double value) {
  return {std::move(says), Matrix{value}};
}

}  // namespace unrolled::exercises
