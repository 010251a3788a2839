#include "chapters/07-gates/gru.hpp"

namespace unrolled::gates::gru {

Parameters::Parameters(Reset reset, Index D, Index H, Index K)
    : u(D, H),
      r(D, H),
      a(D, H),
      ca(reset == Reset::after ? H : 0, arma::fill::zeros),
      V(K, H, arma::fill::zeros),
      c(K, arma::fill::zeros) {}

Blocks Parameters::blocks() {
  Blocks all = blocks_of("", {{"u", u}, {"r", r}, {"a", a}}, V, c);
  if (reset() == Reset::after) all.push_back({"ca", ca});
  return all;
}

ParameterGradient::ParameterGradient(const Parameters& p)
    : du(p.u.U.n_cols, p.u.U.n_rows),
      dr(du),
      da(du),
      dca(arma::size(p.ca), arma::fill::zeros),
      dV(arma::size(p.V), arma::fill::zeros),
      dc(arma::size(p.c), arma::fill::zeros) {}

Blocks ParameterGradient::blocks() {
  Blocks all = blocks_of("d", {{"u", du}, {"r", dr}, {"a", da}}, dV, dc);
  if (!dca.is_empty()) all.push_back({"dca", dca});
  return all;
}

Gradient::Gradient(const Parameters& p, Index n, Index tau)
    : ParameterGradient(p),
      dx(p.u.U.n_cols, n, 1, tau),
      delta(p.u.U.n_rows, n, 1, tau),
      dzu(delta),
      dzr(delta),
      dza(delta),
      dv(delta),
      e(p.u.U.n_rows, n, 1, tau + 1) {}

// [forward]
States forward(const Parameters& p, const Sequence& x, const Matrix& h0) {
  require_cell(p.blocks(), x, {{"h0", h0}});
  const Index H = h0.n_rows, K = p.V.n_rows, n = x.n(), tau = x.last();
  const Matrix &Uu = p.u.U, &Wu = p.u.W;
  const Matrix &Ur = p.r.U, &Wr = p.r.W;
  const Matrix &Ua = p.a.U, &Wa = p.a.W;
  const Matrix bu = arma::repmat(p.u.b, 1, n), br = arma::repmat(p.r.b, 1, n),
               ba = arma::repmat(p.a.b, 1, n), ca = arma::repmat(p.ca, 1, n),
               c = arma::repmat(p.c, 1, n);

  const Sequence gate(H, n, 1, tau);
  States s{gate, gate, gate, gate, {H, n, 0, tau}, {K, n, 1, tau}};
  auto& [u, r, a, v, h, o] = s;
  h(0) = h0;
  for (Index t = 1; t <= tau; ++t) {
    u(t) = sigma(Uu * x(t) + Wu * h(t - 1) + bu);  // (7.21)
    r(t) = sigma(Ur * x(t) + Wr * h(t - 1) + br);  // (7.22)
    if (p.reset() == Reset::before) {
      v(t) = r(t) % h(t - 1);                         // (7.23)
      a(t) = arma::tanh(Ua * x(t) + Wa * v(t) + ba);  // (7.24)
    } else {
      v(t) = Wa * h(t - 1) + ca;                        // (7.25)
      a(t) = arma::tanh(Ua * x(t) + ba + r(t) % v(t));  // (7.26)
    }
    h(t) = u(t) % h(t - 1) + (1.0 - u(t)) % a(t);  // (7.27)
    o(t) = p.V * h(t) + c;
  }
  return s;
}
// [forward]

// [backward]
Gradient backward(const Parameters& p, const Sequence& x, const States& s,
                  const Sequence& dLdo) {
  require_cell(p.blocks(), x, {});
  const Index H = p.V.n_cols, n = x.n(), tau = x.last();
  require_sequence("h", s.h, H, n, 0, tau);
  require_sequence("dLdo", dLdo, p.V.n_rows, n, 1, tau);
  const auto& [u, r, a, v, h, o] = s;
  const Matrix &V = p.V, &Wu = p.u.W, &Wr = p.r.W, &Wa = p.a.W;

  Gradient g(p, n, tau);
  auto& [du, dr, da, dca, dV, dc] = static_cast<ParameterGradient&>(g);
  Sequence &delta = g.delta, &dv = g.dv, &e = g.e;
  Sequence &dzu = g.dzu, &dzr = g.dzr, &dza = g.dza;
  for (Index t = tau; t >= 1; --t) {
    dc += arma::sum(dLdo(t), 1);
    dV += dLdo(t) * h(t).t();

    delta(t) = V.t() * dLdo(t) + e(t + 1);                          // (7.28)
    dzu(t) = delta(t) % (h(t - 1) - a(t)) % u(t) % (1.0 - u(t));    // (7.29)
    dza(t) = delta(t) % (1.0 - u(t)) % (1.0 - arma::square(a(t)));  // (7.30)

    if (p.reset() == Reset::before) {
      dv(t) = Wa.t() * dza(t);                          // (7.31)
      dzr(t) = dv(t) % h(t - 1) % r(t) % (1.0 - r(t));  // (7.32)
      e(t) = u(t) % delta(t) + Wu.t() * dzu(t) + Wr.t() * dzr(t) +
             r(t) % dv(t);  // (7.33)
      learn(da, dza(t), x(t), v(t));
    } else {
      dv(t) = r(t) % dza(t);                         // (7.34)
      dzr(t) = dza(t) % v(t) % r(t) % (1.0 - r(t));  // (7.35)
      e(t) = u(t) % delta(t) + Wu.t() * dzu(t) + Wr.t() * dzr(t) +
             Wa.t() * dv(t);  // (7.36)
      learn(da, dza(t), x(t), dv(t), h(t - 1));
      dca += arma::sum(dv(t), 1);  // (7.37)
    }
    learn(du, dzu(t), x(t), h(t - 1));
    learn(dr, dzr(t), x(t), h(t - 1));
    g.dx(t) =
        p.u.U.t() * dzu(t) + p.r.U.t() * dzr(t) + p.a.U.t() * dza(t);  // (7.38)
  }
  g.dh0 = e(1);  // (7.39)
  return g;
}
// [backward]

}  // namespace unrolled::gates::gru
