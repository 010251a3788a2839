/// \file
/// What the notes print wrong, computed as printed, on one small example. The
/// rows are those of the page "The notes, checked".
///
/// Dimensions as in bptt.hpp, one sequence.
#pragma once
#include <cstdint>

#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::bptt {

/// A network, a sequence, and everything that is right about them.
struct Example {
  Network net;     ///< tanh; softmax with cross-entropy or another pair
  Parameters p;    ///< contracting: the singular values of W are below 1
  Sequence x;      ///< inputs
  Sequence y;      ///< targets that sum to 1 at each step
  Vector h0;       ///< initial state, not 0
  States s;        ///< of the forward pass
  Sequence y_hat;  ///< predictions
  Sequence dLdo;   ///< y_hat - y
  Gradient g;      ///< of the backward pass

  Index tau() const { return x.last(); }                 ///< time steps
  double L() const { return loss(net.output, s.o, y); }  ///< its loss
  /// The loss of one step.
  double L(Index t) const { return loss(net.output, s.o(t), y(t)); }
};

/// An example of these sizes.
Example example_of(Output output, Index D, Index H, Index K, Index tau,
                   std::uint64_t seed);

/// Row A4: sum_{i=1}^T L_t. The index that runs is not the one that is summed;
/// t is taken as given.
double printed_A4(const Example& it, Index t);

/// Row A6: binary cross-entropy with the roles of y and y_hat exchanged:
/// infinite for a target of 0 or 1.
double printed_A6(double y_hat, double y);

/// Row B7: every delta(t) "from delta(tau+1)", taken at its word: what comes
/// back is delta after the end, which is 0.
Sequence printed_B7(const Example& it);

/// Rows B8 and B9: delta(tau) with d delta/dh for do/dh in front of dL/do,
/// under softmax. delta(tau) = V^T (softmax(V h + c) - y), so that
/// d delta/dh = V^T J V, H x H, with the Jacobian J of softmax.
/// \throws std::logic_error unless K = H: else the product does not exist
Vector printed_B8(const Example& it);

/// Row B9: delta(tau) with y(t) for y(tau); t is taken as given.
Vector printed_B9(const Example& it, Index t);

/// Row B12: what is printed as dL/dV, sum_t diag(1 - h(t)^2) delta(t) x(t)^T.
Matrix printed_B12(const Example& it);

/// dL/do of the binary form on top of softmax, which row C17 and many copies
/// combine: each class is asked as a yes-or-no question. It is not y_hat - y.
Vector softmax_with_binary_form(const Vector& y_hat, const Vector& y);

/// Every delta(t) with the factors of the recursion exchanged: diag(1 -
/// h(t+1)^2) before W^T delta(t+1) has the right shape and the wrong value.
Sequence exchanged_factors(const Example& it);

}  // namespace unrolled::bptt
