#include "chapters/05-cost/in_blocks.hpp"

#include <algorithm>

namespace unrolled::cost {

// [forward]
void forward_block(const Parameters& p, const Steps& x, Index first, Index last,
                   Steps& h, Elementwise tanh) {
  Matrix S = h(first, last);
  S.each_col() = p.b;
  S += p.U * x(first, last);  // (5.1)
  for (Index t = first; t <= last; ++t) {
    h(t) += p.W * h(t - 1);            // (5.2)
    tanh(h(t).memptr(), h(t).n_elem);  // (5.3)
  }
}
// [forward]

// [backward]
double backward_block(const Parameters& p, const Steps& x, const Steps& h,
                      Index first, Index last, const BlockLoss& loss,
                      Workspace& w, Gradient& g) {
  const Index n = h.n(), columns = n * (last + 1 - first);
  Matrix E(w.E.memptr(), w.E.n_rows, columns, false, true);
  Steps dz(w.Z.memptr(), w.Z.n_rows, n, first, last);
  const Vector ones(w.ones.memptr(), columns, false, true);
  Matrix Z = dz(first, last);
  const Matrix X = x(first, last), S = h(first, last),
               G = h(first - 1, last - 1);

  E.each_col() = p.c;
  E += p.V * S;                     // (5.4)
  const double L = loss(first, E);  // from here on E is dL/do
  g.dc += E * ones;
  g.dV += E * S.t();  // (5.5)

  Z = p.V.t() * E;    // (5.6)
  dz(last) += g.dh0;  // from the steps after this block
  for (Index t = last; t >= first; --t) {
    if (t < last) dz(t) += p.W.t() * dz(t + 1);  // (5.7)
    dz(t) %= 1.0 - arma::square(h(t));           // (5.8)
  }
  g.db += Z * ones;
  g.dW += Z * G.t();            // (5.9)
  g.dU += Z * X.t();            // (5.10)
  g.dh0 = p.W.t() * dz(first);  // (5.11)
  return L;
}
// [backward]

double InBlocks::operator()(const Parameters& p, const Sequence& x,
                            const Matrix& h0, const BlockLoss& loss,
                            Gradient& g) {
  require_pass(p, x, h0, n_, tau_);
  const Steps X = Steps::of(x);
  Steps h(h_.memptr(), h_.n_rows, n_, 0, tau_);
  h(0) = h0;
  for (Index first = 1; first <= tau_; first += block_)
    forward_block(p, X, first, std::min(first + block_ - 1, tau_), h, tanh_);

  prepare(p, n_, g);
  double L = 0;
  for (Index last = tau_, first; last > 0; last = first - 1) {
    first = (last - 1) / block_ * block_ + 1;
    L += backward_block(p, X, h, first, last, loss, w_, g);
  }
  return L;
}

InBlocks::InBlocks(const Parameters& p, Index n, Index tau, Index block,
                   Elementwise tanh)
    : n_(n),
      tau_(tau),
      block_(std::min(block ? block : block_of(n), tau)),
      tanh_(tanh),
      h_(p.W.n_rows, n * (tau + 1)),
      w_(p, n * block_) {}

Workspace::Workspace(const Parameters& p, Index columns)
    : E(p.V.n_rows, columns),
      Z(p.W.n_rows, columns),
      ones(columns, arma::fill::ones) {}

Blocks Gradient::blocks() {
  Blocks all = ParameterGradient::blocks();
  all.push_back({"dh0", dh0});
  return all;
}

void prepare(const Parameters& p, Index n, Gradient& g) {
  g.dU.zeros(arma::size(p.U)), g.dW.zeros(arma::size(p.W));
  g.dV.zeros(arma::size(p.V)), g.db.zeros(arma::size(p.b));
  g.dc.zeros(arma::size(p.c)), g.dh0.zeros(p.W.n_rows, n);
}

void require_pass(const Parameters& p, const Sequence& x, const Matrix& h0,
                  Index n, Index tau) {
  require_sequence("x", x, p.U.n_cols, n, 1, tau);
  require_shape("h0", h0, p.W.n_rows, n);
  require_finite("h0", h0);
}

Index block_of(Index n) {
  return (96 + n - 1) / n;
}

}  // namespace unrolled::cost
