/// \file
/// What the notes print wrong, computed as printed, on one small example. The
/// rows are those of the page "The notes, checked".
///
/// Dimensions as in bptt.hpp, one sequence.
#pragma once
#include <cstdint>

#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::bptt {

/// A network and a sequence, and all that is right about them.
struct Example {
  Network net;   ///< hidden units and a matched pair
  Parameters p;  ///< contracting: the largest singular value of W is 0.9
  Sequence x;    ///< inputs
  Sequence y;    ///< targets, none of them 0, that sum to 1 at each step
  Matrix h0;     ///< initial state, not 0

  /// Of the forward pass.
  States states() const { return forward(net.hidden, p, x, h0); }
  /// Predictions.
  Sequence y_hat() const { return predict(net.output, states().o); }
  /// y_hat - y.
  Sequence dLdo() const { return output_delta(y_hat(), y); }
  /// The loss, the gradient and what else both passes find.
  LossAndGradient run() const { return loss_and_gradient(net, p, x, y, h0); }
  /// Of the backward pass.
  Gradient gradient() const { return run().by; }
  /// The loss of one step.
  double L(Index t) const { return loss(net.output, states().o(t), y(t)); }
};

/// An example of these sizes. No activation has a slope above 1, so that every
/// dh(t)/dh(t-1) shrinks vectors and rounding errors die out.
Example example_of(const Network& net, Index tau, std::uint64_t seed,
                   Index D = 2, Index H = 4, Index K = 3);

/// Row A4: sum_{i=1}^T L_t, with t taken as given.
double printed_A4(const Example& it, Index t);

/// Row A6: y and y_hat exchanged; infinite for a target of 0 or 1.
double printed_A6(double y_hat, double y);

/// Row B7: every delta(t) "from delta(tau+1)", which is 0.
Sequence printed_B7(const Example& it);

/// Row B48: delta(tau) under softmax, with d delta/dh = V^T J V for
/// do/dh = V in front of dL/do; J is the Jacobian of softmax.
/// \throws std::logic_error unless K = H: else the product does not exist
Vector printed_B48(const Example& it);

/// Row B9: delta(tau) with y(t) for y(tau), t taken as given.
Vector printed_B9(const Example& it, Index t);

/// Row B12: what is printed as dL/dV, sum_t diag(1 - h(t)^2) delta(t) x(t)^T.
Matrix printed_B12(const Example& it);

/// Row C17: dL/do of the binary form behind softmax.
Vector softmax_with_binary_form(const Vector& y_hat, const Vector& y);

/// Every delta(t) with diag(1 - h(t+1)^2) and W^T exchanged.
Sequence exchanged_factors(const Example& it);

}  // namespace unrolled::bptt
