/// \file
/// Minibatches, and sequences of different lengths in one batch.
///
/// Dimensions as in rnn.hpp. Sequence j has tau_j steps and is padded at its
/// end to tau, the largest of them; the mask m is n x tau.
#pragma once
#include <vector>

#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::bptt {

/// One sequence with its targets.
struct Sequence {
  Matrix x;   ///< inputs, D x tau_j
  Matrix y;   ///< targets, K x tau_j
  Vector h0;  ///< initial state, H
};

/// Sequences side by side.
struct Batch {
  Cube x;     ///< inputs, D x n x tau
  Cube y;     ///< targets, K x n x tau
  Matrix h0;  ///< initial states, H x n
  Matrix m;   ///< weight of step t of sequence j in row j, column t-1: n x tau
};

/// Puts sequences side by side; shorter ones end in zeros of weight 0.
/// \param sequences  at least one; all with the same D, K and H
/// \return the batch
/// \throws std::invalid_argument when there is none, or one doesn't fit
// [side-by-side]
inline Batch side_by_side(const std::vector<Sequence>& sequences) {
  if (sequences.empty())
    throw std::invalid_argument("sequences: expected at least one, got none");
  const Sequence& first = sequences.front();
  Index tau = 0;
  for (const Sequence& s : sequences) {
    require_not_empty("x", s.x);
    require_shape("x", s.x, first.x.n_rows, s.x.n_cols);
    require_shape("y", s.y, first.y.n_rows, s.x.n_cols);
    require_shape("h0", Matrix(s.h0), first.h0.n_elem, 1);
    tau = std::max(tau, s.x.n_cols);
  }
  const Index n = sequences.size();
  Batch b{Cube(first.x.n_rows, n, tau, arma::fill::zeros),
          Cube(first.y.n_rows, n, tau, arma::fill::zeros),
          Matrix(first.h0.n_elem, n), Matrix(n, tau, arma::fill::zeros)};
  for (Index j = 0; j < n; ++j) {
    const Sequence& s = sequences[j];
    b.h0.col(j) = s.h0;
    for (Index t = 1; t <= s.x.n_cols; ++t) {
      b.x.slice(t - 1).col(j) = s.x.col(t - 1);
      b.y.slice(t - 1).col(j) = s.y.col(t - 1);
      b.m(j, t - 1) = 1;  // (3.35)
    }
  }
  return b;
}
// [side-by-side]

/// The loss of a batch and its gradient.
struct BatchLossAndGradient {
  double loss;       ///< the weighted sum over all steps and sequences
  BatchGradient by;  ///< dL by everything
  Cube y_hat;        ///< predictions, K x n x tau
};

/// Forward, loss and backward of a batch under a matched pair.
/// \param net  the activation and the pair
/// \param p    parameters
/// \param b    the batch; a step of weight 0 counts for nothing
/// \return the loss, its gradient, the predictions
/// \throws std::invalid_argument for a wrong shape, nothing, or a number that
///         is not finite
// [batch]
inline BatchLossAndGradient loss_and_gradient(const Network& net,
                                              const Parameters<>& p,
                                              const Batch& b) {
  const BatchStates<> s = forward(net.hidden, p, b.x, b.h0);
  const Index n = b.x.n_cols, tau = b.x.n_slices;
  require_batch("y", b.y, p.V.n_rows, n, tau);
  require_shape("m", b.m, n, tau);
  require_finite("m", b.m);
  double L = 0;
  Cube y_hat = s.o, dLdo = s.o;
  for (Index t = 0; t < tau; ++t) {
    const Matrix &o = s.o.slice(t), &y = b.y.slice(t);
    y_hat.slice(t) = predict(net.output, o);
    for (Index j = 0; j < n; ++j) {
      const Matrix o_j = o.col(j), y_j = y.col(j);
      L += b.m(j, t) * loss(net.output, o_j, y_j);  // (3.36)
    }
    dLdo.slice(t) = output_delta(y_hat.slice(t), y);
    dLdo.slice(t).each_row() %= b.m.col(t).t();  // (3.37)
  }
  return {L, backward(net.hidden, p, b.x, s, dLdo), y_hat};
}
// [batch]

}  // namespace unrolled::bptt
