#include "chapters/06-shapes/jordan.hpp"

#include <algorithm>
#include <thread>

namespace unrolled::shapes {

Feedback feedback_named(std::string_view name) {
  if (name == "own") return Feedback::own;
  if (name == "teacher") return Feedback::teacher;
  throw std::invalid_argument("feedback: expected own or teacher, got '" +
                              std::string(name) + "'");
}

namespace {

void require_network(const Parameters& p, const Sequence& x) {
  const Index D = p.U.n_cols, H = p.U.n_rows, K = p.V.n_rows;
  const auto require = [](std::string_view name, const Matrix& m, Index rows,
                          Index cols) {
    require_not_empty(name, m);
    require_shape(name, m, rows, cols);
    require_finite(name, m);
  };
  require("U", p.U, H, D);
  require("V", p.V, K, H);
  require("W", p.W, H, K);
  require("b", p.b, H, 1);
  require("c", p.c, K, 1);
  if (x.steps() == 0 || x.n() == 0)
    throw std::invalid_argument("x: expected at least one time step, got none");
  require_sequence("x", x, D, x.n(), 1, x.steps());
}

void require_input(const Jordan& kind, const Parameters& p, const Sequence& x,
                   const Sequence& y, const Matrix& y0) {
  require_network(p, x);
  require_shape("y0", y0, p.V.n_rows, x.n());
  require_finite("y0", y0);
  if (kind.feedback == Feedback::teacher)
    require_sequence("y", y, p.V.n_rows, x.n(), 1, x.last());
}

// One step of n sequences, as a sequence of its own.
Sequence alone(const Sequence& q, Index t) {
  return Cube(q(t).memptr(), q.rows(), q.n(), 1);
}

}  // namespace

// [jordan-forward]
JordanStates forward(const Jordan& kind, const Parameters& p, const Sequence& x,
                     const Sequence& y, const Matrix& y0) {
  require_input(kind, p, x, y, y0);
  const bool own = kind.feedback == Feedback::own;
  const Index H = p.U.n_rows, K = p.V.n_rows, n = x.n(), tau = x.last();
  const Matrix &U = p.U, &W = p.W, &V = p.V;
  const Matrix b = arma::repmat(p.b, 1, n), c = arma::repmat(p.c, 1, n);

  JordanStates s{
      {H, n, 1, tau}, {H, n, 1, tau}, {K, n, 1, tau}, {K, n, 0, tau}};
  auto& [z, h, o, f] = s;
  f(0) = y0;
  for (Index t = 1; t <= tau; ++t) {
    z(t) = U * x(t) + W * f(t - 1) + b;                  // (6.3)
    h(t) = activate(kind.net.hidden, z(t));              // (6.4)
    o(t) = V * h(t) + c;                                 // (6.5)
    f(t) = own ? predict(kind.net.output, o(t)) : y(t);  // (6.6)
  }
  return s;
}
// [jordan-forward]

// [through-output]
Matrix through_output(Output pair, const Matrix& y_hat, const Matrix& v) {
  if (pair == Output::linear_squared_error) return v;
  if (pair == Output::sigmoid_cross_entropy) return y_hat % (1 - y_hat) % v;
  const Matrix mean = arma::sum(y_hat % v, 0);
  return y_hat % (v - arma::repmat(mean, v.n_rows, 1));  // (6.8)
}
// [through-output]

// [jordan-backward]
JordanGradient backward(const Jordan& kind, const Parameters& p,
                        const Sequence& x, const JordanStates& s,
                        const Sequence& dLdo) {
  require_network(p, x);
  const auto [hidden, output] = kind.net;
  const bool own = kind.feedback == Feedback::own;
  const Index H = p.U.n_rows, K = p.V.n_rows, n = x.n(), tau = x.last();
  require_sequence("h", s.h, H, n, 1, tau);
  require_sequence("f", s.f, K, n, 0, tau);
  require_sequence("dLdo", dLdo, K, n, 1, tau);
  const Matrix &U = p.U, &W = p.W, &V = p.V;
  const Sequence &h = s.h, &f = s.f;

  JordanGradient g{ParameterGradient(p),    {},
                   {p.U.n_cols, n, 1, tau}, {K, n, 1, tau},
                   {H, n, 1, tau},          {H, n, 1, tau + 1}};
  auto& [dU, dW, dV, db, dc] = static_cast<ParameterGradient&>(g);
  Sequence &dx = g.dx, &dout = g.dout, &delta = g.delta, &dz = g.dz;
  for (Index t = tau; t >= 1; --t) {
    dout(t) = dLdo(t);
    if (own)
      dout(t) += through_output(output, f(t), W.t() * dz(t + 1));  // (6.7)
    dc += arma::sum(dout(t), 1);                                   // (6.9)
    dV += dout(t) * h(t).t();                                      // (6.10)

    delta(t) = V.t() * dout(t);                              // (6.11)
    dz(t) = derivative_from_value(hidden, h(t)) % delta(t);  // (6.12)

    db += arma::sum(dz(t), 1);   // (6.13)
    dW += dz(t) * f(t - 1).t();  // (6.14)
    dU += dz(t) * x(t).t();      // (6.15)
    dx(t) = U.t() * dz(t);       // (6.16)
  }
  g.dy0 = W.t() * dz(1);  // (6.17)
  return g;
}
// [jordan-backward]

JordanRun loss_and_gradient(const Jordan& kind, const Parameters& p,
                            const Sequence& x, const Sequence& y,
                            const Matrix& y0) {
  const JordanStates s = forward(kind, p, x, y, y0);
  const Sequence y_hat = predict(kind.net.output, s.o);
  return {loss(kind.net.output, s.o, y),
          backward(kind, p, x, s, output_delta(y_hat, y)), y_hat};
}

// [step-by-step]
ParameterGradient step_by_step(const Network& net, const Parameters& p,
                               const Sequence& x, const Sequence& y,
                               const Matrix& y0,
                               const std::vector<Index>& order, Index threads) {
  require_input({net, Feedback::teacher}, p, x, y, y0);
  const Index tau = x.last();
  std::vector<Index> each(tau);
  for (Index t = 1; t <= tau; ++t) each[tau - t] = t;
  if (!std::is_permutation(order.begin(), order.end(), each.begin(),
                           each.end()))
    throw std::invalid_argument("order: expected every step once");
  if (threads == 0)
    throw std::invalid_argument("threads: expected at least 1, got 0");
  std::vector<ParameterGradient> g(tau + 1);
  std::vector<std::thread> team;
  for (Index j = 0; j < threads; ++j)
    team.emplace_back([&, j] {
      for (Index i = j; i < tau; i += threads) {
        const Index t = order[i];
        g[t] = loss_and_gradient({net, Feedback::teacher}, p, alone(x, t),
                                 alone(y, t), t == 1 ? y0 : y(t - 1))
                   .by;
      }
    });
  for (std::thread& one : team) one.join();
  ParameterGradient sum(p);
  const Blocks to = sum.blocks();
  for (const Index t : each) {
    const Blocks from = g[t].blocks();
    for (std::size_t i = 0; i < to.size(); ++i)
      to[i].values += from[i].values;  // (6.18)
  }
  return sum;
}
// [step-by-step]

}  // namespace unrolled::shapes
