/// \file
/// Exercise 4-4: what the answer defines, and what it may use.
#pragma once
#include "tests/exercises/task.hpp"

/// A gradient: its blocks.
using Gradient = std::vector<Matrix>;

/// Clips by the norm over all blocks, in place.
inline void clip(Gradient& gradient, double threshold) {
  double sum = 0;
  for (const Matrix& block : gradient) sum += arma::accu(arma::square(block));
  if (sum < threshold * threshold) return;
  for (Matrix& block : gradient) block *= threshold / std::sqrt(sum);
}

/// The clipped gradient of a batch, whose loss is the sum over its sequences:
/// a gradient of each, one or more, and the largest norm of the result.
Gradient batch_gradient(const std::vector<Gradient>& sequences,
                        double threshold);
