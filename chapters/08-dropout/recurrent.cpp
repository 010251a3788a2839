#include "chapters/08-dropout/recurrent.hpp"

namespace unrolled::dropout {

namespace {

void require_masks(const Masks& m, const Parameters& p, const Sequence& x) {
  const Index D = p.U.n_cols, H = p.W.n_rows, n = x.n(), tau = x.last();
  require_sequence("m.x", m.x, D, n, 1, tau);
  require_sequence("m.h", m.h, H, n, 1, tau);
  require_sequence("m.o", m.o, H, n, 1, tau);
}

}  // namespace

// [draw]
Masks draw(Place place, double p, Index D, Index H, Index n, Index tau,
           Random& random) {
  const Sequence all_x = everything(D, n, tau), all = everything(H, n, tau);
  const auto make = place == Place::locked ? once : at_every_step;
  switch (place) {
    case Place::carried:
      return {all_x, make(random, H, n, tau, p), all};
    case Place::ends:
      return {make(random, D, n, tau, p), all, make(random, H, n, tau, p)};
    case Place::locked:
      return {make(random, D, n, tau, p), make(random, H, n, tau, p),
              make(random, H, n, tau, p)};
    default:
      return {all_x, all, all};
  }
}
// [draw]

// [forward]
States forward(Activation hidden, const Parameters& p, const Sequence& x,
               const Matrix& h0, const Masks& m) {
  bptt::require_input(p, x, h0);
  require_masks(m, p, x);
  const Index H = p.W.n_rows, K = p.V.n_rows, n = x.n(), tau = x.last();
  const Matrix &U = p.U, &W = p.W, &V = p.V;
  const Matrix b = arma::repmat(p.b, 1, n), c = arma::repmat(p.c, 1, n);

  States s{{H, n, 1, tau}, {H, n, 0, tau}, {K, n, 1, tau}};
  auto& [z, h, o] = s;
  h(0) = h0;
  for (Index t = 1; t <= tau; ++t) {
    z(t) = U * (m.x(t) % x(t)) + W * (m.h(t) % h(t - 1)) + b;  // (8.7)
    h(t) = activate(hidden, z(t));
    o(t) = V * (m.o(t) % h(t)) + c;  // (8.8)
  }
  return s;
}
// [forward]

// [backward]
Gradient backward(Activation hidden, const Parameters& p, const Sequence& x,
                  const States& s, const Sequence& dLdo, const Masks& m) {
  bptt::require_backward(p, x, s, dLdo);
  require_masks(m, p, x);
  const Index H = p.W.n_rows, n = x.n(), tau = x.last();
  const Matrix &U = p.U, &W = p.W, &V = p.V;
  const Sequence& h = s.h;

  Gradient g = bptt::zero_gradient(p, n, tau);
  auto& [dU, dW, dV, db, dc] = static_cast<ParameterGradient&>(g);
  Sequence &dx = g.dx, &delta = g.delta, &dz = g.dz;
  Sequence e(H, n, 1, tau + 1);  // what a step hands back
  for (Index t = tau; t >= 1; --t) {
    dc += arma::sum(dLdo(t), 1);
    dV += dLdo(t) * (m.o(t) % h(t)).t();  // (8.9)

    delta(t) = m.o(t) % (V.t() * dLdo(t)) + e(t + 1);  // (8.10)
    dz(t) = derivative_from_value(hidden, h(t)) % delta(t);
    e(t) = m.h(t) % (W.t() * dz(t));  // (8.11)

    db += arma::sum(dz(t), 1);
    dW += dz(t) * (m.h(t) % h(t - 1)).t();  // (8.12)
    dU += dz(t) * (m.x(t) % x(t)).t();      // (8.13)
    dx(t) = m.x(t) % (U.t() * dz(t));       // (8.14)
  }
  g.dh0 = e(1);  // (8.15)
  return g;
}
// [backward]

}  // namespace unrolled::dropout
