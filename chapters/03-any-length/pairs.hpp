/// \file
/// From a loss of y_hat to dL/do, without any shortcut: which gradient belongs
/// to which pair of output and loss.
///
/// One step: o, y_hat and y are K numbers, a Jacobian is K x K.
#pragma once
#include "common/matrix.hpp"

namespace unrolled::bptt {

/// dy_hat/do of softmax: full, for every output moves every probability.
Matrix softmax_jacobian(const Vector& y_hat);

/// dy_hat/do of sigmoid: diagonal, for every output moves its own alone.
Matrix sigmoid_jacobian(const Vector& y_hat);

/// dL/dy_hat of the cross-entropy -sum_k y_k log y_hat_k; no y_hat is 0.
Vector cross_entropy_slope(const Vector& y_hat, const Vector& y);

/// dL/dy_hat of the binary form -sum_k [y_k log y_hat_k + (1 - y_k) log(1 -
/// y_hat_k)]; no y_hat is 0 or 1.
Vector binary_slope(const Vector& y_hat, const Vector& y);

/// dL/do by the chain rule, from dy_hat/do and dL/dy_hat: what the pair costs
/// when nothing cancels.
Vector through_output(const Matrix& jacobian, const Vector& slope);

}  // namespace unrolled::bptt
