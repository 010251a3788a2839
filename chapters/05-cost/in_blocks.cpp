#include "chapters/05-cost/in_blocks.hpp"

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
double outputs_block(const Matrix& V, const Vector& c, const Matrix& S,
                     Index first, const BlockLoss& loss, Workspace& w,
                     Matrix& dV, Vector& dc) {
  Matrix E(w.E.memptr(), w.E.n_rows, S.n_cols, false, true);
  Matrix Z(w.Z.memptr(), w.Z.n_rows, S.n_cols, false, true);
  const Vector ones(w.ones.memptr(), S.n_cols, false, true);

  E.each_col() = c;
  E += V * S;                       // (5.4)
  const double L = loss(first, E);  // from here on E is dL/do
  dc += E * ones;
  dV += E * S.t();  // (5.5)
  Z = V.t() * E;    // (5.6)
  return L;
}

double backward_block(const Parameters& p, const Steps& x, const Steps& h,
                      Index first, Index last, const BlockLoss& loss,
                      Workspace& w, Gradient& g) {
  const Index n = h.n();
  Steps dz(w.Z.memptr(), w.Z.n_rows, n, first, last);
  const Matrix Z = dz(first, last), X = x(first, last),
               G = h(first - 1, last - 1);
  const Vector ones(w.ones.memptr(), Z.n_cols, false, true);

  const double L =
      outputs_block(p.V, p.c, h(first, last), first, loss, w, g.dV, g.dc);
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
  require_pass(p.U.n_cols, p.W.n_rows, x, h0, n_, tau_);
  const Steps X = Steps::of(x);
  Steps h(h_.memptr(), h_.n_rows, n_, 0, tau_);
  h(0) = h0;
  prepare(p, n_, g);
  return there_and_back(
      tau_, block_,
      [&](Index first, Index last) {
        forward_block(p, X, first, last, h, tanh_);
      },
      [&](Index first, Index last) {
        return backward_block(p, X, h, first, last, loss, w_, g);
      });
}

InBlocks::InBlocks(const Parameters& p, Index n, Index tau, Index block,
                   Elementwise tanh)
    : n_(n),
      tau_(tau),
      block_(std::min(block ? block : block_of(n), tau)),
      tanh_(tanh),
      h_(p.W.n_rows, n * (tau + 1)),
      w_(p.V, n * block_) {}

Workspace::Workspace(const Matrix& V, Index columns)
    : E(V.n_rows, columns),
      Z(V.n_cols, columns),
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

void require_pass(Index D, Index H, const Sequence& x, const Matrix& h0,
                  Index n, Index tau) {
  require_sequence("x", x, D, n, 1, tau);
  require_shape("h0", h0, H, n);
  require_finite("h0", h0);
}

Index block_of(Index n) {
  return (96 + n - 1) / n;
}

}  // namespace unrolled::cost
