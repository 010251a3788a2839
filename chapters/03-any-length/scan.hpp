/// \file
/// The delta recursion without a sequence of steps: it is linear in delta, so
/// that pairs of neighbours can be joined in any grouping.
///
/// One sequence. A(t) is H x H, v(t) is H: delta(t) = A(t) delta(t+1) + v(t).
#pragma once
#include <vector>

#include "chapters/03-any-length/sum_over_k.hpp"

namespace unrolled::bptt {

/// One step of the way back, or several joined: delta -> A delta + v.
struct Affine {
  Matrix A;  ///< H x H
  Vector v;  ///< H
};

/// First the later step, then the earlier one, as one.
/// \param earlier  the step nearer to t = 1
/// \param later    the step that comes first on the way back
/// \return the joined step
// [join]
inline Affine join(const Affine& earlier, const Affine& later) {
  return {earlier.A * later.A, earlier.A * later.v + earlier.v};  // (3.41)
}
// [join]

/// delta(1) .. delta(tau) in ceil(log2 tau) rounds; within a round no join
/// waits for another, so that tau processors would do it at once.
/// \param hidden  sigma of the hidden units
/// \param p       parameters
/// \param s       states of the forward pass
/// \param dLdo    dL/do of every step, K x tau
/// \param rounds  if not null, receives the number of rounds
/// \return delta, H x tau, column t-1 is time t
// [scan]
inline Matrix delta_by_scan(Activation hidden, const Parameters<>& p,
                            const States<>& s, const Matrix& dLdo,
                            Index* rounds = nullptr) {
  const Index tau = dLdo.n_cols, H = p.W.n_rows;
  std::vector<Affine> step(tau);
  for (Index t = 1; t <= tau; ++t) {
    const Matrix J = t < tau ? jacobian(hidden, p, s, t + 1)
                             : Matrix(H, H, arma::fill::zeros);
    step[t - 1] = {J.t(), p.V.t() * dLdo.col(t - 1)};  // (3.40)
  }
  Index count = 0;
  for (Index reach = 1; reach < tau; reach *= 2, ++count) {
    const std::vector<Affine> before = step;
    for (Index t = 1; t + reach <= tau; ++t)
      step[t - 1] = join(before[t - 1], before[t - 1 + reach]);
  }
  if (rounds != nullptr) *rounds = count;
  Matrix delta(H, tau);
  for (Index t = 1; t <= tau; ++t) delta.col(t - 1) = step[t - 1].v;
  return delta;
}
// [scan]

}  // namespace unrolled::bptt
