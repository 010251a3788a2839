/// \file
/// How a state depends on an earlier state: the product of the Jacobians
/// between them, its norms, its growth, and the share of each lag in dL/dW.
///
/// Dimensions: H hidden units, tau time steps.
///
///     J(t)         H x H  dh(t)/dh(t-1); row i, column j: dh_i(t)/dh_j(t-1)
///     dh(t)/dh(k)  H x H  0 <= k <= t; the unit matrix where k = t
///     W            H x H  hidden to hidden
///     z            H x tau  pre-activations of a forward pass; column t-1 is
///                           time t
#pragma once
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "chapters/03-any-length/bptt.hpp"
#include "common/matrix.hpp"

namespace unrolled::clipping {

/// J(t), the Jacobian of one step.
///
/// sigma' is taken at z, not from h: where tanh has saturated 1 - h^2 rounds to
/// 0, and the derivative itself does not.
/// \param hidden  sigma of the hidden units
/// \param W       hidden to hidden, H x H
/// \param z       pre-activation of step t, H
/// \return dh(t)/dh(t-1), H x H
/// \throws std::invalid_argument when z does not fit W
// [step]
inline Matrix step_jacobian(Activation hidden, const Matrix& W,
                            const Vector& z) {
  require_shape("W", W, W.n_rows, W.n_rows);
  require_shape("z", z, W.n_rows, 1);
  return arma::diagmat(derivative(hidden, z)) * W;  // (4.3)
}
// [step]

/// dh(t)/dh(k), the product of the Jacobians of the steps k+1 .. t, the latest
/// on the left.
/// \param hidden  sigma of the hidden units
/// \param W       hidden to hidden, H x H
/// \param z       pre-activations, H x tau
/// \param t       the later time, 0 .. tau
/// \param k       the earlier time, 0 .. t
/// \return dh(t)/dh(k), H x H
/// \throws std::invalid_argument when k <= t <= tau does not hold, or z does
///         not fit W
// [product]
inline Matrix product_of_jacobians(Activation hidden, const Matrix& W,
                                   const Matrix& z, Index t, Index k) {
  if (k > t || t > z.n_cols)
    throw std::invalid_argument(
        "k, t: expected k <= t <= " + std::to_string(z.n_cols) +
        ", got k = " + std::to_string(k) + ", t = " + std::to_string(t));
  Matrix product(W.n_rows, W.n_rows, arma::fill::eye);
  for (Index j = k + 1; j <= t; ++j)
    product = step_jacobian(hidden, W, z.col(j - 1)) * product;  // (4.4)
  return product;
}
// [product]

/// The spectral norm: the largest singular value, by which a matrix can stretch
/// a vector at most.
/// \param m  any matrix, not empty
/// \return the norm, not below 0
/// \throws std::invalid_argument when an entry is not finite
inline double spectral_norm(const Matrix& m) {
  require_not_empty("matrix", m);
  require_finite("matrix", m);
  return arma::norm(m, 2);
}

/// The spectral norms of dh(t)/dh(k) for every t and every k up to t.
/// \param hidden  sigma of the hidden units
/// \param W       hidden to hidden, H x H
/// \param z       pre-activations, H x tau
/// \return row t = 0 .. tau holds the norms for k = 0 .. t; its last is 1
/// \throws std::invalid_argument when z does not fit W, or a product overflows
///         (the message names the two times)
// [norms]
inline std::vector<std::vector<double>> jacobian_norms(Activation hidden,
                                                       const Matrix& W,
                                                       const Matrix& z) {
  std::vector<std::vector<double>> rows;
  for (Index t = 0; t <= z.n_cols; ++t) {
    rows.emplace_back(t + 1);
    Matrix product(W.n_rows, W.n_rows, arma::fill::eye);
    for (Index k = t + 1; k-- > 0;) {
      if (k < t) product *= step_jacobian(hidden, W, z.col(k));
      if (!product.is_finite())
        throw std::invalid_argument("dh(" + std::to_string(t) + ")/dh(" +
                                    std::to_string(k) +
                                    "): expected finite numbers, got an "
                                    "overflow");
      rows[t][k] = spectral_norm(product);
    }
  }
  return rows;
}
// [norms]

/// What the norm of dh(t)/dh(k) cannot exceed.
/// \param gamma  the steepest slope of the activation: 1 for tanh, ReLU and the
///               identity, 1/4 for the sigmoid
/// \param norm   spectral norm of W
/// \param lag    t - k
/// \return (gamma norm)^lag
// [bound]
inline double norm_bound(double gamma, double norm, Index lag) {
  return std::pow(gamma * norm, static_cast<double>(lag));  // (4.5)
}
// [bound]

/// What each lag adds to dL/dW, for a loss at the last step alone: the summands
/// of (3.14).
/// \param hidden  sigma of the hidden units
/// \param p       parameters
/// \param x       inputs, D x tau
/// \param s       what the forward pass returned
/// \param dLdo    dL/do of the last step, K
/// \return slice n is the part through the copy of W used at step tau - n,
///         H x H; the slices add up to dL/dW
/// \throws std::invalid_argument for a wrong shape, or a number that is not
///         finite
// [lags]
inline Cube parts_by_lag(Activation hidden, const bptt::Parameters<>& p,
                         const Matrix& x, const bptt::States<>& s,
                         const Vector& dLdo) {
  const Index tau = x.n_cols;
  Matrix only_last(p.V.n_rows, tau, arma::fill::zeros);
  require_shape("dLdo", dLdo, p.V.n_rows, 1);
  only_last.col(tau - 1) = dLdo;
  const bptt::Gradient g = bptt::backward(hidden, p, x, s, only_last);
  Cube parts(p.W.n_rows, p.W.n_cols, tau);
  for (Index t = tau; t >= 1; --t)
    parts.slice(tau - t) = g.dz.col(t - 1) * s.h.col(t - 1).t();  // (4.6)
  return parts;
}
// [lags]

/// The mean growth per step of a small difference between two states: the
/// largest Lyapunov exponent, measured. Positive: differences grow, and so does
/// the gradient on its way back.
/// \param hidden  sigma of the hidden units
/// \param W       hidden to hidden, H x H
/// \param z       pre-activations, H x tau
/// \param q       the difference at the start, H, not 0; its length is ignored
/// \return the mean of log(|J(t) q| / |q|) over the steps; minus infinity when
///         the difference is lost
/// \throws std::invalid_argument when z or q do not fit W, or q is 0
// [growth]
inline double mean_log_growth(Activation hidden, const Matrix& W,
                              const Matrix& z, Vector q) {
  require_not_empty("z", z);
  require_shape("q", q, W.n_rows, 1);
  require_finite("q", q);
  double sum = 0, length = frobenius_norm(q);
  if (length == 0)
    throw std::invalid_argument("q: expected a vector that is not 0");
  for (Index t = 1; t <= z.n_cols; ++t) {
    q = step_jacobian(hidden, W, z.col(t - 1)) * q / length;
    length = frobenius_norm(q);
    if (length == 0) return -std::numeric_limits<double>::infinity();
    sum += std::log(length);
  }
  return sum / static_cast<double>(z.n_cols);  // (4.7)
}
// [growth]

/// The mean growth per step of a small volume: the sum of all Lyapunov
/// exponents, measured. In the long run it is never positive when the inputs
/// are independent draws: a tanh layer can stretch some differences, not all.
/// \param hidden  sigma of the hidden units
/// \param W       hidden to hidden, H x H
/// \param z       pre-activations, H x tau
/// \return the mean of log |det J(t)| over the steps; minus infinity when W is
///         singular or a unit's derivative is 0
/// \throws std::invalid_argument when z does not fit W
// [volume]
inline double mean_log_volume(Activation hidden, const Matrix& W,
                              const Matrix& z) {
  require_not_empty("z", z);
  require_shape("W", W, z.n_rows, z.n_rows);
  const Vector stretch = arma::svd(W);
  const double layer = arma::accu(arma::log(derivative(hidden, z))) /
                       static_cast<double>(z.n_cols);
  return layer + arma::accu(arma::log(stretch));  // (4.8)
}
// [volume]

}  // namespace unrolled::clipping
