/// \file
/// A run that a widely used course printed in 2018, of its exercise on the
/// LSTM's backward pass: its seed, its inputs, its expected output.
///
/// Dimensions: 3 inputs, 5 units, 10 sequences, 7 steps. The loss reaches the
/// first four steps, by h itself: V = I.
#pragma once
#include "chapters/07-gates/lstm.hpp"

namespace unrolled::gates {

/// The course's inputs, of NumPy's generator with the seed 1. Its a is this
/// book's h, its c is C, its gate o is q, and its W is [W U].
struct CourseRun {
  lstm::Parameters p;
  Sequence x, dLdo;
  Matrix h0;
  CourseRun();
  /// The gradient that some backward pass finds.
  lstm::Gradient by(decltype(&lstm::backward) backward) const;
};

/// The entries that the course prints: four of dx, and one each of da0, dWf,
/// dWi, dWc and dWo, in the course's letters.
std::vector<std::string> course_entries();
/// What it prints for them.
Vector course_answer();
/// What they are in a gradient.
Vector course_answer(const lstm::Gradient& g);

}  // namespace unrolled::gates
