#include "chapters/03-any-length/bptt.hpp"

#include "common/noted.hpp"

namespace unrolled::bptt {

namespace {

void require_steps(const Parameters& p, const Sequence& x) {
  require_parameters(p);
  if (x.steps() == 0 || x.n() == 0)
    throw std::invalid_argument("x: expected at least one time step, got none");
  require_sequence("x", x, p.U.n_cols, x.n(), 1, x.steps());
}

}  // namespace

void require_input(const Parameters& p, const Sequence& x, const Matrix& h0) {
  require_steps(p, x);
  require_shape("h0", h0, p.W.n_rows, x.n());
  require_finite("h0", h0);
}

// [forward]
States forward(Activation hidden, const Parameters& p, const Sequence& x,
               const Matrix& h0) {
  require_input(p, x, h0);
  const Index H = p.W.n_rows, K = p.V.n_rows, n = x.n(), tau = x.last();
  const Matrix &U = p.U, &W = p.W, &V = p.V;
  const Matrix b = arma::repmat(p.b, 1, n), c = arma::repmat(p.c, 1, n);

  States s{{H, n, 1, tau}, {H, n, 0, tau}, {K, n, 1, tau}};
  auto& [z, h, o] = s;
  h(0) = h0;
  for (Index t = 1; t <= tau; ++t) {
    z(t) = U * x(t) + W * h(t - 1) + b;  // (3.1)
    h(t) = activate(hidden, z(t));       // (3.2)
    o(t) = V * h(t) + c;                 // (3.3)
  }
  return s;
}
// [forward]

void require_backward(const Parameters& p, const Sequence& x, const States& s,
                      const Sequence& dLdo) {
  require_steps(p, x);
  require_sequence("h", s.h, p.W.n_rows, x.n(), 0, x.steps());
  require_sequence("dLdo", dLdo, p.V.n_rows, x.n(), 1, x.steps());
}

Gradient zero_gradient(const Parameters& p, Index n, Index tau) {
  const Index H = p.W.n_rows;
  return {ParameterGradient(p),
          {},
          {p.U.n_cols, n, 1, tau},
          {H, n, 1, tau},
          {H, n, 1, tau + 1}};
}

// [backward]
Gradient backward(Activation hidden, const Parameters& p, const Sequence& x,
                  const States& s, const Sequence& dLdo) {
  require_backward(p, x, s, dLdo);
  const Index n = x.n(), tau = x.last();
  const Matrix &U = p.U, &W = p.W, &V = p.V;
  const Sequence& h = s.h;

  Gradient g = zero_gradient(p, n, tau);
  auto& [dU, dW, dV, db, dc] = static_cast<ParameterGradient&>(g);
  Sequence &dx = g.dx, &delta = g.delta, &dz = g.dz;  // dz(tau+1) is 0
  for (Index t = tau; t >= 1; --t) {
    dc += arma::sum(dLdo(t), 1);  // (3.8)
    dV += dLdo(t) * h(t).t();     // (3.9)

    delta(t) = V.t() * dLdo(t) + W.t() * dz(t + 1);          // (3.10) (3.11)
    dz(t) = derivative_from_value(hidden, h(t)) % delta(t);  // (3.12)

    db += arma::sum(dz(t), 1);   // (3.13)
    dW += dz(t) * h(t - 1).t();  // (3.14)
    dU += dz(t) * x(t).t();      // (3.15)
    dx(t) = U.t() * dz(t);       // (3.16)
  }
  g.dh0 = W.t() * dz(1);  // (3.17)
  return g;
}
// [backward]

void update(Parameters& p, const ParameterGradient& g, double rate) {
  note_gradient(g.blocks());
  unrolled::update(p.blocks(), g.blocks(), rate);
}

// [loss-and-gradient]
LossAndGradient loss_and_gradient(const Network& net, const Parameters& p,
                                  const Sequence& x, const Sequence& y,
                                  const Matrix& h0) {
  const States s = forward(net.hidden, p, x, h0);
  const Sequence y_hat = predict(net.output, s.o);  // (3.4)
  const double L = loss(net.output, s.o, y);        // (3.5)
  const Sequence dLdo = output_delta(y_hat, y);     // (3.7)
  return {L, backward(net.hidden, p, x, s, dLdo), y_hat, s.h};
}
// [loss-and-gradient]

}  // namespace unrolled::bptt
