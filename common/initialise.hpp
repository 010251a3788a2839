/// \file
/// First weights: Xavier, He, orthogonal.
///
/// A weight matrix is n_out x n_in: it takes n_in numbers to n_out.
#pragma once
#include <cmath>

#include "common/matrix.hpp"
#include "common/random.hpp"

namespace unrolled {

/// Uniform weights of variance 2 / (n_in + n_out) (Glorot and Bengio, 2010):
/// the mean of what keeps the forward and the backward variance.
/// \param random  source of numbers
/// \param n_out   rows
/// \param n_in    columns
/// \return n_out x n_in weights
inline Matrix xavier(Random& random, Index n_out, Index n_in) {
  const double r = std::sqrt(6.0 / static_cast<double>(n_in + n_out));
  return random.uniform_matrix(n_out, n_in, -r, r);
}

/// Normal weights of variance 2 / n_in (He et al., 2015): ReLU drops half of
/// the second moment, the 2 restores it.
/// \param random  source of numbers
/// \param n_out   rows
/// \param n_in    columns
/// \return n_out x n_in weights
inline Matrix he(Random& random, Index n_out, Index n_in) {
  return random.normal_matrix(n_out, n_in,
                              std::sqrt(2.0 / static_cast<double>(n_in)));
}

/// A random orthogonal matrix, uniform over the group: Q of a normal matrix's
/// QR, with R's diagonal made positive. All singular values are 1.
/// \param random  source of numbers
/// \param n       rows and columns
/// \return n x n weights
/// \throws std::runtime_error when the QR factorisation fails
inline Matrix orthogonal(Random& random, Index n) {
  Matrix q, r;
  if (!arma::qr(q, r, random.normal_matrix(n, n)))
    throw std::runtime_error("orthogonal: the QR factorisation failed");
  for (Index j = 0; j < n; ++j)
    if (r(j, j) < 0) q.col(j) *= -1;
  return q;
}

}  // namespace unrolled
