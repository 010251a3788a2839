#include "chapters/03-any-length/as_printed.hpp"

#include "chapters/03-any-length/pairs.hpp"
#include "common/random.hpp"

namespace unrolled::bptt {

Example example_of(Output output, Index D, Index H, Index K, Index tau,
                   std::uint64_t seed) {
  Random r(seed);
  Example it;
  it.net = {Activation::tanh, output};
  Matrix W = r.normal_matrix(H, H);
  W *= 0.9 / arma::norm(W);  // the largest singular value
  it.p = {r.normal_matrix(H, D, 0.5), W, r.normal_matrix(K, H),
          r.normal_matrix(H, 1, 0.3), r.normal_matrix(K, 1, 0.3)};
  it.x = r.normal_matrix(D, tau);
  Matrix y = arma::square(r.uniform_matrix(K, tau, 0.1, 1));
  y.each_row() /= Matrix(arma::sum(y, 0));
  it.y = y;
  it.h0 = r.normal_matrix(H, 1);
  it.s = forward(it.net.hidden, it.p, it.x, it.h0);
  it.y_hat = predict(output, it.s.o);
  it.dLdo = output_delta(it.y_hat, it.y);
  it.g = backward(it.net.hidden, it.p, it.x, it.s, it.dLdo);
  return it;
}

double printed_A4(const Example& it, Index t) {
  double L = 0;
  for (Index i = 1; i <= it.tau(); ++i) L += it.L(t);
  return L;
}

double printed_A6(double y_hat, double y) {
  return -(y_hat * std::log(y) + (1 - y_hat) * std::log(1 - y));
}

Sequence printed_B7(const Example& it) {
  return Matrix(it.p.V.t() * it.dLdo.columns());
}

Vector printed_B8(const Example& it) {
  const Matrix& V = it.p.V;
  const Matrix J = softmax_jacobian(it.y_hat(it.tau()));
  const Matrix d_delta_d_h = V.t() * J * V;
  return d_delta_d_h.t() * it.dLdo(it.tau());
}

Vector printed_B9(const Example& it, Index t) {
  return it.p.V.t() * (it.y_hat(it.tau()) - it.y(t));
}

Matrix printed_B12(const Example& it) {
  const Sequence &h = it.s.h, &delta = it.g.delta;
  Matrix sum(it.p.W.n_rows, it.x.rows(), arma::fill::zeros);
  for (Index t = 1; t <= it.tau(); ++t)
    sum += arma::diagmat(1 - h(t) % h(t)) * delta(t) * it.x(t).t();
  return sum;
}

Vector softmax_with_binary_form(const Vector& y_hat, const Vector& y) {
  return through_output(softmax_jacobian(y_hat), binary_slope(y_hat, y));
}

Sequence exchanged_factors(const Example& it) {
  const Matrix &V = it.p.V, &W = it.p.W;
  const Sequence& h = it.s.h;
  Sequence delta = it.g.delta;
  delta(it.tau()) = V.t() * it.dLdo(it.tau());
  for (Index t = it.tau() - 1; t >= 1; --t) {
    const Vector slope = 1 - h(t + 1) % h(t + 1);
    delta(t) = V.t() * it.dLdo(t) + arma::diagmat(slope) * W.t() * delta(t + 1);
  }
  return delta;
}

}  // namespace unrolled::bptt
