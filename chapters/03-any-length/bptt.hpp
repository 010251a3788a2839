/// \file
/// Backpropagation through time, for any length: forward pass, loss, backward
/// pass.
///
/// Dimensions: D inputs, H hidden units, K outputs, tau time steps, n sequences
/// side by side. A gradient has the shape of what it is the gradient of, and
/// its name with a d before it; delta(t) is dL/dh(t), with respect to the
/// *hidden state*.
///
///     U  H x D     x(t)      D x n, t = 1 .. tau
///     W  H x H     z(t)      H x n, t = 1 .. tau
///     V  K x H     h(t)      H x n, t = 0 .. tau; h(0) is given
///     b  H         o(t)      K x n, t = 1 .. tau
///     c  K         y_hat(t)  K x n, t = 1 .. tau
///
/// Every function throws std::invalid_argument, naming the argument, for a
/// wrong shape, for nothing, and for a number that is not finite.
#pragma once
#include "chapters/02-three-steps/network.hpp"
#include "common/sequence.hpp"

/// Chapter 3: backpropagation through time, for any length.
namespace unrolled::bptt {

using three_steps::Network;
using three_steps::ParameterGradient;
using three_steps::Parameters;

/// Everything a forward pass computes.
struct States {
  Sequence z;  ///< pre-activations
  Sequence h;  ///< hidden states, from h(0) on
  Sequence o;  ///< scores
};

/// dL by everything.
struct Gradient : ParameterGradient {
  Matrix dh0;      ///< dL/dh(0)
  Sequence dx;     ///< dL/dx(t)
  Sequence delta;  ///< dL/dh(t)
  Sequence dz;     ///< dL/dz(t), t = 1 .. tau+1: dz(tau+1) is 0
};
/// One of zeros for n sequences; its dh0 is still empty.
Gradient zero_gradient(const Parameters& p, Index n, Index tau);

/// The loss and its gradient.
struct LossAndGradient {
  double loss;     ///< the sum over all steps and sequences
  Gradient by;     ///< dL by everything
  Sequence y_hat;  ///< predictions
  Sequence h;      ///< hidden states
};

/// From the first step to the last. Deep Learning (Goodfellow et al., 2016),
/// equations 10.8 to 10.10.
States forward(Activation hidden, const Parameters& p, const Sequence& x,
               const Matrix& h0);

/// From the last step to the first. The loss enters as dL/do of every step, so
/// that any loss will do; a weight of a step or a sequence multiplies its
/// column. Deep Learning, equations 10.19 to 10.28.
Gradient backward(Activation hidden, const Parameters& p, const Sequence& x,
                  const States& s, const Sequence& dLdo);

/// One step of gradient descent.
void update(Parameters& p, const ParameterGradient& g, double rate);

/// Forward, loss and backward under a matched pair.
LossAndGradient loss_and_gradient(const Network& net, const Parameters& p,
                                  const Sequence& x, const Sequence& y,
                                  const Matrix& h0);

/// Demands what a forward pass needs.
void require_input(const Parameters& p, const Sequence& x, const Matrix& h0);

/// Demands what a backward pass needs.
void require_backward(const Parameters& p, const Sequence& x, const States& s,
                      const Sequence& dLdo);

}  // namespace unrolled::bptt
