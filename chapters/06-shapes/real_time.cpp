#include "chapters/06-shapes/real_time.hpp"

namespace unrolled::shapes {

// [real-time]
Matrix immediate(const Vector& x, const Vector& h_before) {
  const Index H = h_before.n_elem;
  const Vector beside = arma::join_cols(x, h_before, Vector{1.0});
  const Matrix I(H, H, arma::fill::eye), held(H, H, arma::fill::zeros);
  return arma::join_rows(arma::kron(beside.t(), I), held);  // (6.30)
}

Matrix next_sensitivity(Activation hidden, const Matrix& W, const Matrix& S,
                        const Vector& x, const Vector& h_before,
                        const Vector& h) {
  const Matrix slopes = arma::diagmat(derivative_from_value(hidden, h));
  return slopes * (W * S + immediate(x, h_before));  // (6.31)
}

RealTime real_time(const Network& net, const Parameters& p, const Sequence& x,
                   const Sequence& y, const Matrix& h0) {
  bptt::require_input(p, x, h0);
  if (x.n() != 1)
    throw std::invalid_argument("x: expected one sequence, got " +
                                std::to_string(x.n()));
  const Index D = p.U.n_cols, H = p.W.n_rows, K = p.V.n_rows, tau = x.last();
  require_sequence("y", y, K, 1, 1, tau);

  RealTime g;
  static_cast<ParameterGradient&>(g) = ParameterGradient(p);
  const Index Q = H * (D + H + 1) + H;
  Vector h = h0, theta(Q, arma::fill::zeros);  // dL/d(U, W, b, h(0))
  Matrix S(H, Q, arma::fill::zeros);
  S.tail_cols(H).eye();
  for (Index t = 1; t <= tau; ++t) {
    const Vector before = h, z = p.U * x(t) + p.W * before + p.b;
    h = activate(net.hidden, Matrix(z));
    S = next_sensitivity(net.hidden, p.W, S, x(t), before, h);
    const Matrix o = p.V * h + p.c;
    const Vector e = output_delta(predict(net.output, o), y(t));
    theta += S.t() * (p.V.t() * e);  // (6.32)
    g.dc += e;
    g.dV += e * h.t();
    g.loss += loss(net.output, o, y(t));
  }
  const Matrix blocks = arma::reshape(theta, H, D + H + 2);
  g.dU = blocks.head_cols(D);
  g.dW = blocks.cols(D, D + H - 1);
  g.db = blocks.col(D + H);
  g.dh0 = blocks.tail_cols(1);

  const auto units = static_cast<double>(H), numbers = static_cast<double>(Q);
  const auto steps = static_cast<double>(tau);
  g.multiplications = steps * units * numbers * (units + 2);  // (6.39)
  g.kept = H * Q + H;
  return g;
}
// [real-time]

}  // namespace unrolled::shapes
