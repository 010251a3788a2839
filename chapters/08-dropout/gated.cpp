#include "chapters/08-dropout/gated.hpp"

namespace unrolled::dropout::gated {

namespace {

void require_all(const Parameters& p, const Sequence& x,
                 const std::vector<ConstBlock>& first, const Masks& m) {
  gates::require_cell(p.blocks(), x, first);
  if (p.reset() != gates::gru::Reset::before)
    throw std::invalid_argument("ca: expected none, the reset being before");
  const Index H = p.V.n_cols, n = x.n(), tau = x.last();
  require_sequence("m.h", m.h, H, n, 1, tau);
  require_sequence("m.c", m.c, H, n, 1, tau);
  require_sequence("m.a", m.a, H, n, 1, tau);
}

}  // namespace

Masks draw(Place place, double p, Index H, Index n, Index tau, Random& random) {
  Masks m{everything(H, n, tau), everything(H, n, tau), everything(H, n, tau)};
  if (place == Place::carried) m.h = m.c = at_every_step(random, H, n, tau, p);
  if (place == Place::locked) m.h = once(random, H, n, tau, p);
  if (place == Place::candidate) m.a = at_every_step(random, H, n, tau, p);
  return m;
}

// [forward]
States forward(const Parameters& p, const Sequence& x, const Matrix& h0,
               const Masks& m) {
  require_all(p, x, {{"h0", h0}}, m);
  const Index H = h0.n_rows, K = p.V.n_rows, n = x.n(), tau = x.last();
  const Matrix bu = arma::repmat(p.u.b, 1, n), br = arma::repmat(p.r.b, 1, n),
               ba = arma::repmat(p.a.b, 1, n), c = arma::repmat(p.c, 1, n);

  const Sequence gate(H, n, 1, tau);
  States s{gate, gate, gate, gate, {H, n, 0, tau}, {K, n, 1, tau}};
  auto& [u, r, a, v, h, o] = s;
  h(0) = h0;
  for (Index t = 1; t <= tau; ++t) {
    const Matrix read = m.h(t) % h(t - 1);
    u(t) = sigma(p.u.U * x(t) + p.u.W * read + bu);  // (8.16)
    r(t) = sigma(p.r.U * x(t) + p.r.W * read + br);  // (8.17)
    v(t) = r(t) % read;                              // (8.18)
    a(t) = arma::tanh(p.a.U * x(t) + p.a.W * v(t) + ba);
    h(t) = u(t) % m.c(t) % h(t - 1) + (1.0 - u(t)) % m.a(t) % a(t);  // (8.19)
    o(t) = p.V * h(t) + c;
  }
  return s;
}
// [forward]

// [backward]
Gradient backward(const Parameters& p, const Sequence& x, const States& s,
                  const Sequence& dLdo, const Masks& m) {
  require_all(p, x, {}, m);
  const Index H = p.V.n_cols, n = x.n(), tau = x.last();
  require_sequence("h", s.h, H, n, 0, tau);
  require_sequence("dLdo", dLdo, p.V.n_rows, n, 1, tau);
  const auto& [u, r, a, v, h, o] = s;

  Gradient g(p, n, tau);
  auto& [du, dr, da, dca, dV, dc] = static_cast<ParameterGradient&>(g);
  Sequence &delta = g.delta, &dv = g.dv, &e = g.e;
  Sequence &dzu = g.dzu, &dzr = g.dzr, &dza = g.dza;
  for (Index t = tau; t >= 1; --t) {
    dc += arma::sum(dLdo(t), 1);
    dV += dLdo(t) * h(t).t();
    delta(t) = p.V.t() * dLdo(t) + e(t + 1);

    const Matrix read = m.h(t) % h(t - 1);
    const Matrix kept = m.c(t) % h(t - 1), written = m.a(t) % a(t);
    const Matrix slope = m.a(t) % (1.0 - arma::square(a(t)));
    dzu(t) = delta(t) % (kept - written) % u(t) % (1.0 - u(t));  // (8.20)
    dza(t) = delta(t) % (1.0 - u(t)) % slope;                    // (8.21)
    dv(t) = p.a.W.t() * dza(t);
    dzr(t) = dv(t) % read % r(t) % (1.0 - r(t));  // (8.22)
    const Matrix through =
        p.u.W.t() * dzu(t) + p.r.W.t() * dzr(t) + r(t) % dv(t);
    e(t) = m.c(t) % u(t) % delta(t) + m.h(t) % through;  // (8.23)

    learn(da, dza(t), x(t), v(t));
    learn(du, dzu(t), x(t), read);
    learn(dr, dzr(t), x(t), read);
    g.dx(t) = p.u.U.t() * dzu(t) + p.r.U.t() * dzr(t) + p.a.U.t() * dza(t);
  }
  g.dh0 = e(1);
  return g;
}
// [backward]

}  // namespace unrolled::dropout::gated
