#include "chapters/03-any-length/other_ways.hpp"

namespace unrolled::bptt {
namespace {

void require_one(const Sequence& x) {
  if (x.n() > 1)
    throw std::invalid_argument("x: expected one sequence, got " +
                                std::to_string(x.n()));
}

}  // namespace

// [jacobian]
Matrix jacobian(Activation hidden, const Parameters& p, const States& s,
                Index t) {
  const Vector slope = derivative_from_value(hidden, s.h(t));
  return arma::diagmat(slope) * p.W;  // (3.25)
}
// [jacobian]

// [sum-over-k]
SumOverK sum_over_k(Activation hidden, const Parameters& p, const Sequence& x,
                    const States& s, const Sequence& dLdo) {
  require_backward(p, x, s, dLdo);
  require_one(x);
  const Index H = p.W.n_rows, D = p.U.n_cols, tau = x.last();
  const Matrix& V = p.V;
  const Sequence& h = s.h;
  SumOverK sum{arma::zeros(H, D), arma::zeros(H, H), arma::zeros(H), 0};
  for (Index t = 1; t <= tau; ++t) {
    Matrix P = arma::eye(H, H);  // dh(t)/dh(t)
    for (Index k = t; k >= 1; --k) {
      if (k < t) {
        P = P * jacobian(hidden, p, s, k + 1);  // (3.26)
        ++sum.products;
      }
      const Vector slope = derivative_from_value(hidden, h(k));
      const Vector term = slope % (P.t() * V.t() * dLdo(t));  // (3.27)
      sum.dU += term * x(k).t();                              // (3.28)
      sum.dW += term * h(k - 1).t();                          // (3.29)
      sum.db += term;                                         // (3.30)
    }
  }
  return sum;
}
// [sum-over-k]

// [layers]
backprop::Network<double> unrolled_to(Activation hidden, const Parameters& p,
                                      const Sequence& x, Index t) {
  backprop::Network<double> layers;
  for (Index l = 1; l <= t; ++l) {
    const Vector outside = p.U * x(l) + p.b;  // (3.32)
    layers.push_back({p.W, outside, hidden});
  }
  layers.push_back({p.V, p.c, Activation::identity});
  return layers;
}
// [layers]

// [by-layers]
Gradient gradient_by_layers(Activation hidden, backprop::Loss kind,
                            const Parameters& p, const Sequence& x,
                            const Sequence& y, const Matrix& h0) {
  require_input(p, x, h0);
  require_one(x);
  require_sequence("y", y, p.V.n_rows, 1, 1, x.last());
  Gradient g{ParameterGradient(p), arma::zeros(p.W.n_rows, 1), {}, {}, {}};
  for (Index t = 1; t <= x.last(); ++t) {
    const backprop::Network<double> layers = unrolled_to(hidden, p, x, t);
    const backprop::Pass<double> pass = backprop::forward(layers, h0);
    const backprop::Gradient of_L_t =
        backprop::backward(layers, pass, kind, y(t));
    for (Index l = 1; l <= t; ++l) {
      g.dW += of_L_t.dW[l];             // (3.33)
      g.dU += of_L_t.db[l] * x(l).t();  // (3.34)
      g.db += of_L_t.db[l];
    }
    g.dV += of_L_t.dW[t + 1];
    g.dc += of_L_t.db[t + 1];
    g.dh0 += p.W.t() * of_L_t.delta[1];
  }
  return g;
}
// [by-layers]

// [join]
Affine join(const Affine& earlier, const Affine& later) {
  return {earlier.A * later.A, earlier.A * later.v + earlier.v};  // (3.41)
}
// [join]

// [scan]
Scan delta_by_scan(Activation hidden, const Parameters& p, const States& s,
                   const Sequence& dLdo) {
  const Index H = p.W.n_rows, tau = dLdo.last();
  std::vector<Affine> step(tau + 1);  // step[t]: delta(t) from delta(t+1)
  for (Index t = 1; t <= tau; ++t) {
    Matrix A(H, H, arma::fill::zeros);  // nothing comes after tau
    if (t < tau) A = jacobian(hidden, p, s, t + 1).t();
    step[t] = {A, p.V.t() * dLdo(t)};  // (3.40)
  }
  Scan scan{Sequence(H, 1, 1, tau), 0, 0};
  for (Index reach = 1; reach < tau; reach *= 2, ++scan.rounds) {
    const std::vector<Affine> before = step;
    for (Index t = 1; t + reach <= tau; ++t, ++scan.joins)
      step[t] = join(before[t], before[t + reach]);
  }
  for (Index t = 1; t <= tau; ++t) scan.delta(t) = step[t].v;
  return scan;
}
// [scan]

Index multiplications(const Parameters& p, Index tau) {
  return tau * (p.U.n_elem + p.W.n_elem + p.V.n_elem);  // (3.38)
}

Index numbers_kept(const Parameters& p, Index tau) {
  const Index H = p.W.n_rows, K = p.V.n_rows;
  return tau * (2 * H + K) + H;  // (3.39)
}

}  // namespace unrolled::bptt
