/// \file
/// Exercise 5-2: what the answer defines.
///
/// D inputs, H hidden units, K outputs, tau steps.
#pragma once
#include "tests/exercises/task.hpp"

/// dL by the parameters.
struct Slopes {
  Matrix dV, dW, dU;  ///< K x H, H x H, H x D
  Vector db, dc;      ///< H, K
};

/// The sums over time, from dL/do(t), K, and dL/dz(t), H, for t = 1 .. tau, one
/// column each; the states h(0) .. h(tau), H; and the inputs x(1) .. x(tau), D.
Slopes sums(const Matrix& E, const Matrix& Z, const Matrix& h, const Matrix& x);
