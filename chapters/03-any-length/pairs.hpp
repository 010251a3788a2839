/// \file
/// From a loss of y_hat to dL/do, without any shortcut: which gradient belongs
/// to which pair of output and loss.
///
/// One step: o, y_hat and y are K numbers.
#pragma once
#include "common/loss.hpp"
#include "common/matrix.hpp"

namespace unrolled::bptt {

/// dy_hat/do of softmax: full, for every output moves every probability.
/// \param y_hat  softmax(o), K
/// \return K x K, symmetric
// [softmax-jacobian]
inline Matrix softmax_jacobian(const Vector& y_hat) {
  return arma::diagmat(y_hat) - y_hat * y_hat.t();  // (3.19)
}
// [softmax-jacobian]

/// dy_hat/do of sigmoid: diagonal, for every output moves its own alone.
/// \param y_hat  sigmoid(o), K
/// \return K x K
inline Matrix sigmoid_jacobian(const Vector& y_hat) {
  const Vector slope = y_hat % (1.0 - y_hat);
  return arma::diagmat(slope);  // (3.20)
}

/// dL/dy_hat of the cross-entropy -sum_k y_k log y_hat_k.
/// \param y_hat  predictions, K, none 0
/// \param y      targets, K
/// \return K numbers
inline Vector cross_entropy_slope(const Vector& y_hat, const Vector& y) {
  return -y / y_hat;  // (3.21)
}

/// dL/dy_hat of the binary form -sum_k [y_k log y_hat_k + (1 - y_k) log(1 -
/// y_hat_k)].
/// \param y_hat  predictions, K, none 0 or 1
/// \param y      targets, K
/// \return K numbers
inline Vector binary_slope(const Vector& y_hat, const Vector& y) {
  return -y / y_hat + (1.0 - y) / (1.0 - y_hat);  // (3.22)
}

/// dL/do by the chain rule: what the pair costs when nothing cancels.
/// \param jacobian  dy_hat/do, K x K
/// \param slope     dL/dy_hat, K
/// \return dL/do, K
inline Vector through_output(const Matrix& jacobian, const Vector& slope) {
  return jacobian.t() * slope;  // (3.23)
}

}  // namespace unrolled::bptt
