#include "tests/exercises/task.hpp"

// Bits per character of s, from the second character on: column t of y_hat
// (from 0 on) holds the probabilities of what comes after s(t) was read.
double bits(const Matrix& y_hat, const arma::uvec& s) {
  double sum = 0;
  for (Index t = 0; t < y_hat.n_cols; ++t)
    sum -= std::log2(y_hat(s(t + 1), t));
  return sum / static_cast<double>(y_hat.n_cols);
}
