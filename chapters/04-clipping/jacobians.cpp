#include "chapters/04-clipping/jacobians.hpp"

namespace unrolled::clipping {
namespace {

void require_steps(const Sequence& z) {
  if (z.steps() > 0) return;
  throw std::invalid_argument("z: expected at least one time step, got none");
}

}  // namespace

// [step]
Matrix step_jacobian(Activation hidden, const Matrix& W, const Matrix& z) {
  require_shape("W", W, W.n_rows, W.n_rows);
  require_shape("z", z, W.n_rows, 1);
  return arma::diagmat(derivative(hidden, z)) * W;  // (4.3)
}
// [step]

// [product]
Matrix product_of_jacobians(Activation hidden, const Matrix& W,
                            const Sequence& z, Index t, Index k) {
  if (k > t || t > z.last())
    throw std::invalid_argument(
        "k, t: expected k <= t <= " + std::to_string(z.last()) +
        ", got k = " + std::to_string(k) + ", t = " + std::to_string(t));
  Matrix product(W.n_rows, W.n_rows, arma::fill::eye);
  for (Index j = k + 1; j <= t; ++j)
    product = step_jacobian(hidden, W, z(j)) * product;  // (4.4)
  return product;
}
// [product]

double spectral_norm(const Matrix& m) {
  require_not_empty("matrix", m);
  require_finite("matrix", m);
  return arma::norm(m, 2);
}

// From the latest step to the first, so that a row needs one product a step.
std::vector<std::vector<double>> jacobian_norms(Activation hidden,
                                                const Matrix& W,
                                                const Sequence& z) {
  std::vector<std::vector<double>> norms;
  for (Index t = 0; t <= z.last(); ++t) {
    norms.emplace_back(t + 1);
    Matrix product(W.n_rows, W.n_rows, arma::fill::eye);
    for (Index k = t + 1; k-- > 0;) {
      if (k < t) product *= step_jacobian(hidden, W, z(k + 1));
      if (!product.is_finite())
        throw std::invalid_argument("dh(" + std::to_string(t) + ")/dh(" +
                                    std::to_string(k) +
                                    "): expected finite numbers, got an "
                                    "overflow");
      norms[t][k] = spectral_norm(product);
    }
  }
  return norms;
}

// [bound]
double norm_bound(double gamma, double norm, Index lag) {
  return std::pow(gamma * norm, static_cast<double>(lag));  // (4.5)
}
// [bound]

// [lags]
Sequence parts_by_lag(Activation hidden, const Parameters& p, const Sequence& x,
                      const States& s, const Vector& dLdo) {
  require_shape("dLdo", dLdo, p.V.n_rows, 1);
  const Index H = p.W.n_rows, tau = x.last();
  Sequence only_last(p.V.n_rows, 1, 1, tau);
  only_last(tau) = dLdo;
  const bptt::Gradient g = bptt::backward(hidden, p, x, s, only_last);
  Sequence parts(H, H, 0, tau - 1);
  for (Index n = 0; n < tau; ++n)
    parts(n) = g.dz(tau - n) * s.h(tau - n - 1).t();  // (4.6)
  return parts;
}
// [lags]

Sequence driven(const Matrix& W, double input, Index steps, Random& random,
                Matrix h0) {
  const Index H = W.n_rows;
  const Parameters p{
      Matrix(H, H, arma::fill::eye) * input, W, Matrix(1, H, arma::fill::zeros),
      Vector(H, arma::fill::zeros), Vector(1, arma::fill::zeros)};
  const Sequence x = random.normal_matrix(H, steps);
  if (h0.is_empty()) h0 = random.normal_matrix(H, 1, 0.5);
  return bptt::forward(Activation::tanh, p, x, h0).z;
}

// [growth]
double mean_log_growth(Activation hidden, const Matrix& W, const Sequence& z,
                       Vector q) {
  require_steps(z);
  require_shape("q", q, W.n_rows, 1);
  require_finite("q", q);
  double sum = 0, length = frobenius_norm(q);
  if (length == 0)
    throw std::invalid_argument("q: expected a vector that is not 0");
  for (Index t = 1; t <= z.last(); ++t) {
    q = step_jacobian(hidden, W, z(t)) * q / length;
    length = frobenius_norm(q);
    if (length == 0) return -std::numeric_limits<double>::infinity();
    sum += std::log(length);
  }
  return sum / static_cast<double>(z.steps());  // (4.7)
}
// [growth]

// [volume]
double mean_log_volume(Activation hidden, const Matrix& W, const Sequence& z) {
  require_steps(z);
  require_shape("W", W, z.rows(), z.rows());
  const Vector stretch = arma::svd(W);
  const double slopes = arma::accu(arma::log(derivative(hidden, z.columns()))) /
                        static_cast<double>(z.steps());
  return slopes + arma::accu(arma::log(stretch));  // (4.8)
}
// [volume]

}  // namespace unrolled::clipping
