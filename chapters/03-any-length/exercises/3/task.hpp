/// \file
/// Exercises 3-3 and 3-4: what the answer defines.
///
/// D inputs, H hidden tanh units, K outputs, tau steps.
#pragma once
#include "tests/exercises/task.hpp"

/// The network and one sequence.
struct Network {
  Matrix U;    ///< input to hidden, H x D
  Matrix W;    ///< hidden to hidden, H x H
  Matrix V;    ///< hidden to output, K x H
  Vector b;    ///< bias of the hidden units, H
  Vector c;    ///< bias of the outputs, K
  Vector h0;   ///< h(0), H
  Sequence x;  ///< inputs: x(t), D, for t = 1 .. tau = x.last()
};

/// dL by the parameters and by h(0), each in the shape of what it belongs to.
struct Slopes {
  Matrix dU, dW, dV;
  Vector db, dc, dh0;
};

/// dL by everything, from the hidden states h(t), H, for t = 0 .. tau, and
/// dLdo(t) = dL/do(t), K, for t = 1 .. tau.
Slopes backward(const Network& net, const Sequence& h, const Sequence& dLdo);
