#include "chapters/03-any-length/as_printed.hpp"

#include "chapters/03-any-length/pairs.hpp"
#include "common/random.hpp"

namespace unrolled::bptt {

Example example_of(const Network& net, Index tau, std::uint64_t seed, Index D,
                   Index H, Index K) {
  Random r(seed);
  Matrix W = r.normal_matrix(H, H);
  W *= 0.9 / arma::norm(W);  // the largest singular value
  Example it{net,
             {r.normal_matrix(H, D, 0.6), W, r.normal_matrix(K, H, 0.8),
              r.normal_matrix(H, 1, 0.3), r.normal_matrix(K, 1, 0.3)},
             r.normal_matrix(D, tau),
             r.uniform_matrix(K, tau, 0.05, 1),
             r.normal_matrix(H, 1)};
  for (Index t = 1; t <= tau; ++t) it.y(t) /= arma::accu(it.y(t));
  return it;
}

double printed_A4(const Example& it, Index t) {
  double L = 0;
  for (Index i = 1; i <= it.x.last(); ++i) L += it.L(t);
  return L;
}

double printed_A6(double y_hat, double y) {
  return -(y_hat * std::log(y) + (1 - y_hat) * std::log(1 - y));
}

Sequence printed_B7(const Example& it) {
  return Matrix(it.p.V.t() * it.dLdo().columns());
}

Vector printed_B48(const Example& it) {
  const Index tau = it.x.last();
  const Matrix &V = it.p.V, J = softmax_jacobian(it.y_hat()(tau));
  const Matrix d_delta_d_h = V.t() * J * V;
  return d_delta_d_h.t() * it.dLdo()(tau);
}

Vector printed_B9(const Example& it, Index t) {
  return it.p.V.t() * (it.y_hat()(it.x.last()) - it.y(t));
}

Matrix printed_B12(const Example& it) {
  const Sequence h = it.states().h, delta = it.gradient().delta;
  Matrix sum(it.p.W.n_rows, it.x.rows(), arma::fill::zeros);
  for (Index t = 1; t <= it.x.last(); ++t)
    sum += arma::diagmat(1 - h(t) % h(t)) * delta(t) * it.x(t).t();
  return sum;
}

Vector softmax_with_binary_form(const Vector& y_hat, const Vector& y) {
  return through_output(softmax_jacobian(y_hat), binary_slope(y_hat, y));
}

Sequence exchanged_factors(const Example& it) {
  const Matrix &V = it.p.V, &W = it.p.W;
  const Sequence h = it.states().h, dLdo = it.dLdo();
  Sequence delta = it.gradient().delta;  // the last one stays
  for (Index t = it.x.last() - 1; t >= 1; --t) {
    const Vector slope = 1 - h(t + 1) % h(t + 1);
    delta(t) = V.t() * dLdo(t) + arma::diagmat(slope) * W.t() * delta(t + 1);
  }
  return delta;
}

}  // namespace unrolled::bptt
