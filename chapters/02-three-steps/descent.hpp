/// \file
/// Gradient descent on three-step sequences: the sum of their gradients, and
/// the update. Computing and using a gradient are two functions.
#pragma once
#include <vector>

#include "chapters/02-three-steps/paths.hpp"
#include "common/random.hpp"

/// Chapter 2: three steps written out.
namespace unrolled::three_steps {

/// One sequence of three steps.
struct Sequence {
  Matrix x;  ///< inputs, d x 3
  Matrix y;  ///< targets, K x 3
};

/// The sum over sequences of L and of its derivatives.
struct Sum {
  double L = 0;       ///< the loss
  Weights<double> g;  ///< dU, dW, dV, db, dc in their weights' places
};

/// Adds up loss and gradients of all sequences.
/// \param kind       hidden activation and output pair
/// \param weights    shared by all steps and all sequences
/// \param h0         state before step 1, n, the same for all
/// \param sequences  at least one
/// \return the sums
/// \throws std::invalid_argument when there is none, or one does not fit
inline Sum sum_over(const Kind& kind, const Weights<double>& weights,
                    const Vector& h0, const std::vector<Sequence>& sequences) {
  if (sequences.empty())
    throw std::invalid_argument("sequences: expected at least one, got none");
  Sum sum{0, weights};
  sum.g.U.zeros(), sum.g.W.zeros(), sum.g.V.zeros();
  sum.g.b.zeros(), sum.g.c.zeros();
  for (const auto& [x, y] : sequences) {
    const ThreeSteps s(kind, weights, h0, x, y);
    sum.L += s.run.L;
    sum.g.U += s.dU(), sum.g.W += s.dW(), sum.g.V += s.dV();
    sum.g.b += s.db(), sum.g.c += s.dc();
  }
  return sum;
}

/// Takes one step down the gradient.
/// \param weights  changed in place
/// \param g        the derivatives, in the same places
/// \param rate     learning rate
// [descend]
inline void descend(Weights<double>& weights, const Weights<double>& g,
                    double rate) {
  weights.U -= rate * g.U;  // (2.76)
  weights.W -= rate * g.W;  // (2.76)
  weights.V -= rate * g.V;  // (2.76)
  weights.b -= rate * g.b;  // (2.76)
  weights.c -= rate * g.c;  // (2.76)
}
// [descend]

/// First weights: normal numbers.
/// \param random     source of numbers
/// \param d          inputs
/// \param n          hidden units
/// \param K          outputs
/// \param deviation  standard deviation of U, W and V; the biases are 0
/// \return weights
inline Weights<double> first_weights(Random& random, Index d, Index n, Index K,
                                     double deviation) {
  return {random.normal_matrix(n, d, deviation),
          random.normal_matrix(n, n, deviation),
          random.normal_matrix(K, n, deviation), Vector(n, arma::fill::zeros),
          Vector(K, arma::fill::zeros)};
}

}  // namespace unrolled::three_steps
