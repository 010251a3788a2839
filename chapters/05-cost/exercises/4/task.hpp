/// \file
/// Exercise 5-4: what the answer defines, and what it may use.
///
/// D inputs, H hidden tanh units, K outputs, tau steps.
#pragma once
#include "tests/exercises/task.hpp"

/// The network and one sequence.
struct Network {
  Matrix U, W, V;  ///< H x D, H x H, K x H
  Vector b, h0;    ///< H
  Sequence x;      ///< D, for t = 1 .. tau
};

/// h(t) from h(t-1).
inline Vector step(const Network& net, Index t, const Vector& h_before) {
  return arma::tanh(net.U * net.x(t) + net.W * h_before + net.b);
}

/// dL/dW, from dL/do(t), K, for t = 1 .. tau, one column each. `kept` is memory
/// for the states before each block of steps: empty before the first pass, and
/// the same in all of them.
Matrix dW_in_blocks(const Network& net, const Matrix& dLdo, Index block,
                    std::vector<Vector>& kept);
