/// \file
/// The other way to the same gradient: every pair of a loss L(t) and an earlier
/// step k has its own product of Jacobians.
///
/// Dimensions as in rnn.hpp, one sequence. jacobian(t) is dh(t)/dh(t-1) and P
/// is dh(t)/dh(k), both H x H; e(t) is dL(t)/do(t), K numbers.
#pragma once
#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::bptt {

/// What the sum over k computes, and what it costs.
struct SumOverK {
  Matrix dU;       ///< H x D
  Matrix dW;       ///< H x H
  Vector db;       ///< H
  Index products;  ///< how many times two H x H matrices were multiplied
};

/// dh(t)/dh(t-1): the row of the unit that is moved, the column of the one that
/// moves it.
/// \param hidden  sigma of the hidden units
/// \param p       parameters
/// \param s       states of the forward pass
/// \param t       1 .. tau
/// \return H x H
// [jacobian]
inline Matrix jacobian(Activation hidden, const Parameters<>& p,
                       const States<>& s, Index t) {
  const Vector slope = derivative_from_value(hidden, Matrix(s.h.col(t)));
  return arma::diagmat(slope) * p.W;  // (3.25)
}
// [jacobian]

/// dL/dU, dL/dW and dL/db as sums over all pairs k <= t.
/// \param hidden  sigma of the hidden units
/// \param p       parameters
/// \param x       inputs, D x tau
/// \param s       states of the forward pass
/// \param dLdo    dL(t)/do(t) in column t-1, K x tau
/// \return the three blocks, and the number of matrix products
/// \throws std::invalid_argument for a wrong shape, nothing, or a number that
///         is not finite
// [sum-over-k]
inline SumOverK sum_over_k(Activation hidden, const Parameters<>& p,
                           const Matrix& x, const States<>& s,
                           const Matrix& dLdo) {
  require_backward(p, x, s, dLdo);
  const Index H = p.W.n_rows;
  SumOverK sum{arma::zeros(H, x.n_rows), arma::zeros(H, H), arma::zeros(H), 0};
  for (Index t = 1; t <= x.n_cols; ++t) {
    const Vector e = dLdo.col(t - 1);
    Matrix P = arma::eye(H, H);  // dh(t)/dh(t)
    for (Index k = t; k >= 1; --k) {
      const Vector slope = derivative_from_value(hidden, Matrix(s.h.col(k)));
      const Vector term = slope % (P.t() * p.V.t() * e);  // (3.27)
      sum.dU += term * x.col(k - 1).t();                  // (3.28)
      sum.dW += term * s.h.col(k - 1).t();                // (3.29)
      sum.db += term;                                     // (3.30)
      if (k == 1) break;
      P = P * jacobian(hidden, p, s, k);  // (3.26)
      ++sum.products;
    }
  }
  return sum;
}
// [sum-over-k]

}  // namespace unrolled::bptt
