#include "chapters/07-gates/lstm.hpp"

namespace unrolled::gates::lstm {

Parameters::Parameters(Index D, Index H, Index K)
    : f(D, H),
      i(D, H),
      q(D, H),
      a(D, H),
      V(K, H, arma::fill::zeros),
      c(K, arma::fill::zeros) {}

Blocks Parameters::blocks() {
  return blocks_of("", {{"f", f}, {"i", i}, {"q", q}, {"a", a}}, V, c);
}

ParameterGradient::ParameterGradient(const Parameters& p)
    : df(p.f.U.n_cols, p.f.U.n_rows),
      di(df),
      dq(df),
      da(df),
      dV(arma::size(p.V), arma::fill::zeros),
      dc(arma::size(p.c), arma::fill::zeros) {}

Blocks ParameterGradient::blocks() {
  return blocks_of("d", {{"f", df}, {"i", di}, {"q", dq}, {"a", da}}, dV, dc);
}

Gradient::Gradient(const Parameters& p, Index n, Index tau)
    : ParameterGradient(p),
      dx(p.f.U.n_cols, n, 1, tau),
      delta(p.f.U.n_rows, n, 1, tau),
      dC(delta),
      dzf(delta),
      dzi(delta),
      dzq(delta),
      dza(delta),
      e(p.f.U.n_rows, n, 1, tau + 1),
      E(e) {}

// [forward]
States forward(const Parameters& p, const Sequence& x, const Matrix& h0,
               const Matrix& C0) {
  require_cell(p.blocks(), x, {{"h0", h0}, {"C0", C0}});
  const Index H = h0.n_rows, K = p.V.n_rows, n = x.n(), tau = x.last();
  const Matrix &Uf = p.f.U, &Wf = p.f.W;
  const Matrix &Ui = p.i.U, &Wi = p.i.W;
  const Matrix &Uq = p.q.U, &Wq = p.q.W;
  const Matrix &Ua = p.a.U, &Wa = p.a.W;
  const Matrix bf = arma::repmat(p.f.b, 1, n), bi = arma::repmat(p.i.b, 1, n),
               bq = arma::repmat(p.q.b, 1, n), ba = arma::repmat(p.a.b, 1, n),
               c = arma::repmat(p.c, 1, n);

  const Sequence gate(H, n, 1, tau), state(H, n, 0, tau);
  States s{gate, gate, gate, gate, state, state, {K, n, 1, tau}};
  auto& [f, i, q, a, C, h, o] = s;
  C(0) = C0;
  h(0) = h0;
  for (Index t = 1; t <= tau; ++t) {
    f(t) = sigma(Uf * x(t) + Wf * h(t - 1) + bf);       // (7.1)
    i(t) = sigma(Ui * x(t) + Wi * h(t - 1) + bi);       // (7.2)
    q(t) = sigma(Uq * x(t) + Wq * h(t - 1) + bq);       // (7.3)
    a(t) = arma::tanh(Ua * x(t) + Wa * h(t - 1) + ba);  // (7.4)

    C(t) = f(t) % C(t - 1) + i(t) % a(t);  // (7.5)
    h(t) = q(t) % arma::tanh(C(t));        // (7.6)
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
  require_sequence("C", s.C, H, n, 0, tau);
  require_sequence("dLdo", dLdo, p.V.n_rows, n, 1, tau);
  const auto& [f, i, q, a, C, h, o] = s;
  const Matrix &V = p.V, &Wf = p.f.W, &Wi = p.i.W, &Wq = p.q.W, &Wa = p.a.W;

  Gradient g(p, n, tau);
  auto& [df, di, dq, da, dV, dc] = static_cast<ParameterGradient&>(g);
  Sequence &delta = g.delta, &dC = g.dC, &e = g.e, &E = g.E;
  Sequence &dzf = g.dzf, &dzi = g.dzi, &dzq = g.dzq, &dza = g.dza;
  for (Index t = tau; t >= 1; --t) {
    dc += arma::sum(dLdo(t), 1);
    dV += dLdo(t) * h(t).t();

    const Matrix T = arma::tanh(C(t));
    delta(t) = V.t() * dLdo(t) + e(t + 1);                         // (7.7)
    dC(t) = delta(t) % q(t) % (1.0 - arma::square(T)) + E(t + 1);  // (7.8)

    dzf(t) = dC(t) % C(t - 1) % f(t) % (1.0 - f(t));     // (7.9)
    dzi(t) = dC(t) % a(t) % i(t) % (1.0 - i(t));         // (7.10)
    dzq(t) = delta(t) % T % q(t) % (1.0 - q(t));         // (7.11)
    dza(t) = dC(t) % i(t) % (1.0 - arma::square(a(t)));  // (7.12)

    E(t) = f(t) % dC(t);  // (7.13)
    e(t) = Wf.t() * dzf(t) + Wi.t() * dzi(t) + Wq.t() * dzq(t) +
           Wa.t() * dza(t);  // (7.14)

    learn(df, dzf(t), x(t), h(t - 1));
    learn(di, dzi(t), x(t), h(t - 1));
    learn(dq, dzq(t), x(t), h(t - 1));
    learn(da, dza(t), x(t), h(t - 1));
    g.dx(t) = p.f.U.t() * dzf(t) + p.i.U.t() * dzi(t) + p.q.U.t() * dzq(t) +
              p.a.U.t() * dza(t);  // (7.20)
  }
  g.dh0 = e(1);  // (7.15)
  g.dC0 = E(1);  // (7.16)
  return g;
}
// [backward]

}  // namespace unrolled::gates::lstm
